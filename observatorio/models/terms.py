"""The closed vocabularies of the inventory. What a person may type for each term stands in `observatorio.inventory`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Classification(models.TextChoices):
    """INAH, Catálogo Nacional de Monumentos Históricos Inmuebles: «clasificación» of the building by its purpose."""

    RELIGIOUS = "religiosa", _("Arquitectura religiosa")
    CIVIL = "civil", _("Arquitectura civil")
    DOMESTIC = "domestica", _("Arquitectura doméstica")
    CULTURE = "cultura", _("Arquitectura de cultura, recreación, deporte y esparcimiento")
    EDUCATION = "educacion", _("Arquitectura educativa")
    HEALTH = "hospitalaria", _("Arquitectura hospitalaria, de asistencia o de protección social")
    COMMERCE = "comercial", _("Arquitectura comercial")
    INDUSTRY = "industrial", _("Arquitectura industrial o de producción")
    ADMINISTRATION = "administrativa", _("Arquitectura administrativa o de gobierno")
    MILITARY = "militar", _("Arquitectura militar")
    FUNERARY = "funeraria", _("Arquitectura funeraria")
    COMMEMORATIVE = "conmemorativa", _("Arquitectura conmemorativa o votiva")
    TRANSPORT = "transporte", _("Arquitectura de comunicaciones y transportes")
    ENGINEERING = "ingenieria", _("Ingeniería civil")
    OPEN_SPACE = "espacio-abierto", _("Parques, jardines, plazas, alamedas")
    ENSEMBLE = "conjunto", _("Conjunto arquitectónico")


class UseCategory(models.TextChoices):
    """The kind of the main current use, so that uses in a hundred wordings can be counted."""

    WORSHIP = "culto", _("Culto")
    CULTURE = "cultura", _("Museo y cultura")
    HOUSING = "habitacion", _("Habitación")
    COMMERCE = "comercio", _("Comercio y servicios")
    LODGING = "hospedaje", _("Hospedaje")
    GOVERNMENT = "gobierno", _("Gobierno y oficinas")
    EDUCATION = "educacion", _("Educación")
    HEALTH = "salud", _("Salud y asistencia")
    OPEN_SPACE = "espacio-publico", _("Plaza, jardín o parque")
    FUNERARY = "funerario", _("Funerario o conmemorativo")
    INFRASTRUCTURE = "infraestructura", _("Infraestructura y producción")
    DISUSED = "desuso", _("Sin uso")
    OTHER = "otro", _("Otro")


class Condition(models.TextChoices):
    """State of conservation, on the scale of INAH's catalogue record, and what has been lost."""

    GOOD = "bueno", _("Bueno")
    FAIR = "regular", _("Regular")
    POOR = "malo", _("Malo")
    RUINOUS = "ruinoso", _("Ruinoso")
    LOST = "perdido", _("Perdido")


AT_RISK = (Condition.POOR, Condition.RUINOUS)


class StreetType(models.TextChoices):
    """INEGI, Norma Técnica sobre Domicilios Geográficos (DOF 2010-11-12), «tipo de vialidad»."""

    WIDENING = "ampliacion", _("Ampliación")
    WALKWAY = "andador", _("Andador")
    AVENUE = "avenida", _("Avenida")
    BOULEVARD = "boulevard", _("Boulevard")
    ALLEY = "callejon", _("Callejón")
    STREET = "calle", _("Calle")
    CLOSE = "cerrada", _("Cerrada")
    CIRCUIT = "circuito", _("Circuito")
    RING = "circunvalacion", _("Circunvalación")
    CONTINUATION = "continuacion", _("Continuación")
    CORRIDOR = "corredor", _("Corredor")
    DIAGONAL = "diagonal", _("Diagonal")
    AXIS = "eje-vial", _("Eje vial")
    PASSAGE = "pasaje", _("Pasaje")
    PEDESTRIAN = "peatonal", _("Peatonal")
    PERIPHERAL = "periferico", _("Periférico")
    PRIVATE = "privada", _("Privada")
    EXTENSION = "prolongacion", _("Prolongación")
    RETURN = "retorno", _("Retorno")
    VIADUCT = "viaducto", _("Viaducto")
    ROAD = "carretera", _("Carretera")
    PATH = "camino", _("Camino")
    # Not in INEGI's list, and the address of half of a historic centre.
    SQUARE = "plaza", _("Plaza")
    SMALL_SQUARE = "plazuela", _("Plazuela")
    GARDEN = "jardin", _("Jardín")
    HILL = "cerro", _("Cerro")
    OTHER = "otro", _("Otra")


class Certainty(models.TextChoices):
    """How sure the dating is (MIDAS Heritage, «Date Range Qualifier»)."""

    DOCUMENTED = "documentada", _("Documentada")
    INSCRIBED = "inscrita", _("Inscrita en el inmueble")
    CIRCA = "aproximada", _("Aproximada")
    ATTRIBUTED = "atribuida", _("Atribuida por su estilo")
    DISPUTED = "en-duda", _("En duda")


class Ownership(models.TextChoices):
    FEDERAL = "federal", _("Propiedad federal")
    STATE = "estatal", _("Propiedad estatal")
    MUNICIPAL = "municipal", _("Propiedad municipal")
    PRIVATE = "privada", _("Propiedad privada")
    ASSOCIATION = "asociacion-religiosa", _("Propiedad de una asociación religiosa")
    COMMUNAL = "social", _("Propiedad ejidal o comunal")
    MIXED = "mixta", _("Propiedad mixta")


class ProtectionKind(models.TextChoices):
    """What protects a monument. LFMZAAH: Ley Federal sobre Monumentos y Zonas Arqueológicos, Artísticos e Históricos."""

    FEDERAL_LAW = "ley-federal", _("Monumento histórico por ley (LFMZAAH, art. 36)")
    ARTISTIC = "artistico", _("Monumento artístico declarado (LFMZAAH, art. 33)")
    FEDERAL_ZONE = "zona-federal", _("Dentro de una zona federal de monumentos")
    WORLD_HERITAGE = "patrimonio-mundial", _("Patrimonio Mundial")
    STATE_DECREE = "decreto-estatal", _("Declaratoria estatal")
    MUNICIPAL = "municipal", _("Protección municipal")
    CATALOGUE = "catalogo", _("Inscrito en un catálogo")
    OTHER = "otra", _("Otra")


class HeritageZone(models.TextChoices):
    """Operational Guidelines for the World Heritage Convention, paragraphs 99–107."""

    CORE = "nucleo", _("Área inscrita")
    BUFFER = "amortiguamiento", _("Zona de amortiguamiento")


class PublicityLevel(models.TextChoices):
    """Ley General de Transparencia y Acceso a la Información Pública: reserved and confidential information."""

    PUBLIC = "publico", _("Público")
    RESERVED = "reservado", _("Reservado")
    CONFIDENTIAL = "confidencial", _("Confidencial")
