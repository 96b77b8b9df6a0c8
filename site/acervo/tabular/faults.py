"""What is wrong with a cell, and what was made of it: the thing, the place and the mend, in whole Spanish sentences."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


class BadCell(Exception):
    """Raised by a column's `parse`. `reason` and `mend` are Spanish clauses without a final stop:
    «s. XVIIII» no es un siglo / escriba XVI, XVII, XVIII, XIX, XX o XXI."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(reason)
        self.reason, self.mend = reason, mend


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is refused. `column` is the name of the column, `header` how the sheet calls it."""

    column: str
    header: str
    value: str
    reason: str
    mend: str

    def as_dict(self) -> dict[str, str]:
        return {
            "column": self.column,
            "header": self.header,
            "value": self.value[:500],
            "reason": self.reason,
            "mend": self.mend,
        }


def sentence(number: int, fault: dict[str, Any] | Fault) -> str:
    """«fila 14, columna «Época»: «s. XVIIII» no es un siglo; escriba XVI, XVII, XVIII, XIX, XX o XXI»."""
    said = fault.as_dict() if isinstance(fault, Fault) else fault
    return _("fila %(row)d, columna «%(column)s»: %(reason)s; %(mend)s") % {
        "row": number,
        "column": said["header"],
        "reason": said["reason"],
        "mend": said["mend"],
    }
