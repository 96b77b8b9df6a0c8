"""Everything that the public page of a monument shows, in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from acervo.base.publicity import public
from documents.models import RecordPage
from documents.services.structured_data import as_script_text
from observatorio.exports import schema_org
from observatorio.inventory.fields import BY_ATTRIBUTE, SAYABLE, attribute_label
from observatorio.inventory.values import shown, value_of
from observatorio.models import Inspection, Intervention, Monument, MonumentRecord, Protection, SourceRecord

from .comparison import contradicts
from .inspections import public_inspections
from .inventory_listing import THUMBNAIL, THUMBNAIL_LARGE, public_photos
from .map_data import Point
from .nearby import Neighbour, nearby
from .outline_map import Drawing, draw
from .public_version import Hidden, PublicMonument, where_public
from .timeline import timeline
from .works import PublicWork

HERO, HERO_LARGE = "width-720|format-webp", "width-1440|format-webp"
MOST_VISITS = 20
#: The field whose restriction also hides the key under which an institution keeps the monument.
_KEY_FIELDS = {"inah": "inah_key", "inbal": "inbal_key", "junta": "junta_key"}


def readable() -> QuerySet[Monument]:
    """The public monuments, with what their page reads of them; records of the archive only as far as they are public."""
    records = public(RecordPage.objects.all()).order_by()
    gazette = Exists(records.filter(pk=OuterRef("gazette")))
    return (
        public(Monument.objects.all())
        .select_related("heritage_site", "part_of")
        .annotate(ensemble_open=Exists(public(Monument.objects.filter(pk=OuterRef("part_of")))))
        .prefetch_related(
            "restrictions", "phases", "fabric", "institutions", "bibliography",
            Prefetch("records", MonumentRecord.objects.filter(record__in=records.values("pk")).select_related("record__locale")),
            Prefetch("protections", Protection.objects.select_related("authority", "gazette__locale").annotate(gazette_open=gazette)),
            Prefetch("source_records", queryset=SourceRecord.objects.select_related("institution")),
            public_photos(HERO, HERO_LARGE, THUMBNAIL, THUMBNAIL_LARGE),
        )
    )  # fmt: skip


def _close(monument: Monument) -> None:
    """Let go of what it points to and the public may not see: its ensemble, the gazette of a protection."""
    if not getattr(monument, "ensemble_open", False):
        monument.part_of = None
    for protection in monument.protections.all():
        if not getattr(protection, "gazette_open", False):
            protection.gazette = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one institution says of one field."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A row of the table of sources: `cells` stand under the institutions, None where one is silent."""

    label: str
    adopted: str
    cells: list[Cell | None]

    @property
    def differs(self) -> bool:
        return any(cell and cell.differs for cell in self.cells)


def context_of(monument: Monument) -> dict[str, Any]:
    """The context of `observatorio/monument.html`, but for what depends on the request. `monument`: of `readable`."""
    _close(monument)
    seen = PublicMonument(monument)
    works = _works(monument)
    rows = public(Inspection.objects.filter(monument=monument)).only("date", "condition", "risk", "next_due")
    visits = list(public_inspections(seen, rows[:MOST_VISITS]))
    neighbours = nearby(seen.latitude, seen.longitude, but=monument.pk) if seen.latitude is not None else []
    photos = seen.photos
    return {
        "monument": seen,
        "photo": photos[0] if photos else None,
        "photos": photos[1:],
        "address": _address(seen),
        "works": works,
        "visits": visits,
        "shows_condition": "condition" not in seen.hidden,
        "timeline": timeline(seen, works, visits),
        "protections": [(item, item.gazette) for item in seen.protections],
        "records": [(item, item.record) for item in seen.records],
        "sources": _sources(monument, seen),
        "said": _said(monument, seen),
        "nearby": neighbours,
        "drawing": _drawing(seen, neighbours),
        "part_of": seen.part_of,
        "parts": _parts(monument),
        "withheld": _withheld(seen),
        "json_ld": as_script_text(schema_org.document(seen, day=timezone.localdate())),
    }


def _works(monument: Monument) -> list[PublicWork]:
    works = list(public(Intervention.objects.filter(monument=monument)).select_related("authority"))
    for work in works:
        work.monument = monument  # with its restrictions, already read
    return [PublicWork(work) for work in works]


def _address(seen: PublicMonument) -> str:
    """On one line, as INEGI's norm orders it: street and number, settlement, postal code, municipality, state."""
    settlement = ", ".join(filter(None, [seen.settlement, seen.postal_code]))
    return ", ".join(filter(None, [seen.street_line, settlement, seen.place]))


def _sources(monument: Monument, seen: PublicMonument) -> list[dict[str, Any]]:
    """The institutions that say something of it, each with its last record: key and date."""
    last: dict[int, SourceRecord] = {}
    for record in sorted(monument.source_records.all(), key=lambda item: (item.received_at, item.pk)):
        last[record.institution_id] = record
    found = sorted(last.values(), key=lambda record: str(record.institution))
    return [
        {
            "institution": record.institution,
            "key": record.key if _KEY_FIELDS.get(record.institution.code, "") not in seen.hidden else "",
            "date": record.stated_on,
            "title": record.title,
            "url": record.url,
        }
        for record in found
    ]


def _said(monument: Monument, seen: PublicMonument) -> list[Said]:
    """What the sources say, field by field, for the fields that the public may see."""
    institutions = sorted({record.institution for record in monument.source_records.all()}, key=str)
    if not institutions:
        return []
    names = {item.code: item.abbreviation for item in [*institutions, *monument.institutions.all()]}
    last_words: dict[tuple[int, str], Any] = {}
    for record in sorted(monument.source_records.all(), key=lambda item: (item.received_at, item.pk)):
        last_words |= {(record.institution_id, attribute): value for attribute, value in record.values.items()}
    rows = []
    for attribute in SAYABLE:
        if BY_ATTRIBUTE[attribute].name in seen.hidden:
            continue
        adopted = value_of(monument, attribute)
        said = (last_words.get((institution.pk, attribute)) for institution in institutions)
        cells = [
            None if value in ("", None, []) else Cell(_text(attribute, value, names), contradicts(attribute, value, adopted))
            for value in said
        ]  # fmt: skip
        if any(cells):
            rows.append(Said(str(attribute_label(attribute)), _text(attribute, adopted, names), cells))
    return rows


def _text(attribute: str, value: Any, names: dict[str, str]) -> str:
    """`values.shown` without its look-ups, so that many values cost no query each."""
    if attribute == "institutions":
        return ", ".join(names.get(code, str(code).upper()) for code in value or [])
    if attribute == "heritage_site":
        return str(value or "")
    return shown(attribute, value)


def _drawing(seen: PublicMonument, neighbours: list[Neighbour]) -> Drawing | None:
    if seen.latitude is None:
        return None
    here = Point(seen.code, seen.name, seen.latitude, seen.longitude, "", "", "", "")
    others = [Point(n.code, n.name, n.latitude, n.longitude, "", "", "", "") for n in neighbours]
    return draw([here, *others], [], accuracy_m=seen.accuracy_m or 0.0, apart=True)


def _parts(monument: Monument) -> list[tuple[str, str]]:
    """Code and name of the public monuments that say that they are part of this one."""
    parts = where_public(public(Monument.objects.filter(part_of=monument)), "part_of")
    return list(parts.order_by("name").values_list("code", "name"))


def _withheld(seen: PublicMonument) -> list[Hidden]:
    """The fields that are kept from the public, the ones with a ground of their own first."""
    return sorted(seen.hidden.values(), key=lambda item: not item.ground)
