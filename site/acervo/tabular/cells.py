"""From the text of one cell to a value: what is common to every table.

Every function gives a `columns.Parse`: it gets clean text and gives the values said and a sentence about what was
converted. Refusals are `BadCell` with reason and mend. A domain knows the limits and patterns of its own model.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from acervo.base.text import letters, nearest

from .columns import Parse, Said
from .faults import BadCell

_Value = TypeVar("_Value")

YES = {"si", "s", "x", "1", "verdadero", "true", "yes"}
NO = {"no", "n", "0", "falso", "false"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def fitting(text: str, limit: int | None) -> str:
    """The text without control characters. Raises BadCell when it is too long."""
    if not text.isprintable():
        text = CONTROL.sub("", text)
    if limit and len(text) > limit:
        raise BadCell(
            _("el texto tiene %(length)d letras y caben %(limit)d") % {"length": len(text), "limit": limit},
            _("acórtelo o páselo a la descripción"),
        )
    return text


def text(name: str, limit: int | None = None) -> Parse:
    """Any text, kept under `name`; of at most `limit` letters."""

    def parse(cell: str) -> Said:
        return {name: fitting(cell, limit)}, ""

    return parse


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


def each(parts: Iterable[str], read: Callable[[str], _Value]) -> list[_Value]:
    """What `read` makes of every item of a list. Raises one BadCell that tells all the bad ones, not only the first."""
    found, bad = [], []
    for part in parts:
        try:
            found.append(read(part))
        except BadCell as error:
            bad.append(error)
    if bad:
        raise BadCell(
            "; ".join(dict.fromkeys(error.reason for error in bad)),
            "; ".join(dict.fromkeys(error.mend for error in bad)),
        )
    return found


def joined(items: Iterable[str]) -> str:
    """Items separated by bars, as `items` reads them; one alone that holds another separator gets a bar after it, so that
    it stays one."""
    parts = [item.replace("|", "/") for item in items]
    text = "|".join(parts)
    return f"{text}|" if len(parts) == 1 and any(sign in text for sign in (", ", ";", "/")) else text


def pattern(
    name: str,
    shape: str,
    *,
    sample: str,
    what: str | Any,
    limit: int | None = None,
    mend: Callable[[str], str] = str.upper,
) -> Parse:
    """A key of a fixed shape; case and spaces are mended."""
    compiled = re.compile(shape)

    def parse(cell: str) -> Said:
        key = mend(re.sub(r"\s+", "", cell))
        if not compiled.fullmatch(key) or len(key) > (limit or 999):
            raise BadCell(
                _("«%(value)s» no es %(what)s") % {"value": cell[:80], "what": what},
                _("escríbala como %(sample)s") % {"sample": sample},
            )
        return {name: key}, ""

    return parse


def yes(name: str, *, also: Iterable[str] = ()) -> Parse:
    affirmative = YES | set(also)

    def parse(cell: str) -> Said:
        plain = cell.casefold().replace("í", "i").rstrip(".")
        if plain in affirmative or plain in NO:
            return {name: plain in affirmative}, ""
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
        found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?", cell, re.ASCII)
        parts = (found[1], found[2], found[3]) if found else None
        if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", cell, re.ASCII):
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


def whole(name: str, *, least: int, most: int) -> Parse:
    """A whole number; «12.0» of a spreadsheet and «12 %» are 12."""

    def parse(cell: str) -> Said:
        found = re.fullmatch(r"([0-9]{1,9})(?:[.,]0+)?\s*%?", cell)
        if not found or not least <= int(found[1]) <= most:
            raise BadCell(
                _("«%(value)s» no es un número entero entre %(least)d y %(most)d")
                % {"value": cell[:80], "least": least, "most": most},
                _("escriba solo cifras"),
            )
        return {name: int(found[1])}, ""

    return parse


def money(name: str, *, digits: int = 14) -> Parse:
    """Pesos with at most two decimals, as text: 1250000.50, also as «$1,250,000.50». A lone comma is doubtful: refused."""

    def parse(cell: str) -> Said:
        plain = cell.replace(" ", "").removeprefix("$").removesuffix("MXN")
        grouped = re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", plain)
        if grouped:
            plain = plain.replace(",", "")
        if not re.fullmatch(rf"[0-9]{{1,{digits}}}(?:\.[0-9]{{1,2}}0*)?", plain):
            raise BadCell(
                _("«%(value)s» no es una cantidad en pesos") % {"value": cell[:80]},
                _("escriba cifras y, si hay centavos, un punto: 1250000.50"),
            )
        amount = Decimal(plain).quantize(Decimal("0.01"))
        note = _("se leyó como %(amount)s pesos") % {"amount": f"{amount:,.2f}"} if plain != cell else ""
        return {name: str(amount)}, note

    return parse


def one_of(name: str, terms: Mapping[str, Any]) -> Parse:
    """A value of a closed vocabulary, by its value or its label; `terms`: value → label. A near one is proposed."""
    words = {letters(str(word)): value for value, label in terms.items() for word in (label, value)}

    def parse(cell: str) -> Said:
        value = words.get(letters(cell))
        if value is None:
            near = nearest(cell, map(str, terms.values()), cutoff=0.6)
            raise BadCell(
                _("«%(value)s» no está en la lista") % {"value": cell[:80]},
                _("escriba «%(near)s»") % {"near": near}
                if near
                else _("escriba uno de estos: %(terms)s") % {"terms": ", ".join(map(str, terms.values()))},
            )
        return {name: value}, ""

    return parse
