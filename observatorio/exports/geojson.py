"""GeoJSON (RFC 7946): a FeatureCollection in WGS 84, longitude first, with the box of all points."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Max, Min, QuerySet

from acervo.base.publicity import public
from observatorio.models import Monument
from observatorio.services.public_version import PublicMonument, where_public

from . import about
from .data import public_data


def box(monuments: QuerySet[Monument]) -> list[float] | None:
    """West, south, east, north of the points that the public may see; None when there is none. One query."""
    seen = where_public(public(monuments), "coordinates").exclude(latitude=None).exclude(longitude=None)
    found = seen.order_by().aggregate(w=Min("longitude"), s=Min("latitude"), e=Max("longitude"), n=Max("latitude"))
    return None if found["w"] is None else [found["w"], found["s"], found["e"], found["n"]]


def feature(monument: PublicMonument) -> dict[str, Any]:
    """A Feature; without geometry where the place is not known, or not public."""
    data = public_data(monument)
    place = data.get("coordinates")
    geometry = {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]} if place else None
    return {"type": "Feature", "id": monument.code, "geometry": geometry, "properties": data}


def lines(monuments: Iterable[PublicMonument], *, day: dt.date, bbox: list[float] | None) -> Iterator[str]:
    """The collection, a feature a line. Licence and date are foreign members, which RFC 7946 allows (section 6.1)."""
    head: dict[str, Any] = {
        "type": "FeatureCollection",
        "name": about.title(),
        "license": about.LICENCE_URL,
        "date": day.isoformat(),
        "url": about.home_url(),
    }
    if bbox:
        head["bbox"] = bbox
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "features": ['
    separator = "\n"
    for monument in monuments:
        yield separator + json.dumps(feature(monument), ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"
