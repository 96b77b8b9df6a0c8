"""Monuments near a point, by what the public may know of where they stand."""

import math
from dataclasses import dataclass

from django.urls import reverse

from acervo.base.publicity import public
from observatorio.models import Monument

from .map_data import DECIMALS
from .public_version import where_public

EARTH_M = 6_371_008.8  # mean radius (IUGG)
METRES_IN_DEGREE = 111_320.0
RADIUS_M, MOST = 1000, 8


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A public monument and its distance in metres, rounded as our coordinates allow."""

    code: str
    name: str
    latitude: float
    longitude: float
    metres: int

    @property
    def url(self) -> str:
        return reverse("monuments:monument", args=[self.code])


def distance_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Metres along the great circle between two points in degrees (haversine formula)."""
    one, other = math.radians(latitude), math.radians(other_latitude)
    half_high = math.sin((other - one) / 2) ** 2
    half_wide = math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(half_high + math.cos(one) * math.cos(other) * half_wide))


def nearby(latitude: float, longitude: float, *, but: int, within_m: float = RADIUS_M, most: int = MOST) -> list[Neighbour]:  # fmt: skip
    """The `most` nearest public monuments to a point, without the monument `but` (a primary key). One query, which
    reads only a box around the point."""
    high = within_m / METRES_IN_DEGREE
    wide = high / max(math.cos(math.radians(latitude)), 0.01)
    monuments = where_public(public(Monument.objects.exclude(pk=but)), "coordinates").filter(
        latitude__range=(latitude - high, latitude + high), longitude__range=(longitude - wide, longitude + wide)
    )
    found = []
    for code, name, lat, lon in monuments.order_by().values_list("code", "name", "latitude", "longitude"):
        metres = distance_m(latitude, longitude, lat, lon)
        if metres <= within_m:
            found.append((metres, Neighbour(code, name, round(lat, DECIMALS), round(lon, DECIMALS), _rounded(metres))))
    found.sort(key=lambda pair: (pair[0], pair[1].code))
    return [neighbour for _metres, neighbour in found[:most]]


def _rounded(metres: float) -> int:
    """To five metres below two hundred, to ten above: finer would promise what the points do not hold."""
    step = 5 if metres < 200 else 10
    return max(step, round(metres / step) * step)
