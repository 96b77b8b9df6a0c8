"""The cuts in time: what each source printed of each state, and what differs between two of them.

Two cells are compared only when both say something. A column that a source does not have, a cell that cannot be read
and an empty cell against a «no» are «no comparable»: the source did not say that anything changed.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acervo.base.states import STATES
from estados.enums import CutKind, Mark, Step

Row = dict[str, Any]
MARKS = ("declaration", "awareness", "secretariat", "plan", "member")
#: Columns that can be compared, with their heads.
COMPARED = {
    "group": gettext_lazy("Grupo"),
    "declaration": gettext_lazy("Declaración"),
    "awareness": gettext_lazy("Sensibilización"),
    "secretariat": gettext_lazy("Secretariado"),
    "plan": gettext_lazy("Plan"),
    "plans": gettext_lazy("Cuántos planes"),
    "status": gettext_lazy("Estatus"),
    "member": gettext_lazy("Integra la Comisión"),
}
#: How a source's words for the status are read as one of the six steps; the first that fits.
_READINGS = (
    (re.compile(r"seguimiento|evaluaci|cierre|resultados", re.IGNORECASE), Step.FOLLOW_UP),
    (re.compile(r"mesas", re.IGNORECASE), Step.TABLES),
    (re.compile(r"\bstl\b|secretariado", re.IGNORECASE), Step.SECRETARIAT),
    (re.compile(r"sensibiliza", re.IGNORECASE), Step.AWARENESS),
)
#: The furthest mark that is a yes, where the status says nothing.
_BY_MARK = (
    ("plan", Step.PLAN),
    ("secretariat", Step.SECRETARIAT),
    ("awareness", Step.AWARENESS),
    ("declaration", Step.DECLARATION),
)


@dataclass(frozen=True, slots=True)
class CutTable:
    """One cut: `rows` by INEGI key; a state that the source does not name has none."""

    slug: str
    date: dt.date
    label: str
    kind: str
    source: str
    note: str
    rows: dict[str, Row]

    @property
    def short(self) -> str:
        """The month, for a cell: «may 2017»."""
        return month(self.date)

    @property
    def certainty(self) -> str:
        return str(CutKind(self.kind).label)

    def has(self, column: str) -> bool:
        """Whether its source has that column: some row says something in it."""
        return any(row[column] not in ("", None) for row in self.rows.values())


@dataclass(frozen=True, slots=True)
class Change:
    """One column of one state that two sources tell differently."""

    column: str
    head: str
    words: str


@dataclass(frozen=True, slots=True)
class StateChanges:
    state: str
    name: str
    changes: tuple[Change, ...]
    older_lines: str
    newer_lines: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from `older` to `newer`: only states with a change, by name. `absent`: columns that one source lacks."""

    older: CutTable
    newer: CutTable
    states: tuple[StateChanges, ...]
    absent: tuple[tuple[str, str], ...]
    not_comparable: int


def month(day: dt.date) -> str:
    return date_format(day, "M Y").lower()


def tables(cuts: Iterable[Row], rows: Iterable[Row]) -> list[CutTable]:
    """Oldest first. `cuts` and `rows`: values of `Cut` and `CutRow`."""
    by_cut: dict[Any, dict[str, Row]] = {}
    for row in rows:
        by_cut.setdefault(row["cut_id"], {})[row["state"]] = row
    found = [
        CutTable(
            cut["slug"], dt.date.fromisoformat(str(cut["date"])), cut["label"], cut["kind"], cut["source"], cut["note"],
            by_cut.get(cut["id"], {}),
        )
        for cut in cuts
    ]  # fmt: skip
    return sorted(found, key=lambda cut: (cut.date, cut.slug))


def step_of(row: Row) -> tuple[Step | None, bool]:
    """Our reading of where a row puts its state, and whether it comes from the marks and not from the words."""
    for pattern, step in _READINGS:
        if pattern.search(row["status"]):
            return step, False
    if row["status"]:
        return None, False
    return next((step for name, step in _BY_MARK if row[name] == Mark.YES), None), True


def difference(older: CutTable, newer: CutTable) -> Difference:
    """Both tables oldest first; given the other way round they are turned."""
    if (older.date, older.slug) > (newer.date, newer.slug):
        older, newer = newer, older
    states, unsaid = [], 0
    for key, name in STATES[1:]:
        before, after = older.rows.get(key), newer.rows.get(key)
        if before is None or after is None:
            continue
        changes = []
        for column, head in COMPARED.items():
            if not (older.has(column) and newer.has(column)):
                continue
            told = _compared(column, before[column], after[column], before, after)
            unsaid += told is None
            if told:
                changes.append(Change(column, str(head), told))
        if changes:
            states.append(
                StateChanges(key, name, tuple(changes), lines_words(before["lines"]), lines_words(after["lines"]))
            )
    absent = tuple(
        (str(head), ", ".join(cut.label for cut in (older, newer) if not cut.has(column)))
        for column, head in COMPARED.items()
        if not (older.has(column) and newer.has(column))
    )
    return Difference(older, newer, tuple(states), absent, unsaid)


def lines_words(lines: str) -> str:
    """The lines of a source in words: «renglón 203», «renglones 217-218»."""
    several = any(sign in lines for sign in "-;,")
    return (_("renglones %(lines)s") if several else _("renglón %(lines)s")) % {"lines": lines}


def _compared(column: str, before: Any, after: Any, older: Row, newer: Row) -> str | None:
    """In words what changed; "" when nothing did; None when the two cells cannot be compared."""
    if before in ("", None) or after in ("", None):
        return None
    if before == after:
        return ""
    if column == "status":
        reading = step_of(older)[0], step_of(newer)[0]
        if reading[0] is not None and reading[0] == reading[1] and reading[0] != Step.FOLLOW_UP:
            return ""  # the same step in other words
    if column in MARKS:
        if {before, after} == {Mark.NO.value, Mark.UNMARKED.value}:
            return None  # an empty cell does not say «no»
        before, after = mark_words(before), mark_words(after)
    return _("De «%(before)s» a «%(after)s»") % {"before": before, "after": after}


def mark_words(mark: str) -> str:
    """The mark as its source prints it."""
    return str(Mark(mark).label) if mark else ""
