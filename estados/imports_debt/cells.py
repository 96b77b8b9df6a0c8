"""Cells of the debt's sheets: pesos that are pesos, years, values, keys."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from acervo.base.states import STATE_NAMES
from acervo.base.text import fold
from acervo.tabular import cells
from acervo.tabular.columns import Parse, Said
from acervo.tabular.faults import BadCell

#: Words by which an amount, or the header of its column, says that it is not in pesos. mdp: «millones de pesos».
_SCALED = re.compile(r"\b(?:mdp|mdd|millon|millones|mill|miles|mill?\.)\b|\bmdp\b")
_NEGATIVE = re.compile(r"^\s*(?:[-−–]\s*\$?|\$\s*[-−–]|\(.*\)$)")
DIGITS = 16  # of whole pesos that the columns hold


def is_scaled(text: str) -> bool:
    """Whether it speaks of thousands or millions."""
    return bool(_SCALED.search(fold(text).replace("_", " ")))


def pesos(name: str) -> Parse:
    """An amount in pesos, zero or more: 1234.50, also «$1,234.50». Millions are refused: nobody guesses zeros."""
    plain = cells.money(name, digits=DIGITS)

    def parse(cell: str) -> Said:
        if is_scaled(cell):
            raise BadCell(
                _("«%(value)s» está en millones o miles") % {"value": cell[:80]},
                _("escriba la cantidad completa en pesos, por ejemplo 12500000.00"),
            )
        if _NEGATIVE.match(cell):
            raise BadCell(
                _("«%(value)s» es una cantidad negativa") % {"value": cell[:80]},
                _("escríbala sin signo; lo que se paga va en la hoja de pagos"),
            )
        return plain(cell)

    return parse


def value(name: str) -> Parse:
    """A number above zero with at most four decimals, commas between thousands allowed; kept as text."""

    def parse(cell: str) -> Said:
        plain = cell.replace(" ", "").removeprefix("$")
        if is_scaled(cell):
            raise BadCell(
                _("«%(value)s» está en millones o miles") % {"value": cell[:80]},
                _("escriba la cantidad completa, por ejemplo 250000000000"),
            )
        if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", plain):
            plain = plain.replace(",", "")
        if not re.fullmatch(r"[0-9]{1,16}(?:\.[0-9]{1,4}0*)?", plain) or not Decimal(plain):
            raise BadCell(
                _("«%(value)s» no es un número mayor que cero") % {"value": cell[:80]},
                _("escriba cifras y, si hay decimales, un punto: 1622138 o 101.2345"),
            )
        said = Decimal(plain).quantize(Decimal("0.0001"))
        note = _("se leyó como %(number)s") % {"number": f"{said:,f}"} if plain != cell else ""
        return {name: str(said)}, note

    return parse


_STATES = {fold(word): key for key, text in STATE_NAMES.items() for word in (key, key.lstrip("0") or "0", text)}


def state(cell: str) -> Said:
    """The INEGI key, from the key or the name; «00» is the nation."""
    key = _STATES.get(fold(cell))
    if key is None:
        raise BadCell(
            _("«%(value)s» no es una entidad") % {"value": cell[:80]},
            _("escriba su clave del INEGI o su nombre, por ejemplo 32 o Zacatecas"),
        )
    return {"state": key}, ""
