"""The fields of the inventory: one list for the form, the public page, the spreadsheet, the exports, the comparison of
sources, the history, the access by field and the data dictionary."""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from observatorio.models.terms import PublicityLevel


@dataclass(frozen=True, slots=True)
class InventoryField:
    """One field as people speak of it; it may be stored in several attributes of `Monument`.

    `standard` names where the field comes from. `level` is the access when no `FieldRestriction` says otherwise.
    `fixed` fields are always public: without them a monument has no page.
    """

    name: str
    label: Promise
    group: Promise
    attributes: tuple[str, ...]
    standard: str = ""
    level: PublicityLevel = PublicityLevel.PUBLIC
    fixed: bool = False


KEYS, NAMES, USE, ADDRESS = _("Claves"), _("Nombres"), _("Clasificación y uso"), _("Domicilio")
PLACE, DATING, MAKING = _("Ubicación"), _("Fechamiento"), _("Hechura")
PROTECTION, PROPERTY, STATE = _("Protección"), _("Propiedad"), _("Conservación")
MEDIA, ABOUT = _("Fotografías"), _("Descripción y fuentes")

INAH = "INAH, ficha nacional de catálogo"
INEGI = "INEGI, Norma Técnica sobre Domicilios Geográficos (DOF 12/11/2010)"
MIDAS = "MIDAS Heritage"
CRM = "CIDOC CRM"

FIELDS: tuple[InventoryField, ...] = (
    InventoryField("code", _("Clave del inventario"), KEYS, ("code",), fixed=True),
    InventoryField("inah_key", _("Ficha INAH"), KEYS, ("inah_key",), INAH),
    InventoryField("real_folio", _("Folio real"), KEYS, ("real_folio",), "LFMZAAH, art. 21"),
    InventoryField("inbal_key", _("Clave INBAL"), KEYS, ("inbal_key",), "INBAL"),
    InventoryField("junta_key", _("Clave de la Junta de Monumentos"), KEYS, ("junta_key",), "Junta de Monumentos"),
    InventoryField("cadastral_key", _("Clave catastral"), KEYS, ("cadastral_key",), "Catastro",
                   PublicityLevel.CONFIDENTIAL),
    InventoryField("wikidata", _("Wikidata"), KEYS, ("wikidata",), "Wikidata"),
    InventoryField("part_of", _("Forma parte de"), KEYS, ("part_of",), f"{CRM} P46"),
    InventoryField("name", _("Nombre"), NAMES, ("name",), INAH, fixed=True),
    InventoryField("original_name", _("Nombre original"), NAMES, ("original_name",), f"{CRM} E41"),
    InventoryField("other_names", _("Otros nombres"), NAMES, ("other_names",), f"{CRM} E41"),
    InventoryField("classification", _("Clasificación"), USE, ("classification",), INAH, fixed=True),
    InventoryField("monument_type", _("Tipo"), USE, ("monument_type",), f"{MIDAS}, Monument Type"),
    InventoryField("original_use", _("Uso original"), USE, ("original_use",), INAH),
    InventoryField("current_uses", _("Usos actuales"), USE, ("current_uses", "use_category"), INAH),
    InventoryField("state", _("Entidad"), ADDRESS, ("state",), INEGI, fixed=True),
    InventoryField("municipality", _("Municipio"), ADDRESS, ("municipality", "municipality_key"), INEGI, fixed=True),
    InventoryField("locality", _("Localidad"), ADDRESS, ("locality", "locality_key"), INEGI),
    InventoryField("street", _("Calle y número"), ADDRESS,
                   ("street_type", "street", "exterior_number", "interior_number", "between_streets", "address_note"),
                   INEGI),
    InventoryField("settlement", _("Colonia y código postal"), ADDRESS, ("settlement", "postal_code"), INEGI),
    InventoryField("coordinates", _("Coordenadas"), PLACE,
                   ("latitude", "longitude", "accuracy_m", "coordinates_source"), "WGS 84 (EPSG:4326)"),
    InventoryField("century", _("Siglo"), DATING, ("century_from", "century_to"), INAH),
    InventoryField("dating", _("Fechamiento"), DATING, ("dating", "year_from", "year_to", "certainty"),
                   "EDTF (ISO 8601-2:2019)"),
    InventoryField("phases", _("Fases de construcción"), DATING, ("phases",), f"{CRM} E12, E11"),
    InventoryField("style", _("Estilo"), MAKING, ("style",), INAH),
    InventoryField("authors", _("Autores"), MAKING, ("authors",), f"{CRM} P14"),
    InventoryField("fabric", _("Fábrica"), MAKING, ("fabric",), INAH),
    InventoryField("heritage_site", _("Sitio del Patrimonio Mundial"), PROTECTION, ("heritage_site", "heritage_zone"),
                   "UNESCO, Directrices Prácticas"),
    InventoryField("protections", _("Protecciones"), PROTECTION, ("protections",), f"{MIDAS}, Protection Type"),
    InventoryField("institutions", _("Instancias"), PROTECTION, ("institutions",)),
    InventoryField("ownership", _("Régimen de propiedad"), PROPERTY, ("ownership",), INAH),
    InventoryField("owner_name", _("Propietario o poseedor"), PROPERTY, ("owner_name",),
                   "LGTAIP: datos personales", PublicityLevel.CONFIDENTIAL),
    InventoryField("interior", _("Interior"), PROPERTY, ("interior",), INAH, PublicityLevel.CONFIDENTIAL),
    InventoryField("condition", _("Estado de conservación"), STATE, ("condition", "condition_note"), INAH),
    InventoryField("photos", _("Fotografías"), MEDIA, ("photos",)),
    InventoryField("description", _("Descripción"), ABOUT, ("description",), INAH),
    InventoryField("bibliography", _("Bibliografía"), ABOUT, ("bibliography",), INAH),
    InventoryField("records", _("Registros del acervo"), ABOUT, ("records",)),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}
BY_ATTRIBUTE = {attribute: field for field in FIELDS for attribute in field.attributes}
#: Attributes of `Monument` that hold several rows of another table.
CHILDREN = ("phases", "fabric", "protections", "institutions", "photos", "bibliography", "records")
#: What an institution can say of a monument in one cell, and the history keeps as one value.
SAYABLE = tuple(
    attribute
    for field in FIELDS
    for attribute in field.attributes
    if attribute
    not in {"code", "year_from", "year_to", "phases", "fabric", "photos", "bibliography", "records", "part_of"}
)


@cache
def attribute_label(attribute: str) -> Promise | str:
    """The name of one attribute: of the model's field, else of the inventory's field."""
    from observatorio.models import Monument

    try:
        label = Monument._meta.get_field(attribute).verbose_name
    except Exception:  # noqa: BLE001 - a relation has no label of its own
        return BY_ATTRIBUTE[attribute].label
    return BY_ATTRIBUTE[attribute].label if attribute in CHILDREN else label
