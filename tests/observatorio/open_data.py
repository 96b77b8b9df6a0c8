"""A monument with something to recognise in every field, and ways to read what the public surfaces say."""

import datetime as dt
from typing import Any

from observatorio.inventory.fields import FIELDS
from observatorio.models import (
    Citation,
    Fabric,
    FieldRestriction,
    HeritageSite,
    Institution,
    Monument,
    MonumentRecord,
    Phase,
    Photo,
    Protection,
)  # fmt: skip
from tests import factories

GROUND = "LGTAIP, art. 113"
#: Field of the inventory → words of its value that are nowhere else. As people read them, and as files may write them.
MARKS: dict[str, tuple[str, ...]] = {
    "inah_key": ("I-32-07531",),
    "real_folio": ("FR-zapupe",),
    "inbal_key": ("INBAL-zurcido",),
    "junta_key": ("JM-zacatón",),
    "cadastral_key": ("CAT-zarzamora",),
    "wikidata": ("Q7654321",),
    "part_of": ("Conjunto Zopilote", "ZAC-9001"),
    "original_name": ("Zorrillero",),
    "other_names": ("Zumbador",),
    "monument_type": ("zaguán-tipo",),
    "original_use": ("zapatería",),
    "current_uses": ("zoológico",),
    "locality": ("Zóquite", "8642"),
    "street": ("Zenzontle", "km-zeta"),
    "settlement": ("Zafiro", "98765"),
    "coordinates": ("22.71357", "102.51357", "geodesia-zen", "22.713570", "102.513570"),
    "century": ("XVI–XVII", ">XVI<", '"XVI"', ",XVI,"),
    "dating": ("1588/1613", "1588", "1613", "attribuida"),
    "phases": ("zócalo-fase", "1707"),
    "style": ("zigurat",),
    "authors": ("Zacarías",),
    "fabric": ("zinc-azul",),
    "heritage_site": ("Zona Zumaque", "9907"),
    "protections": ("zonificación-77",),
    "institutions": ("ZIRUELA",),
    "ownership": ("ejidal o comunal", '"social"'),
    "owner_name": ("Zenaida",),
    "interior": ("zotehuela",),
    "condition": ("ruinoso", "Ruinoso", "zozobra"),
    "photos": ("zapato-pie", "zapato-alt"),
    "description": ("zarabanda",),
    "bibliography": ("Zavala-libro", "zavala.example"),
    "records": ("Zarzuela", "zinia-nota"),
}
HIDEABLE = [field.name for field in FIELDS if not field.fixed]


def full(site_tree: Any, **fields: Any) -> Monument:
    """A published monument with every mark, everything public: what is confidential by default is opened."""
    whole = Monument.objects.create(
        code="ZAC-9001", name="Conjunto Zopilote", classification="conjunto", state="32", municipality="Zacatecas"
    )
    world, _new = HeritageSite.objects.get_or_create(reference="9907", defaults={"name": "Zona Zumaque", "slug": "zz"})
    values: dict[str, Any] = {
        "code": "ZAC-9002", "name": "Casa de la Tuza", "classification": "domestica", "state": "32",
        "municipality": "Zacatecas", "inah_key": "I-32-07531", "real_folio": "FR-zapupe", "inbal_key": "INBAL-zurcido",
        "junta_key": "JM-zacatón", "cadastral_key": "CAT-zarzamora", "wikidata": "Q7654321", "part_of": whole,
        "original_name": "El Zorrillero", "other_names": ["El Zumbador"], "monument_type": "zaguán-tipo",
        "original_use": "zapatería", "current_uses": ["zoológico"], "use_category": "cultura",
        "locality": "Zóquite", "locality_key": "8642", "street_type": "calle", "street": "Zenzontle",
        "exterior_number": "km-zeta", "settlement": "Zafiro", "postal_code": "98765", "latitude": 22.71357,
        "longitude": -102.51357, "accuracy_m": 5, "coordinates_source": "geodesia-zen", "century_from": 16,
        "century_to": 17, "dating": "1588/1613", "certainty": "documentada", "style": "zigurat",
        "authors": ["Zacarías (alarife)"], "heritage_site": world, "heritage_zone": "nucleo", "ownership": "social",
        "owner_name": "Zenaida", "interior": "zotehuela", "condition": "ruinoso", "condition_note": "zozobra",
        "description": "Una zarabanda de piedra.",
    }  # fmt: skip
    made = Monument.objects.create(**{**values, **fields})
    Phase.objects.create(monument=made, date="1707", description="zócalo-fase")
    Fabric.objects.create(monument=made, element="muros", material="zinc-azul")
    Protection.objects.create(monument=made, kind="municipal", name="zonificación-77")
    Citation.objects.create(monument=made, text="Zavala-libro", url="https://zavala.example/")
    record = factories.record(site_tree.collection, "La Zarzuela")
    MonumentRecord.objects.create(monument=made, record=record, note="zinia-nota")
    Photo.objects.create(monument=made, image=image(), alt_text="zapato-alt", caption="zapato-pie")
    made.institutions.add(Institution.objects.get_or_create(code="ziruela", abbreviation="ZIRUELA", name="ZIRUELA")[0])
    for name in ("cadastral_key", "owner_name", "interior"):
        FieldRestriction.objects.create(monument=made, field=name, level="publico")
    made.save()
    return Monument.objects.get(pk=made.pk)


def image() -> Any:
    from wagtail.images.tests.utils import get_test_image_file

    from documents.models import ArchiveImage

    return ArchiveImage.objects.create(title="foto", file=get_test_image_file())


def hide(monument: Monument, field: str, *, level: str = "confidencial", until: dt.date | None = None) -> None:
    FieldRestriction.objects.update_or_create(
        monument=monument, field=field, defaults={"level": level, "ground": GROUND, "until": until}
    )
    restriction = FieldRestriction.objects.get(monument=monument, field=field)
    restriction.save()


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")
