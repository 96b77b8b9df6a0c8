"""Centuries, years and dates as catalogues write them: «s. XVIII», «fines s. XVIII», «ca. 1805», «1886-89».

Years of beginning and end become one EDTF date (ISO 8601-2): 1731 and 1752 are `1731/1752`; with only the first year the
end is unknown (`1731/`), with only the last one the beginning is (`/1752`); an approximate year ends in `~`.
"""

import datetime as dt
import re
from functools import lru_cache

from django.utils.translation import gettext as _

from acervo.base import dates
from acervo.base.text import fold
from acervo.tabular.columns import Said
from acervo.tabular.faults import BadCell

from .derived import century_of, years
from .values import ROMAN

_NUMBERS = {numeral.lower(): number for number, numeral in enumerate(ROMAN) if numeral}
_PLAIN = re.compile(r"[IVX]+(?:-[IVX]+)?")
_QUALIFIERS = re.compile(
    r"\b(?:finales|fines|fin|mediados|medio|principios|principio|inicios|inicio|comienzos|primera mitad|segunda mitad|"
    r"primer tercio|segundo tercio|ultimo tercio|primer cuarto|ultimo cuarto|segundo cuarto|tercer cuarto|hacia|ca|h)\b\.?"
)
_WORDS = re.compile(r"\b(?:siglos?|sig|ss?|de|del|el|la|los|d\.? ?c)\b\.?|\bs\.?(?=[ivx])")

#: (year, whether it is approximate, last year of a range written in one cell)
Year = tuple[int, bool, int | None]
EARLIEST = 100


def century(cell: str) -> Said:
    """`century_from` and `century_to` from XVIII, XVI-XVIII, «s. XVIII», «Siglo XVI», 19, 1750…"""
    plain = fold(cell)
    qualified = bool(_QUALIFIERS.search(plain))
    left = _WORDS.sub(" ", _QUALIFIERS.sub(" ", plain))
    parts = [part for part in re.split(r"[-–—/,]|\ba\b|\by\b|\bal\b|\be\b", left) if part.strip()]
    numbers = [_century(part.strip(" .")) for part in parts]
    if not numbers or None in numbers or len(numbers) > 6:
        raise BadCell(
            _("«%(value)s» no es un siglo") % {"value": cell[:80]},
            _("escriba XVI, XVII, XVIII, XIX, XX o XXI, o un intervalo como XVII-XVIII"),
        )
    found = [number for number in numbers if number is not None]
    first, last = found[0], found[-1]
    if last < first:
        raise BadCell(
            _("«%(value)s» termina antes de empezar") % {"value": cell[:80]},
            _("escriba primero el siglo más antiguo, como XVII-XVIII"),
        )
    said = {"century_from": first, "century_to": last}
    label = ROMAN[first] if first == last else f"{ROMAN[first]}-{ROMAN[last]}"
    if _PLAIN.fullmatch(cell):
        return said, ""
    if qualified:
        return said, _("«%(value)s» se guarda como %(label)s; el matiz no se conserva") % {
            "value": cell,
            "label": label,
        }
    return said, _("«%(value)s» se guarda como %(label)s") % {"value": cell, "label": label}


def _century(part: str) -> int | None:
    if part in _NUMBERS:
        return _NUMBERS[part]
    if re.fullmatch(r"[0-9]{1,2}", part) and 1 <= int(part) <= 21:
        return int(part)
    if re.fullmatch(r"[0-9]{4}", part) and 1 <= century_of(int(part)) <= 21:
        return century_of(int(part))
    return None


_ABOUT = r"(?:ca|c|circa|h|hacia|aprox|aproximadamente|alrededor de|cerca de|~)"


def year(cell: str) -> tuple[Year, str]:
    """A year, with what was made of «ca. 1805», «1886-89» or «01/01/1870»."""
    if cell.isascii() and cell.isdigit() and len(cell) in (3, 4):
        return (_possible(int(cell), cell), False, None), ""
    plain = fold(cell)
    if found := re.fullmatch(rf"{_ABOUT}\.?\s*(\d{{3,4}})", plain) or re.fullmatch(
        rf"(\d{{3,4}})\s*(?:\?|{_ABOUT}\.?)", plain
    ):
        number = _possible(int(found[1]), cell)
        return (number, True, None), _("«%(value)s» se guarda como %(year)d, aproximado") % {
            "value": cell,
            "year": number,
        }
    if found := re.fullmatch(r"(\d{4})\s*(?:-|–|—|/|\ba\b|\bal\b)\s*(\d{4}|\d{2})", plain):
        first = _possible(int(found[1]), cell)
        last = _possible(int(found[2]) if len(found[2]) == 4 else int(found[1][:2] + found[2]), cell)
        if last < first:
            raise _no_year(cell)
        return (first, False, last), _("«%(value)s» se guarda como de %(first)d a %(last)d") % {
            "value": cell, "first": first, "last": last,
        }  # fmt: skip
    day = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", plain)
    parts = (day[3], day[2], day[1]) if day else None
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: .*)?", plain):
        parts = (found[1], found[2], found[3])
    if parts:
        try:
            dt.date(*map(int, parts))
        except ValueError as error:
            raise BadCell(
                _("«%(value)s» no es una fecha posible") % {"value": cell[:80]},
                _("escriba solo el año, con cuatro cifras"),
            ) from error
        number = _possible(int(parts[0]), cell)
        return (number, False, None), _("de la fecha «%(value)s» se guarda el año, %(year)d") % {
            "value": cell,
            "year": number,
        }
    raise _no_year(cell)


def _no_year(cell: str) -> BadCell:
    return BadCell(
        _("«%(value)s» no es un año") % {"value": cell[:80]},
        _("escríbalo con cuatro cifras, por ejemplo 1731 o ca. 1731"),
    )


def _possible(number: int, cell: str) -> int:
    latest = dt.date.today().year + 5
    if not EARLIEST <= number <= latest:
        raise BadCell(
            _("«%(value)s» no es un año posible") % {"value": cell[:80]},
            _("escriba un año entre %(first)d y %(last)d") % {"first": EARLIEST, "last": latest},
        )
    return number


def first_year(cell: str) -> Said:
    said, note = year(cell)
    return {"_first": said}, note


def last_year(cell: str) -> Said:
    said, note = year(cell)
    return {"_last": said}, note


@lru_cache(maxsize=8192)
def span(first: Year | None, last: Year | None) -> tuple[str, bool]:
    """The EDTF date of two cells, and whether any of it is approximate. Raises BadCell for what runs backwards."""
    if first and first[2] is not None:
        if last and last[0] != first[2]:
            raise BadCell(
                _("el intervalo %(first)d-%(last)d y el año de término %(end)d se contradicen")
                % {"first": first[0], "last": first[2], "end": last[0]},
                _("escriba un solo año en cada columna"),
            )
        last = last or (first[2], False, None)
    if last and last[2] is not None:
        first = first or (last[0], False, None)
        last = (last[2], last[1], None)
    if first and last and last[0] < first[0]:
        raise BadCell(
            _("el año de término, %(last)d, es anterior al de inicio, %(first)d")
            % {"last": last[0], "first": first[0]},
            _("corrija uno de los dos"),
        )
    if first and last and first[0] == last[0]:
        return _edtf(first[0], first[1] or last[1]), first[1] or last[1]
    begin = _edtf(first[0], first[1]) if first else ""
    end = _edtf(last[0], last[1]) if last else ""
    return f"{begin}/{end}", bool((first and first[1]) or (last and last[1]))


def _edtf(number: int, about: bool) -> str:
    return f"{number:04d}{'~' if about else ''}"


def years_of_cells(dating: str) -> tuple[str, str]:
    """The two cells that an EDTF date fills, when the years say all of it; ("", "") otherwise."""
    found = re.fullmatch(r"(\d{4}~?)?(?:/(\d{4}~?)?)?", dating)
    if not dating or not found or dating == "/":
        return "", ""
    cells = ["ca. " + part[:-1] if part.endswith("~") else part for part in ((found[1] or ""), (found[2] or ""))]
    return (cells[0], cells[1]) if "/" in dating else (cells[0], cells[0])


def edtf(cell: str) -> Said:
    """An EDTF date."""
    if len(cell) > 60 or dates.bounds(cell) is None:
        raise BadCell(
            _("«%(value)s» no es un fechamiento EDTF") % {"value": cell[:80]},
            _("escriba, por ejemplo, 1731, 1731/1752, 1805~ o 17XX"),
        )
    first, last = years(cell)
    if first is not None and last is not None and last < first:
        raise BadCell(
            _("«%(value)s» termina antes de empezar") % {"value": cell}, _("escriba primero la fecha más antigua")
        )
    return {"dating": cell}, ""
