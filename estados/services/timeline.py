"""The plan in time, drawn by the server: plans, commitments and milestones on one axis, with the day that is shown.

Geometry only: the template draws it and puts the table with the same dates beside it. Units: those of the SVG's viewBox,
WIDTH across; x grows with time. Labels stand above their bars, so that the drawing needs no column for them.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import formats

from estados.enums import DueKind

from .board import BoardRow
from .due_dates import due_dates
from .verdict_view import milestone_chip

WIDTH = 1000
LEFT, RIGHT = 8, 992  # of the axis
HEAD = 34  # height of the axis with its years
ROW, PLAN_ROW = 44, 52
LETTER = 8.2  # width of a letter of a label, a little more than it is
LONGEST_LABEL = 92  # letters of a title; the table has it whole

Scale = Callable[[dt.date], float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone on the line: `shape` of its state, or «late»."""

    x: float
    shape: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """A plan (`is_plan`) or a commitment. Without both dates there is no bar (`width` 0)."""

    y: int
    label: str
    x: float = 0
    width: float = 0
    is_plan: bool = False
    is_late: bool = False
    marks: Sequence[Mark] = ()

    @property
    def label_ends(self) -> bool:
        """Whether the label ends where the bar ends, because to its right there is no room for it."""
        return (
            bool(self.width)
            and self.x + len(self.label) * LETTER > WIDTH
            and self.x + self.width > len(self.label) * LETTER
        )

    @property
    def label_x(self) -> float:
        if self.label_ends:
            return round(self.x + self.width, 1)
        fits = self.width and self.x + len(self.label) * LETTER <= WIDTH
        return self.x if fits else LEFT

    @property
    def bar_y(self) -> int:
        return self.y + 20

    @property
    def middle(self) -> int:
        return self.bar_y + 7


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """`here`: x of the day shown; None when it lies outside of the axis."""

    lines: list[Line]
    ticks: list[Tick]
    height: int
    here: float | None
    here_label: str = ""
    here_at_end: bool = False

    @property
    def width(self) -> int:
        return WIDTH


@dataclass(slots=True)
class PlanRows:
    """The commitments of one plan, in order."""

    title: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    rows: list[BoardRow] = field(default_factory=list)


def by_plan(rows: Iterable[BoardRow]) -> list[PlanRows]:
    plans: dict[int, PlanRows] = {}
    for row in rows:
        plan = row.plan
        if plan.pk not in plans:
            ends = due_dates(plan.launched_on, months=plan.months)[DueKind.END] if plan.launched_on else None
            plans[plan.pk] = PlanRows(plan.title, plan.launched_on, ends)
        plans[plan.pk].rows.append(row)
    return list(plans.values())


def draw(plans: Sequence[PlanRows], on: dt.date) -> Timeline | None:
    """None when nothing has a date. The axis covers whole years."""
    days = [day for plan in plans for day in _days(plan)]
    if not days:
        return None
    # The day shown is on the axis if it is near what happens; a plan of 2016 is not squeezed by today's line.
    first, last = min(days).year, max(days).year
    if first - 1 <= on.year <= last + 1:
        first, last = min(first, on.year), max(last, on.year)
    start, end = dt.date(first, 1, 1), dt.date(last + 1, 1, 1)
    across = (end - start).days

    def x(day: dt.date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (day - start).days / across, 1)

    lines: list[Line] = []
    y = HEAD
    for plan in plans:
        lines.append(_line(y, plan.title, plan.starts_on, plan.ends_on, x, is_plan=True))
        y += PLAN_ROW
        for row in plan.rows:
            commitment = row.commitment
            number = f"{commitment.number}. " if commitment.number is not None else ""
            lines.append(
                _line(
                    y, number + commitment.title, commitment.starts_on, commitment.ends_on, x,
                    is_late=row.late, marks=_marks(row, on, x),
                )
            )  # fmt: skip
            y += ROW
    step = max(1, (last + 1 - first) // 10)
    ticks = [Tick(x(dt.date(year, 1, 1)), str(year)) for year in range(first, last + 1, step)]
    here = x(on) if start <= on < end else None
    label = formats.date_format(on, "DATE_FORMAT")
    return Timeline(lines, ticks, y + 4, here, label, here is not None and here > WIDTH * 0.8)


def _days(plan: PlanRows) -> Iterable[dt.date]:
    for row in plan.rows:
        yield from filter(None, (row.commitment.starts_on, row.commitment.ends_on))
        yield from (milestone.due for milestone, _status in row.milestones if milestone.due)
    yield from filter(None, (plan.starts_on, plan.ends_on))


def _line(
    y: int, label: str, starts_on: dt.date | None, ends_on: dt.date | None, x: Scale, *,
    is_plan: bool = False, is_late: bool = False, marks: Sequence[Mark] = (),
) -> Line:  # fmt: skip
    label = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"
    if starts_on is None or ends_on is None:
        return Line(y, label, is_plan=is_plan, is_late=is_late, marks=marks)
    left = x(starts_on)
    return Line(y, label, left, max(round(x(ends_on) - left, 1), 3), is_plan, is_late, marks)


def _marks(row: BoardRow, on: dt.date, x: Scale) -> list[Mark]:
    found = []
    for milestone, status in row.milestones:
        if milestone.due is None:
            continue
        told = milestone_chip(milestone, status, on)
        found.append(Mark(x(milestone.due), "late" if told.late else told.shape, milestone.deliverable))
    return found
