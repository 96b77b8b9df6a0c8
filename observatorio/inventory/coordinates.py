"""Coordinates as people write them: decimal degrees with point or comma, or degrees, minutes and seconds."""

import re

from django.utils.translation import gettext as _

_DECIMAL = re.compile(r"^([+\-−]?)\s*(\d{1,3}(?:[.,]\d+)?)\s*°?\s*([NSEOW]?)$", re.IGNORECASE)
_SEXAGESIMAL = re.compile(
    r"""^([NSEOW]?)\s*([+\-−]?)\s*(\d{1,3})\s*(?:°|º|:|\s|g)\s*(\d{1,2}(?:[.,]\d+)?)\s*(?:'|’|′|:|\s|m|$)\s*
    (?:(\d{1,2}(?:[.,]\d+)?)\s*(?:"|”|″|''|’’|′′|s)?)?\s*([NSEOW]?)\.?$""",
    re.IGNORECASE | re.VERBOSE,
)


def parse_coordinate(text: str) -> float:
    """One latitude or longitude in decimal degrees (WGS 84); south and west («S», «O», «W») are negative.

    Raises ValueError with a sentence in Spanish for anything else, and for minutes or seconds of sixty or more.
    """
    plain = " ".join(text.split())
    if found := _DECIMAL.match(plain):
        sign, degrees, side = found.groups()
        return _signed(_number(degrees), sign, side)
    if found := _SEXAGESIMAL.match(plain):
        before, sign, degrees, minutes, seconds, after = found.groups()
        parts = [_number(degrees), _number(minutes), _number(seconds or "0")]
        if parts[1] >= 60 or parts[2] >= 60:
            raise ValueError(_("En «{text}» los minutos y los segundos deben ser menores que 60.").format(text=text))
        return _signed(parts[0] + parts[1] / 60 + parts[2] / 3600, sign, before or after)
    raise ValueError(
        _("«{text}» no es una coordenada. Escriba grados decimales, como 22.7755, o 22°46′31.8″ N.").format(text=text)
    )


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _signed(value: float, sign: str, side: str) -> float:
    west = sign in ("-", "−") or side.upper() in ("S", "O", "W")
    return round(-value if west and value else value, 7)
