"""The points of the inventory for the map: compact, in few queries, without models, and only what the public may see.

Coordinates in decimal degrees (WGS 84), rounded to five decimals: about one metre, finer than any of our sources.
"""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.urls import reverse

from acervo.base.publicity import public
from acervo.base.text import fold
from observatorio.inventory.values import century_label
from observatorio.models import Classification, Condition, HeritageSite, Monument, StreetType

from .inventory_filters import Filters, apply, ordered
from .public_version import where_public
from .restrictions import withheld

DECIMALS = 5
#: What the data say of each point, in this order; the first five are numbers and the rest may be missing.
COLUMNS = ("code", "name", "latitude", "longitude", "classification", "condition", "century", "address")
_READ = ("pk", "code", "name", "latitude", "longitude", "classification", "condition", "century_from", "century_to",
         "street_type", "street", "exterior_number", "municipality")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    code: str
    name: str
    latitude: float
    longitude: float
    classification: str
    condition: str
    century: str
    address: str

    @property
    def url(self) -> str:
        return reverse("monuments:monument", args=[self.code])


def points(filters: Filters) -> list[Point]:
    """The monuments that answer the filters and whose coordinates are public, in the order asked for."""
    monuments = where_public(apply(Monument.objects.all(), filters), "coordinates")
    rows = ordered(monuments.exclude(latitude=None).exclude(longitude=None), filters.order).values_list(*_READ)
    hidden = withheld("street", "condition", "century")
    kinds = {value: str(label) for value, label in StreetType.choices if value != StreetType.OTHER}
    found = []
    for pk, code, name, latitude, longitude, classification, condition, first, last, kind, street, number, town in rows:
        without = hidden.get(pk, ())
        line = "" if "street" in without else " ".join(filter(None, (kinds.get(kind, ""), street, number)))
        found.append(
            Point(
                code, name, round(latitude, DECIMALS), round(longitude, DECIMALS), classification,
                "" if "condition" in without else condition,
                "" if "century" in without else century_label(first, last),
                f"{line}, {town}" if line else town,
            )
        )  # fmt: skip
    return found


def document(found: list[Point]) -> bytes:
    """The data as JSON: names of the columns and of the codes, and one array for each point."""
    classes = {value: number for number, value in enumerate(Classification.values)}
    conditions = {value: number for number, value in enumerate(Condition.values)}
    rows: list[list[Any]] = [
        [point.code, point.name, point.latitude, point.longitude, classes.get(point.classification, -1),
         conditions.get(point.condition, -1), point.century, point.address]
        for point in found
    ]  # fmt: skip
    data = {
        "columns": COLUMNS,
        "classifications": [str(label) for label in Classification.labels],
        "conditions": list(zip(conditions, map(str, Condition.labels), strict=True)),
        "outlines": outlines(),
        "page": reverse("monuments:monument", args=["CLAVE"]),
        "rows": rows,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def outlines() -> list[dict[str, Any]]:
    """The outlines of heritage sites that have one, as GeoJSON features."""
    sites = HeritageSite.objects.exclude(outline=None).values_list("name", "outline")
    return [{"type": "Feature", "properties": {"name": name}, "geometry": outline} for name, outline in sites]


def etag(body: bytes) -> str:
    """Of what is said, so that a reservation that ended today makes other data without anything having been saved."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def last_modified() -> dt.datetime | None:
    """When a public monument was last saved."""
    return public(Monument.objects.all()).aggregate(last=Max("updated_at"))["last"]


def street_names(found: list[Point]) -> list[tuple[str, float, float]]:
    """Streets with three points or more, each with the middle of them: for orientation on a map without tiles."""
    by_street: dict[str, list[Point]] = {}
    for point in found:
        street, comma, _town = point.address.rpartition(", ")
        name = street.rstrip("0123456789 ") if comma else ""
        if name and not fold(name).endswith(" s/n"):
            by_street.setdefault(name, []).append(point)
    return [
        (name, sum(p.latitude for p in here) / len(here), sum(p.longitude for p in here) / len(here))
        for name, here in by_street.items()
        if len(here) >= 3
    ]
