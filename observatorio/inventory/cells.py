"""From the text of one cell to values of a monument: plain texts, lists, keys, numbers, addresses of the web.

Every function is a `acervo.tabular.columns.Parse`: it gets clean text and gives the values said and a sentence about what
was converted. Refusals are `BadCell` with reason and mend. Lengths and patterns are those of the model, so that what
passes here is a valid monument.
"""

import re
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from acervo.tabular import cells as common
from acervo.tabular.cells import CONTROL, day, fitting, items, url
from acervo.tabular.columns import Parse, Said
from acervo.tabular.faults import BadCell

__all__ = [
    "capitalised", "day", "digits", "fitting", "items", "listed", "long_text", "metres", "name", "other", "pattern",
    "text", "url", "yes",
]  # fmt: skip

LIST_ITEM = 255  # letters of one name or use in a list


@cache
def limit_of(attribute: str) -> int | None:
    """How many letters fit in an attribute of the model."""
    from observatorio.models import Monument

    return Monument._meta.get_field(attribute).max_length


def text(attribute: str) -> Parse:
    def parse(cell: str) -> Said:
        return {attribute: fitting(cell, limit_of(attribute))}, ""

    return parse


def long_text(attribute: str) -> Parse:
    def parse(cell: str) -> Said:
        return {attribute: CONTROL.sub("", cell)}, ""

    return parse


def other(name: str, limit: int) -> Parse:
    """A text about the statement and not about the monument; kept under `name` (see `importer`)."""

    def parse(cell: str) -> Said:
        return {name: fitting(cell, limit)}, ""

    return parse


_SMALL = {"de", "del", "la", "las", "el", "los", "y", "e", "a", "al", "en", "con", "por", "para"}
_ROMAN = re.compile(r"[IVXLCDM]+")


def name(cell: str) -> Said:
    """The name of a monument. One in capitals is written as names are, keeping roman numerals and initials."""
    clean = fitting(cell, limit_of("name"))
    if not any(letter.isalnum() for letter in clean):
        raise BadCell(_("«%(value)s» no es un nombre") % {"value": clean}, _("escriba el nombre del inmueble"))
    if clean.isupper() and len(clean.split()) > 1:
        return {"name": capitalised(clean)}, _("el nombre estaba en mayúsculas")
    return {"name": clean}, ""


def capitalised(text: str) -> str:
    words = []
    for position, word in enumerate(text.split()):
        small = word.lower()
        if position and small in _SMALL:
            words.append(small)
        elif "." in word or _ROMAN.fullmatch(word) or not any(vowel in small for vowel in "aeiouáéíóúü"):
            words.append(word)
        else:
            words.append(small[:1].upper() + small[1:])
    return " ".join(words)


def listed(attribute: str, *, commas: bool = False) -> Parse:
    def parse(cell: str) -> Said:
        parts, note = items(cell, commas=commas)
        return {attribute: [fitting(part, LIST_ITEM) for part in parts]}, note

    return parse


def pattern(attribute: str, shape: str, *, sample: str, what: str | Any) -> Parse:
    """A key of a fixed shape; case and spaces are mended."""

    @cache
    def made() -> Parse:  # not before the models are loaded
        return common.pattern(attribute, shape, sample=sample, what=what, limit=limit_of(attribute))

    return lambda cell: made()(cell)


def digits(attribute: str, length: int, what: str | Any) -> Parse:
    """A number of a fixed length; the zeros that a spreadsheet took away come back, and that is told."""

    def parse(cell: str) -> Said:
        key = cell.removesuffix(".0")
        if not re.fullmatch(rf"[0-9]{{1,{length}}}", key):
            raise BadCell(
                _("«%(value)s» no es %(what)s") % {"value": cell[:80], "what": what},
                _("escriba %(length)d cifras") % {"length": length},
            )
        full = key.zfill(length)
        return {attribute: full}, "" if full == key else _("se completó con ceros: %(key)s") % {"key": full}

    return parse


def metres(cell: str) -> Said:
    found = re.fullmatch(r"([0-9]{1,6})(?:[.,]0+)?\s*(?:m|metros)?\.?", cell.lower())
    if not found:
        raise BadCell(
            _("«%(value)s» no son metros") % {"value": cell[:80]}, _("escriba un número entero, por ejemplo 10")
        )
    return {"accuracy_m": int(found[1])}, ""


def yes(name: str) -> Parse:
    """«baja» says yes too, in the column of that name."""
    return common.yes(name, also=("baja",))
