"""What follows from other fields of a monument; the form and the spreadsheet ask the same functions."""

import re
from typing import TYPE_CHECKING

from acervo.base import dates
from acervo.base.states import STATE_ABBREVIATIONS
from acervo.base.text import fold
from observatorio.models.terms import UseCategory

if TYPE_CHECKING:
    from observatorio.models import Monument

#: The lock of who hands out codes, from looking for a free one until it is stored.
CODES = "monument-codes"

#: Words of a use, without accents, and what they say of its kind. The first that is found decides.
USE_WORDS: tuple[tuple[str, UseCategory], ...] = (
    ("museo", UseCategory.CULTURE), ("fototeca", UseCategory.CULTURE), ("teatro", UseCategory.CULTURE),
    ("cultur", UseCategory.CULTURE), ("exposicion", UseCategory.CULTURE), ("biblioteca", UseCategory.CULTURE),
    ("hotel", UseCategory.LODGING), ("meson", UseCategory.LODGING), ("hosped", UseCategory.LODGING),
    ("templo", UseCategory.WORSHIP), ("catedral", UseCategory.WORSHIP), ("capilla", UseCategory.WORSHIP),
    ("parroquia", UseCategory.WORSHIP), ("santuario", UseCategory.WORSHIP), ("ermita", UseCategory.WORSHIP),
    ("diocesan", UseCategory.WORSHIP), ("convento", UseCategory.WORSHIP),
    ("panteon", UseCategory.FUNERARY), ("mausoleo", UseCategory.FUNERARY), ("monumento", UseCategory.FUNERARY),
    ("plaza", UseCategory.OPEN_SPACE), ("jardin", UseCategory.OPEN_SPACE), ("parque", UseCategory.OPEN_SPACE),
    ("alameda", UseCategory.OPEN_SPACE), ("escenario", UseCategory.OPEN_SPACE),
    ("gobierno", UseCategory.GOVERNMENT), ("tribunal", UseCategory.GOVERNMENT), ("congreso", UseCategory.GOVERNMENT),
    ("ayuntamiento", UseCategory.GOVERNMENT), ("oficina", UseCategory.GOVERNMENT), ("sede", UseCategory.GOVERNMENT),
    ("escuela", UseCategory.EDUCATION), ("colegio", UseCategory.EDUCATION), ("universi", UseCategory.EDUCATION),
    ("hospital", UseCategory.HEALTH), ("clinica", UseCategory.HEALTH), ("asilo", UseCategory.HEALTH),
    ("comerci", UseCategory.COMMERCE), ("mercado", UseCategory.COMMERCE), ("tienda", UseCategory.COMMERCE),
    ("restaurante", UseCategory.COMMERCE), ("platero", UseCategory.COMMERCE), ("turistic", UseCategory.COMMERCE),
    ("habitacion", UseCategory.HOUSING), ("vivienda", UseCategory.HOUSING), ("vecindad", UseCategory.HOUSING),
    ("acueducto", UseCategory.INFRASTRUCTURE), ("mina", UseCategory.INFRASTRUCTURE),
    ("observatorio", UseCategory.INFRASTRUCTURE), ("sin uso", UseCategory.DISUSED), ("abandon", UseCategory.DISUSED),
    ("desuso", UseCategory.DISUSED),
)  # fmt: skip


def use_category(uses: list[str]) -> str:
    """The kind of the main use, by its words; empty when there is none, OTHER when no word is known."""
    if not uses:
        return ""
    main = fold(uses[0])
    return next((category for word, category in USE_WORDS if word in main), UseCategory.OTHER)


_YEARS = re.compile(r"(?:(\d{4})~?)?/(?:(\d{4})~?)?|(\d{4})~?")


def years(dating: str) -> tuple[int | None, int | None]:
    """First and last year that an EDTF date may mean; None where it is open or not a date."""
    if not dating:
        return None, None
    if plain := _YEARS.fullmatch(dating):  # nearly all of them, without the grammar
        begin, end, single = plain.groups()
        return (int(single), int(single)) if single else (int(begin) if begin else None, int(end) if end else None)
    first, slash, last = dating.partition("/")
    if first in ("", ".."):
        found = dates.bounds(last)
        return None, found[1].year if found else None
    if last == ".." or (slash and not last):
        found = dates.bounds(first)
        return found[0].year if found else None, None
    found = dates.bounds(dating)
    return (found[0].year, found[1].year) if found else (None, None)


def century_of(year: int) -> int:
    """1701–1800 is the XVIII century."""
    return (year - 1) // 100 + 1


def derive(monument: "Monument") -> None:
    """Fill in what follows: years, centuries where none was given, class of use, and a code of its own."""
    monument.year_from, monument.year_to = years(monument.dating)
    known = [year for year in (monument.year_from, monument.year_to) if year is not None]
    if monument.century_from is None and known:
        monument.century_from, monument.century_to = century_of(known[0]), century_of(known[-1])
    if monument.century_to is None:
        monument.century_to = monument.century_from
    if not monument.use_category:
        monument.use_category = use_category(monument.current_uses)
    if not monument.code:
        monument.code = next_codes(monument.state, 1)[0]


def next_codes(state: str, count: int) -> list[str]:
    """`count` free codes of a state, in order: ZAC-0001, ZAC-0002… One query."""
    from observatorio.models import Monument

    prefix = STATE_ABBREVIATIONS[state]
    used = Monument.objects.filter(code__startswith=f"{prefix}-").values_list("code", flat=True)
    last = max((int(code.partition("-")[2]) for code in used), default=0)
    return [f"{prefix}-{number:04d}" for number in range(last + 1, last + count + 1)]
