"""Coordinates as people write them, in decimal degrees (WGS 84): decimal comma, degrees-minutes-seconds, swapped.

What is certain is converted and told; what is not is refused. Latitudes of Mexico (14.3 to 32.9) and its longitudes
(−118.7 to −86.5) have no number in common, so that a swapped pair and a lost minus sign are certain.
"""

import re
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from django.utils.translation import gettext as _

from acervo.tabular.columns import Said
from acervo.tabular.faults import BadCell

LATITUDES, LONGITUDES = (14.3, 32.9), (-118.7, -86.5)
_SIGNS = str.maketrans({
    "º": "°", "˚": "°", "′": "'", "´": "'", "’": "'", "‘": "'", "`": "'", "ʹ": "'",
    "″": '"', "”": '"', "“": '"', "ʺ": '"', "−": "-", "–": "-",
})  # fmt: skip
_NUMBER = r"\d+(?:[.,]\d+)?"
_DECIMAL = re.compile(rf"([NSEWO])?\s*([+-]?)\s*({_NUMBER})\s*°?\s*([NSEWO])?")
_PLAIN = re.compile(r"-?[0-9]{1,2}\.[0-9]{1,15}|-?1[0-7][0-9]\.[0-9]{1,15}", re.ASCII)
_DMS = re.compile(
    rf"([NSEWO])?\s*([+-]?)\s*(\d{{1,3}})\s*[°d ]\s*({_NUMBER})\s*['m ]?\s*(?:({_NUMBER})\s*(?:\"|s)?)?\s*([NSEWO])?"
)


@dataclass(frozen=True, slots=True)
class Degrees:
    """One coordinate. `axis`: «lat» or «lon» when the cell says it with a letter."""

    value: float
    axis: str = ""
    note: str = ""


def parse_coordinate(text: str) -> tuple[float, str]:
    """Decimal degrees, and a sentence about what was converted (or an empty string). Raises BadCell."""
    found = read(text)
    return found.value, found.note


def read(text: str) -> Degrees:
    if _PLAIN.fullmatch(text):  # nearly all of them
        return Degrees(float(text))
    plain = re.sub(r"\s+", " ", text.translate(_SIGNS).replace("''", '"').upper().strip()).replace("OESTE", "O")
    for word, letter in (("NORTE", "N"), ("SUR", "S"), ("ESTE", "E"), ("LATITUD", ""), ("LONGITUD", "")):
        plain = plain.replace(word, letter)
    plain = plain.strip(" :")
    if found := _DECIMAL.fullmatch(plain):
        number = found[3]
        note = _("se cambió la coma decimal por punto") if "," in number else ""
        return _signed(float(number.replace(",", ".")), found[2], found[1], found[4], text, note)
    if found := _DMS.fullmatch(plain):
        degrees = float(found[3])
        minutes, seconds = (float(part.replace(",", ".")) if part else 0.0 for part in (found[4], found[5]))
        if minutes >= 60 or seconds >= 60:
            raise BadCell(
                _("«%(value)s» tiene minutos o segundos de 60 o más") % {"value": text[:80]},
                _("corríjalos o escriba grados decimales, como 22.7756"),
            )
        value = round(degrees + minutes / 60 + seconds / 3600, 7)
        made = _signed(value, found[2], found[1], found[6], text, "")
        note = _("se convirtió de grados, minutos y segundos: %(value)s") % {"value": made.value}
        return Degrees(made.value, made.axis, note)
    if len(re.findall(_NUMBER, plain)) >= 2 and re.search(r"\d\s*[,;]\s+[+-]?\d|\d\s+-\d", plain):
        raise BadCell(
            _("«%(value)s» trae dos coordenadas en una celda") % {"value": text[:80]},
            _("ponga la latitud y la longitud cada una en su columna"),
        )
    raise BadCell(
        _("«%(value)s» no es una coordenada") % {"value": text[:80]},
        _("escriba grados decimales, como 22.7756 o -102.5721"),
    )


def _signed(value: float, sign: str, before: str | None, after: str | None, text: str, note: str) -> Degrees:
    letters = {letter for letter in (before, after) if letter}
    if len(letters) > 1:
        raise BadCell(_("«%(value)s» nombra dos rumbos") % {"value": text[:80]}, _("deje uno solo: N, S, E u O"))
    letter = letters.pop() if letters else ""
    if value > 180:
        raise BadCell(
            _("«%(value)s» pasa de 180 grados") % {"value": text[:80]}, _("escriba grados decimales, como -102.5721")
        )
    if sign == "-" or letter in ("S", "W", "O"):
        value = -value
    axis = "lat" if letter in ("N", "S") else "lon" if letter else ""
    if letter and not note:
        note = _("se leyó el rumbo «%(letter)s»: %(value)s") % {"letter": letter, "value": value}
    return Degrees(value, axis, note)


def latitude(cell: str) -> Said:
    found = read(cell)
    return {"_latitude": found}, found.note


def longitude(cell: str) -> Said:
    found = read(cell)
    return {"_longitude": found}, found.note


@dataclass(frozen=True, slots=True)
class Point:
    """A pair in its order, and what was mended in it."""

    latitude: float
    longitude: float
    notes: tuple[str, ...] = ()


def pair(latitude: Degrees, longitude: Degrees) -> Point:
    """The point that two cells mean. Raises BadCell when it is not in Mexico; the reason names both values."""
    notes = []
    first, second = latitude.value, longitude.value
    if (latitude.axis == "lon" and longitude.axis != "lon") or (longitude.axis == "lat" and latitude.axis != "lat"):
        swapped = True
    else:
        swapped = not _fits(first, LATITUDES) and _fits(-abs(first), LONGITUDES) and _fits(abs(second), LATITUDES)
    if swapped:
        first, second = second, first
        notes.append(_("latitud y longitud venían intercambiadas"))
    if second > 0 and _fits(-second, LONGITUDES) and "lon" not in (latitude.axis, longitude.axis):
        second = -second
        notes.append(_("a la longitud le faltaba el signo menos"))
    if not _fits(first, LATITUDES) or not _fits(second, LONGITUDES):
        raise BadCell(
            _("el punto %(latitude)s, %(longitude)s está fuera de México") % {"latitude": first, "longitude": second},
            _("revise las cifras: la latitud va de 14.3 a 32.9 y la longitud de -118.7 a -86.5"),
        )
    return Point(first, second, tuple(notes))


def _fits(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def kilometres(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Great-circle distance between two points (latitude, longitude) on a sphere of 6,371 km."""
    lat1, lon1, lat2, lon2 = map(radians, (*first, *second))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * asin(min(1.0, sqrt(half)))
