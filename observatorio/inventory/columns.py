"""The columns of the inventory's spreadsheets: headers, what they mean, and how other offices call them.

Exports write the same headers (`header`, in this order) and `sheet.cells_of` the cells, so that what is exported can be
imported again and changes nothing. Names that begin with «_» among the values are no attributes of a monument: the
importer turns them into some (years, coordinates) or keeps them with the statement (source, key).
"""

from django.utils.translation import gettext_lazy as _

from acervo.tabular.columns import Column

from . import cells, coordinates, periods, places, terms
from .fields import BY_ATTRIBUTE

#: What our own exports add after these columns about themselves: accepted, and not imported.
EXPORT_ONLY = ("pagina_web", "licencia", "fecha_de_los_datos")
KEY, TITLE, URL, DATED, RETIRED = "_key", "_title", "_url", "_dated", "_retired"


def _state(cell: str):
    key, note = places.state(cell)
    return {"state": key}, note


def _municipality(cell: str):
    return {"_municipality": cells.fitting(cell, 100)}, ""


def _institutions(cell: str):
    """Read by the importer, which knows the institutions of the database."""
    return {"_institutions": cell}, ""


def _site(cell: str):
    return {"_site": cell}, ""


def _help(attribute: str):
    return BY_ATTRIBUTE[attribute].standard


COLUMNS: tuple[Column, ...] = (
    Column(name="codigo", header="codigo", label=_("Clave del inventario"), attributes=(), unique=True, memo=False,
           parse=cells.pattern("code", r"[A-Z]{2,5}-[0-9]{3,6}", sample="ZAC-0001", what=_("una clave de este inventario")),
           help=_("La de este inventario, como sale en sus exportaciones; vacía si el inmueble es nuevo."),
           synonyms=("code", "clave_inventario", "clave_del_inventario"), sample="ZAC-0001"),
    Column(name="numero_inventario", header="numero_inventario", label=_("Número de inventario de la institución"),
           parse=cells.other(KEY, 60), filled=True, unique=True, memo=False,
           help=_("La clave con la que la institución conoce al inmueble."),
           synonyms=("no_inventario", "num_inventario", "numero_de_inventario", "no_de_inventario", "n_inventario",
                     "inventario", "folio", "id", "no_ficha", "numero"), sample="JPM-0123"),
    Column(name="clave", header="clave", label=_("Ficha INAH"), attributes=("inah_key",), unique=True, memo=False,
           parse=cells.pattern("inah_key", r"[A-Z]-[0-9]{2}-[0-9]{5}", sample="I-32-00576", what=_("una ficha del INAH")),
           help=_help("inah_key"), synonyms=("ficha_inah", "clave_inah", "ficha", "ficha_nacional"), sample="I-32-00576"),
    Column(name="folio_real", header="folio_real", label=_("Folio real"), attributes=("real_folio",), memo=False,
           parse=cells.text("real_folio"), help=_help("real_folio")),
    Column(name="clave_inbal", header="clave_inbal", label=_("Clave INBAL"), attributes=("inbal_key",), memo=False,
           parse=cells.text("inbal_key"), help=_help("inbal_key"), synonyms=("ficha_inbal", "clave_inba")),
    Column(name="clave_junta", header="clave_junta", label=_("Clave de la Junta de Monumentos"), memo=False,
           attributes=("junta_key",), parse=cells.text("junta_key"), help=_help("junta_key")),
    Column(name="clave_catastral", header="clave_catastral", label=_("Clave catastral"), attributes=("cadastral_key",),
           memo=False, parse=cells.text("cadastral_key"), help=_help("cadastral_key"), synonyms=("catastro",)),
    Column(name="wikidata", header="wikidata", label=_("Wikidata"), attributes=("wikidata",), memo=False,
           parse=cells.pattern("wikidata", r"Q[1-9][0-9]*", sample="Q42", what=_("un identificador de Wikidata")),
           help=_("Q seguido de números.")),
    Column(name="nombre", header="nombre", label=_("Nombre del inmueble"), attributes=("name",), needed=True, filled=True,
           memo=False, parse=cells.name, help=_("El nombre con el que se le conoce hoy."),
           synonyms=("nombre_del_inmueble", "inmueble", "denominacion", "monumento", "nombre_inmueble", "name"),
           sample="Templo de Santo Domingo"),
    Column(name="nombre_original", header="nombre_original", label=_("Nombre original"), attributes=("original_name",),
           memo=False, parse=cells.text("original_name")),
    Column(name="otros_nombres", header="otros_nombres", label=_("Otros nombres"), attributes=("other_names",),
           memo=False, parse=cells.listed("other_names", commas=True), help=_("Separados por |."),
           synonyms=("otro_nombre", "alias", "nombres_tradicionales", "tambien_conocido_como"),
           sample="Templo de la Compañía de Jesús|Templo de la Inmaculada"),
    Column(name="clasificacion", header="clasificacion", label=_("Clasificación"), attributes=("classification",),
           needed=True, filled=True, parse=terms.classification, help=_help("classification"),
           synonyms=("clasif", "genero", "genero_arquitectonico", "categoria"), sample="Arquitectura religiosa"),
    Column(name="tipo", header="tipo", label=_("Tipo"), attributes=("monument_type",), parse=cells.text("monument_type"),
           help=_help("monument_type"), synonyms=("tipo_de_inmueble", "tipologia")),
    Column(name="uso_original", header="uso_original", label=_("Uso original"), attributes=("original_use",),
           parse=cells.text("original_use"), help=_help("original_use"), synonyms=("uso_orig", "uso_inicial"),
           sample="Templo jesuita"),
    Column(name="uso_actual", header="uso_actual", label=_("Usos actuales"), attributes=("current_uses",),
           parse=cells.listed("current_uses"), help=_("Separados por |; el primero es el principal."),
           synonyms=("usos_actuales", "uso", "uso_act"), sample="Templo"),
    Column(name="clase_uso", header="clase_uso", label=_("Clase de uso"), attributes=("use_category",),
           parse=terms.use_category, synonyms=("clase_de_uso",)),
    Column(name="siglo", header="siglo", label=_("Siglo"), attributes=("century_from", "century_to"),
           parse=periods.century, help=_("En números romanos: XVIII, o XVII-XVIII."),
           synonyms=("epoca", "siglos", "periodo"), sample="XVIII"),
    Column(name="anio_inicio", header="anio_inicio", label=_("Año de inicio"), attributes=("_first",),
           parse=periods.first_year, help=_("Con cuatro cifras; «ca. 1730» si es aproximado."),
           synonyms=("ano_inicio", "ano_de_inicio", "anio_de_inicio", "ano_inicial", "desde"), sample="1746"),
    Column(name="anio_fin", header="anio_fin", label=_("Año de término"), attributes=("_last",), parse=periods.last_year,
           synonyms=("ano_fin", "ano_termino", "ano_de_termino", "anio_termino", "anio_de_termino", "ano_final", "hasta"),
           sample="1750"),
    Column(name="fechamiento", header="fechamiento", label=_("Fechamiento EDTF"), attributes=("dating",),
           parse=periods.edtf, help=_help("dating"), synonyms=("edtf", "fecha", "datacion")),
    Column(name="certeza", header="certeza", label=_("Certeza del fechamiento"), attributes=("certainty",),
           parse=terms.certainty, synonyms=("certeza_fechamiento",)),
    Column(name="vialidad", header="vialidad", label=_("Vialidad"), attributes=("street", "street_type"),
           parse=terms.street, help=_help("street"), synonyms=("calle", "domicilio", "direccion", "ubicacion"),
           sample="Plaza de Santo Domingo"),
    Column(name="tipo_vialidad", header="tipo_vialidad", label=_("Tipo de vialidad"), attributes=(),
           parse=lambda cell: ({"_street_type": terms.street_type(cell)[0]["street_type"]}, ""),
           synonyms=("tipo_de_vialidad",)),
    Column(name="numero", header="numero", label=_("Número exterior"), attributes=("exterior_number",),
           parse=cells.text("exterior_number"), synonyms=("num", "no", "numero_exterior", "no_ext", "num_ext"), sample="s/n"),
    Column(name="numero_interior", header="numero_interior", label=_("Número interior"), attributes=("interior_number",),
           parse=cells.text("interior_number"), synonyms=("no_int", "num_int", "interior_no")),
    Column(name="colonia", header="colonia", label=_("Colonia o asentamiento"), attributes=("settlement",),
           parse=cells.text("settlement"), synonyms=("asentamiento", "barrio", "col", "fraccionamiento"), sample="Centro"),
    Column(name="entre_calles", header="entre_calles", label=_("Entre vialidades"), attributes=("between_streets",),
           parse=cells.text("between_streets"), synonyms=("entre_vialidades",)),
    Column(name="codigo_postal", header="codigo_postal", label=_("Código postal"), attributes=("postal_code",),
           parse=cells.digits("postal_code", 5, _("un código postal")), synonyms=("cp", "c_p"), sample="98000"),
    Column(name="como_llegar", header="como_llegar", label=_("Cómo llegar"), attributes=("address_note",),
           parse=cells.text("address_note"), synonyms=("referencias", "descripcion_ubicacion")),
    Column(name="localidad", header="localidad", label=_("Localidad"), attributes=("locality",),
           parse=cells.text("locality"), synonyms=("loc", "poblacion", "ciudad"), sample="Zacatecas"),
    Column(name="clave_localidad", header="clave_localidad", label=_("Clave de la localidad"), attributes=("locality_key",),
           parse=cells.digits("locality_key", 4, _("una clave de localidad"))),
    Column(name="municipio", header="municipio", label=_("Municipio"), attributes=("municipality",), needed=True,
           filled=True, parse=_municipality, help=_help("municipality"), synonyms=("mpio", "mun", "alcaldia"),
           sample="Zacatecas"),
    Column(name="clave_municipio", header="clave_municipio", label=_("Clave del municipio"), attributes=(),
           parse=cells.digits("municipality_key", 3, _("una clave de municipio")), synonyms=("cve_mun",)),
    Column(name="entidad", header="entidad", label=_("Entidad"), attributes=("state",), needed=True, filled=True,
           parse=_state, help=_help("state"), synonyms=("estado", "edo", "entidad_federativa"), sample="Zacatecas"),
    Column(name="latitud", header="latitud", label=_("Latitud"), attributes=("latitude",), memo=False,
           parse=coordinates.latitude, help=_("Grados decimales (WGS 84)."), synonyms=("lat", "y", "coordenada_y"),
           sample="22.7756"),
    Column(name="longitud", header="longitud", label=_("Longitud"), attributes=("longitude",), memo=False,
           parse=coordinates.longitude, help=_("Grados decimales (WGS 84)."),
           synonyms=("long", "lon", "lng", "x", "coordenada_x"), sample="-102.5721"),
    Column(name="exactitud_m", header="exactitud_m", label=_("Exactitud (m)"), attributes=("accuracy_m",),
           parse=cells.metres, synonyms=("exactitud", "precision")),
    Column(name="fuente_coordenadas", header="fuente_coordenadas", label=_("Fuente de las coordenadas"),
           attributes=("coordinates_source",), parse=cells.text("coordinates_source")),
    Column(name="estilo", header="estilo", label=_("Estilo"), attributes=("style",), parse=cells.text("style")),
    Column(name="autores", header="autores", label=_("Autores"), attributes=("authors",), parse=cells.listed("authors"),
           help=_("Separados por |."), synonyms=("autor", "arquitecto", "constructor")),
    Column(name="sitio_unesco", header="sitio_unesco", label=_("Sitio del Patrimonio Mundial"),
           attributes=("heritage_site",), parse=_site, help=_("La referencia de la UNESCO: 676."),
           synonyms=("unesco", "patrimonio_mundial", "sitio", "sitio_patrimonio_mundial"), sample="676"),
    Column(name="zona_sitio", header="zona_sitio", label=_("Zona del sitio"), attributes=("heritage_zone",),
           parse=terms.zone),
    Column(name="proteccion", header="proteccion", label=_("Protecciones"), attributes=("protections",),
           parse=terms.protections, help=_("Leyes, decretos o listas, separados por |."),
           synonyms=("protecciones", "proteccion_legal", "declaratoria"), sample="LFMZAAH art. 36|Patrimonio Mundial 676"),
    Column(name="instancia", header="instancia", label=_("Instancias"), attributes=("institutions",),
           parse=_institutions, help=_("Las que lo protegen o vigilan, separadas por |."),
           synonyms=("instancias", "dependencia", "dependencias", "institucion", "instituciones"), sample="INAH|UNESCO"),
    Column(name="regimen_propiedad", header="regimen_propiedad", label=_("Régimen de propiedad"), attributes=("ownership",),
           parse=terms.ownership, synonyms=("regimen", "regimen_de_propiedad", "propiedad")),
    Column(name="propietario", header="propietario", label=_("Propietario o poseedor"), attributes=("owner_name",),
           memo=False, parse=cells.text("owner_name"), help=_help("owner_name"), synonyms=("dueno", "poseedor")),
    Column(name="interior", header="interior", label=_("Interior"), attributes=("interior",), memo=False, multiline=True,
           parse=cells.long_text("interior"), help=_("Confidencial salvo que se indique otra cosa.")),
    Column(name="estado_conservacion", header="estado_conservacion", label=_("Estado de conservación"),
           attributes=("condition",), parse=terms.condition, help=_("Bueno, Regular, Malo, Ruinoso o Perdido."),
           synonyms=("edo_de_conservacion", "estado_de_conservacion", "conservacion", "edo_conservacion"), sample="Regular"),
    Column(name="nota_conservacion", header="nota_conservacion", label=_("Nota sobre la conservación"),
           attributes=("condition_note",), memo=False, parse=cells.text("condition_note")),
    Column(name="descripcion", header="descripcion", label=_("Descripción"), attributes=("description",), memo=False,
           multiline=True, parse=cells.long_text("description"), synonyms=("resena", "resumen")),
    Column(name="fuente_url", header="fuente_url", label=_("Dirección de la fuente"), parse=cells.url(URL), memo=False,
           synonyms=("url", "enlace", "liga")),
    Column(name="fuente_titulo", header="fuente_titulo", label=_("Título de la fuente"), parse=cells.other(TITLE, 255),
           memo=False, synonyms=("fuente", "referencia", "fuentes")),
    Column(name="fuente_fecha", header="fuente_fecha", label=_("Fecha de la fuente"), parse=cells.day(DATED),
           synonyms=("fecha_de_la_fuente", "fecha_fuente")),
    Column(name="baja", header="baja", label=_("Baja"), parse=cells.yes(RETIRED),
           help=_("«sí» retira el inmueble del inventario público; no lo borra."), synonyms=("retirar",)),
)  # fmt: skip
