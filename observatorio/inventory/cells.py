"""From the text of one cell to values of a monument: plain texts, lists, keys, numbers, addresses of the web.

Every function is a `acervo.tabular.columns.Parse`: it gets clean text and gives the values said and a sentence about what
was converted. Refusals are `BadCell` with reason and mend. Lengths and patterns are those of the model, so that what
passes here is a valid monument.
"""

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from acervo.tabular.columns import Parse, Said
from acervo.tabular.faults import BadCell

LIST_ITEM = 255  # letters of one name or use in a list
YES = {"si", "s", "x", "1", "verdadero", "true", "yes", "baja"}
NO = {"no", "n", "0", "falso", "false"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@cache
def limit_of(attribute: str) -> int | None:
    """How many letters fit in an attribute of the model."""
    from observatorio.models import Monument

    return Monument._meta.get_field(attribute).max_length


def fitting(text: str, limit: int | None) -> str:
    """The text without control characters. Raises BadCell when it is too long."""
    if not text.isprintable():
        text = _CONTROL.sub("", text)
    if limit and len(text) > limit:
        raise BadCell(
            _("el texto tiene %(length)d letras y caben %(limit)d") % {"length": len(text), "limit": limit},
            _("acórtelo o páselo a la descripción"),
        )
    return text


def text(attribute: str) -> Parse:
    def parse(cell: str) -> Said:
        return {attribute: fitting(cell, limit_of(attribute))}, ""

    return parse


def long_text(attribute: str) -> Parse:
    def parse(cell: str) -> Said:
        return {attribute: _CONTROL.sub("", cell)}, ""

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


def items(cell: str, *, commas: bool = False) -> tuple[list[str], str]:
    """The items of a list: separated by «|», else by «;», else (when `commas`) by comma and space, which is told."""
    note = ""
    if "|" in cell:
        parts = cell.split("|")
    elif ";" in cell:
        parts = cell.split(";")
        note = _("se separó por punto y coma")
    elif commas and ", " in cell:
        parts = cell.split(", ")
        note = _("se separó por comas")
    else:
        parts = [cell]
    return list(dict.fromkeys(part.strip() for part in parts if part.strip())), note


def listed(attribute: str, *, commas: bool = False) -> Parse:
    def parse(cell: str) -> Said:
        parts, note = items(cell, commas=commas)
        return {attribute: [fitting(part, LIST_ITEM) for part in parts]}, note

    return parse


def pattern(
    attribute: str, shape: str, *, sample: str, what: str | Any, mend: Callable[[str], str] = str.upper
) -> Parse:
    """A key of a fixed shape; case and spaces are mended."""
    compiled = re.compile(shape)

    def parse(cell: str) -> Said:
        key = mend(re.sub(r"\s+", "", cell))
        if not compiled.fullmatch(key) or len(key) > (limit_of(attribute) or 999):
            raise BadCell(
                _("«%(value)s» no es %(what)s") % {"value": cell[:80], "what": what},
                _("escríbala como %(sample)s") % {"sample": sample},
            )
        return {attribute: key}, ""

    return parse


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
    def parse(cell: str) -> Said:
        plain = cell.casefold().replace("í", "i").rstrip(".")
        if plain in YES or plain in NO:
            return {name: plain in YES}, ""
        raise BadCell(_("«%(value)s» no dice sí ni no") % {"value": cell[:80]}, _("escriba sí o no"))

    return parse


_URL = URLValidator(schemes=["http", "https"])
#: Nearly all addresses; a part of what the validator takes, at a tenth of its cost.
_PLAIN_URL = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?:[/?#][!-Z^-z~]*)?")


def url(name: str) -> Parse:
    def parse(cell: str) -> Said:
        if len(cell) <= 500 and _PLAIN_URL.fullmatch(cell):
            return {name: cell}, ""
        try:
            _URL(cell)
        except ValidationError as error:
            raise BadCell(
                _("«%(value)s» no es una dirección web") % {"value": cell[:120]},
                _("escríbala completa, por ejemplo https://www.ejemplo.gob.mx/ficha"),
            ) from error
        return {name: fitting(cell, 500)}, ""

    return parse


def day(name: str) -> Parse:
    """A day as 2016-12-03 or 03/12/2016, kept as ISO text."""

    def parse(cell: str) -> Said:
        found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?", cell)
        parts = (found[1], found[2], found[3]) if found else None
        if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", cell):
            parts = (found[3], found[2], found[1])
        try:
            said = dt.date(*map(int, parts)) if parts else None
        except ValueError:
            said = None
        if said is None:
            raise BadCell(
                _("«%(value)s» no es un día del calendario") % {"value": cell[:80]},
                _("escriba, por ejemplo, 2016-12-03"),
            )
        return {name: said.isoformat()}, ""

    return parse
