"""The open formats of the inventory, whole and one record: name, type, and how each is written. Always in Spanish."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from acervo.base.downloads import Written, pieces
from observatorio.models import Monument
from observatorio.services.public_version import PublicMonument

from . import about, geojson, kml, linked_art, rows, schema_org, sheets
from .stream import all_monuments, public_monuments


@dataclass(frozen=True, slots=True)
class Format:
    """`whole(monuments, day)` and `one(monument, day)` give text in pieces, or an open file."""

    name: str  # the end of the file's name
    content_type: str
    whole: Callable[[QuerySet[Monument], dt.date], Written]
    one: Callable[[PublicMonument, dt.date], Written]


def _rows(monuments: Iterable[PublicMonument], day: dt.date) -> Iterator[dict[str, Any]]:
    return (rows.public_row(monument, day=day) for monument in monuments)


def _document(data: dict[str, Any]) -> Iterator[str]:
    return iter([json.dumps(data, ensure_ascii=False, indent=1) + "\n"])


def _feature(monument: PublicMonument, day: dt.date) -> Iterator[str]:
    return _document({**geojson.feature(monument), "license": about.LICENCE_URL, "date": day.isoformat()})


FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format(
            "csv", "text/csv; charset=utf-8; header=present",
            lambda monuments, day: sheets.csv(_rows(public_monuments(monuments), day)),
            lambda monument, day: sheets.csv(_rows([monument], day)),
        ),
        Format(
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            lambda monuments, day: sheets.xlsx(_rows(public_monuments(monuments), day), day=day),
            lambda monument, day: sheets.xlsx(_rows([monument], day), day=day),
        ),
        Format(
            "geojson", "application/geo+json",
            lambda monuments, day: geojson.lines(public_monuments(monuments), day=day, bbox=geojson.box(monuments)),
            _feature,
        ),
        Format(
            "jsonld", "application/ld+json",
            lambda monuments, day: schema_org.lines(public_monuments(monuments), day=day),
            lambda monument, day: _document(schema_org.document(monument, day=day)),
        ),
        Format(
            "linked-art.json", 'application/ld+json; profile="https://linked.art/ns/v1/linked-art.json"',
            lambda monuments, day: linked_art.lines(public_monuments(monuments), day=day),
            lambda monument, day: _document(linked_art.document(monument, day=day)),
        ),
        Format(
            "kml", "application/vnd.google-earth.kml+xml",
            lambda monuments, day: kml.lines(public_monuments(monuments), day=day),
            lambda monument, day: kml.lines([monument], day=day),
        ),
    )
}  # fmt: skip
#: Forms of the copy for staff, with every field; a sheet that can be imported again.
COMPLETE: dict[str, Callable[[Iterable[dict[str, Any]], dt.date], Written]] = {
    "csv": lambda found, day: sheets.csv(found),
    "xlsx": lambda found, day: sheets.xlsx(found, day=day),
}


def whole(form: str, monuments: QuerySet[Monument]) -> Iterator[bytes]:
    """The file in pieces, of the public ones of `monuments`. KeyError for an unknown form."""
    item = FORMATS[form]
    return pieces(lambda: item.whole(monuments, timezone.localdate()))


def one(form: str, monument: PublicMonument) -> Iterator[bytes]:
    """The file of one record in pieces. KeyError for an unknown form."""
    item = FORMATS[form]
    return pieces(lambda: item.one(monument, timezone.localdate()))


def complete(form: str, monuments: QuerySet[Monument]) -> Iterator[bytes]:
    """Every field of every one of `monuments`, published or not: only for those who may see it. KeyError as above."""
    write, day = COMPLETE[form], timezone.localdate()
    found = (rows.complete_row(monument, day=day) for monument in all_monuments(monuments))
    return pieces(lambda: write(found, day))
