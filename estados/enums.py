"""The closed vocabularies of the states' exercise; terms of the source, or of the OGP where it has one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """The two groups in which the states joined, as the national tables call them."""

    G15 = "G15", _("G15")
    G16 = "G16", _("G16")


class Step(models.IntegerChoices):
    """The six steps of the local co-creation method."""

    DECLARATION = 1, _("Declaración Conjunta")
    AWARENESS = 2, _("Sensibilización")
    SECRETARIAT = 3, _("Secretariado Técnico Local")
    TABLES = 4, _("Mesas participativas")
    PLAN = 5, _("Lanzamiento e implementación del plan")
    FOLLOW_UP = 6, _("Seguimiento y evaluación")


class StepStatus(models.TextChoices):
    """What is said of a step. «Done» without a dated proof counts as declared (`services.steps.status_of`)."""

    NO_INFORMATION = "sin-informacion", _("Sin información")
    NOT_STARTED = "no-iniciado", _("No iniciado")
    UNDER_WAY = "en-marcha", _("En marcha")
    DECLARED = "declarado", _("Declarado")
    DONE = "hecho", _("Hecho")


class Sector(models.TextChoices):
    PUBLIC = "publica", _("Entidad pública")
    OVERSIGHT = "garante", _("Organismo garante")
    SOCIETY = "sociedad", _("Sociedad civil")
    PRIVATE = "privada", _("Iniciativa privada")
    ACADEMIA = "academia", _("Academia")


class Seat(models.TextChoices):
    TITULAR = "titular", _("Titular")
    SUBSTITUTE = "suplente", _("Suplente")


class Completion(models.TextChoices):
    """How far a commitment has come: the completion levels of the OGP's Independent Reporting Mechanism, and withdrawn."""

    NOT_STARTED = "no-iniciado", _("No iniciado")
    LIMITED = "limitado", _("Avance limitado")
    SUBSTANTIAL = "sustancial", _("Avance sustancial")
    COMPLETE = "cumplido", _("Cumplido")
    WITHDRAWN = "retirado", _("Retirado")


class MilestoneStatus(models.TextChoices):
    NOT_STARTED = "no-iniciado", _("No iniciado")
    UNDER_WAY = "en-marcha", _("En marcha")
    DONE = "hecho", _("Hecho")
    CANCELLED = "cancelado", _("Cancelado")


class Voice(models.TextChoices):
    """Who reports on a commitment; their verdicts stand side by side and are never averaged."""

    GOVERNMENT = "gobierno", _("Gobierno")
    SOCIETY = "sociedad", _("Sociedad civil")
    OVERSIGHT = "garante", _("Organismo garante")


class Freshness(models.TextChoices):
    """How old the last report of a voice is (`services.aging`)."""

    FRESH = "al-dia", _("Al día")
    STALE = "sin-reciente", _("Sin informe reciente")
    NONE = "sin-informacion", _("Sin información")


class OgpValue(models.TextChoices):
    """The values of the Open Government Partnership that a commitment may serve."""

    ACCESS = "acceso", _("Acceso a la información")
    PARTICIPATION = "participacion", _("Participación ciudadana")
    ACCOUNTABILITY = "rendicion", _("Rendición pública de cuentas")
    TECHNOLOGY = "tecnologia", _("Tecnología e innovación para la apertura")


class DueKind(models.TextChoices):
    """The dates that follow by themselves from the launch of a plan (services.deadlines)."""

    MONITORING = "monitoreo", _("Monitoreo a los seis meses")
    EVALUATION = "evaluacion", _("Evaluación al año")
    END = "vigencia", _("Fin de la vigencia")


class QuestionKind(models.TextChoices):
    QUESTION = "pregunta", _("Pregunta")
    COMMENT = "comentario", _("Comentario")


class QuestionStatus(models.TextChoices):
    PENDING = "pendiente", _("Por revisar")
    PUBLISHED = "publicada", _("Publicada")
    REJECTED = "rechazada", _("No publicada")


class LetterTo(models.TextChoices):
    OFFICE = "area", _("Al área que responde")
    PERSON = "persona", _("A quien preguntó")


class LetterState(models.TextChoices):
    """Whether somebody was told by mail; the question and its answer are stored in any case."""

    PENDING = "pendiente", _("Aviso por enviar")
    SENDING = "enviando", _("Aviso en camino")
    SENT = "enviado", _("Aviso enviado")
    FAILED = "fallido", _("No se pudo enviar el aviso")
    NOBODY = "sin-destinatario", _("Sin destinatario")


class Mark(models.TextChoices):
    """What a cell of a national table says. Empty: the column is missing or cannot be read."""

    YES = "si", _("Sí")
    NO = "no", _("No")
    UNMARKED = "sin-marca", _("Sin marca")
    PENDING = "por-definir", _("Por definir")


class CutKind(models.TextChoices):
    """How sure the date of a statement is."""

    EXPLICIT = "explicita", _("Fecha dicha por la fuente")
    INFERRED = "inferida", _("Fecha deducida del contenido")
    YEAR = "anio", _("Solo se conoce el año")
    UNKNOWN = "desconocida", _("Sin fecha")


class DenominatorKind(models.TextChoices):
    POPULATION = "poblacion", _("Población (habitantes)")
    PRODUCT = "pib", _("Producto interno bruto estatal (pesos corrientes)")
    PRICES = "inpc", _("Índice nacional de precios (promedio del año)")
