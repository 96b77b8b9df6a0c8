"""The cells of the national table: what is told, from when it is, and where it can be followed to."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from acervo.base.text import fold
from estados.enums import Mark, Step

from .cuts import Row, mark_words
from .traffic_light import ORDER, Light

#: Column (its word in the address) → its head.
COLUMNS = {
    "estado": _("Entidad"),
    "grupo": _("Grupo"),
    "declaracion": _("Declaración"),
    "sensibilizacion": _("Sensibilización"),
    "secretariado": _("Secretariado"),
    "plan": _("Plan"),
    "paso": _("Paso"),
    "semaforo": _("Semáforo"),
    "comision": _("Comisión"),
    "fecha": _("Última información"),
}
#: The six steps in the room of a cell.
SHORT_STEPS = {
    Step.DECLARATION: _("Declaración"),
    Step.AWARENESS: _("Sensibilización"),
    Step.SECRETARIAT: _("Secretariado"),
    Step.TABLES: _("Mesas"),
    Step.PLAN: _("Plan"),
    Step.FOLLOW_UP: _("Seguimiento"),
}
#: Column of the table → field of a cut's row, and our own step where there is one.
TOLD = {
    "declaracion": ("declaration", Step.DECLARATION),
    "sensibilizacion": ("awareness", Step.AWARENESS),
    "secretariado": ("secretariat", Step.SECRETARIAT),
}
#: Shape of a mark that a source prints: said by somebody, shown by nobody.
_MARK_SHAPES = {Mark.YES: "declared", Mark.NO: "notstarted", Mark.PENDING: "underway", Mark.UNMARKED: ""}
_MARK_ORDER = {Mark.YES: 5, Mark.PENDING: 4, Mark.NO: 2, Mark.UNMARKED: 1}


@dataclass(frozen=True, slots=True)
class Cell:
    """`sort`: comparable within its column; None sorts last, both ways. `when`: from when it is, in words. `url`: its source."""

    text: str = ""
    shape: str = ""
    when: str = ""
    url: str = ""
    extra: str = ""
    sort: Any = None


NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class NationalRow:
    """One state. `cells` by column; `step` (1 to 6 or None) and `group` are what the filters ask for."""

    state: str
    name: str
    url: str
    cells: dict[str, Cell]
    step: int | None = None
    group: str = ""
    light: Light | None = None
    contradictions: int = 0
    lines: str = ""
    note: str = ""
    told: bool = True

    @property
    def anchor(self) -> str:
        return f"e{self.state}"


def mark_cell(mark: str, *, when: str = "", url: str = "") -> Cell:
    """A mark as a source printed it."""
    if not mark:
        return NOTHING
    known = Mark(mark)
    return Cell(mark_words(mark), _MARK_SHAPES[known], when, url, sort=_MARK_ORDER[known])


def plans_text(count: int) -> str:
    return ngettext("%(count)d plan", "%(count)d planes", count) % {"count": count}


def plan_of_cut(row: Row, **more: Any) -> Cell:
    if row["plan"] == Mark.YES and row["plans"]:
        count = row["plans"]
        return Cell(plans_text(count), "declared", sort=5 + count, **more)
    return mark_cell(row["plan"], **more)


def step_cell(step: Step | None, **more: Any) -> Cell:
    """«4. Mesas»."""
    if step is None:
        return Cell(**more) if more.get("extra") else NOTHING
    return Cell(f"{int(step)}. {SHORT_STEPS[step]}", sort=int(step), **more)


def light_cell(light: Light) -> Cell:
    return Cell(str(light.level.label), light.shape, extra=light.reason, sort=ORDER[light.level])


def name_order(row: NationalRow) -> str:
    return fold(row.name)


def ordered(rows: list[NationalRow], key: str) -> list[NationalRow]:
    """Sorted by a column, «-column» for downwards; equals by name, cells that say nothing last."""
    column = key.removeprefix("-")
    by_name = sorted(rows, key=name_order)
    if column == "estado":
        return by_name[::-1] if key.startswith("-") else by_name
    told = [row for row in by_name if row.cells[column].sort is not None]
    silent = [row for row in by_name if row.cells[column].sort is None]
    told.sort(key=lambda row: row.cells[column].sort, reverse=key.startswith("-"))
    return told + silent
