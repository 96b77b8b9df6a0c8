"""Lines over the years, from zero; years without data are hatched and break the line."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .drawing import LINE, SIZE, SMALL, Drawing, both
from .scale import Value, exact, ticks
from .text import number, places, width, wrap

_TALL, _GAP, _MARK = 220, 8, 4.5
_YEAR_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Series:
    """Points in any order, a year once. None: no data for that year."""

    label: str
    points: Sequence[tuple[int, Value | None]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values and years fall in the drawing."""

    left: float
    right: float
    top: float
    bottom: float
    first: int
    last: int
    low: Decimal
    high: Decimal

    def x(self, year: float) -> float:
        if self.first == self.last:
            return (self.left + self.right) / 2
        return self.left + (year - self.first) / (self.last - self.first) * (self.right - self.left)

    def y(self, value: Decimal) -> float:
        return self.bottom - float((value - self.low) / (self.high - self.low)) * (self.bottom - self.top)


def lines(
    series: Sequence[Series], *, title: str, description: str = "", unit: str = "", sample: bool = False
) -> SafeString:
    """One line, with its first, highest and last values written at it; or several, each named at its end.

    No data at all: an empty string, for there is nothing to draw.
    """
    known = [(year, value) for one in series for year, value in one.points if value is not None]
    if not known:
        return SafeString("")

    def draw(drawing: Drawing) -> None:
        _draw(drawing, series, unit=str(unit))

    return both(draw, title=str(title), description=str(description), sample=sample, seed=series)


def _draw(drawing: Drawing, series: Sequence[Series], *, unit: str) -> None:
    years = [year for one in series for year, _value in one.points]
    values = [exact(value) for one in series for _year, value in one.points if value is not None]
    marks = ticks(values)
    decimals = max(0, *(-int(mark.normalize().as_tuple().exponent) for mark in marks if mark))
    named = [number(mark, decimals=decimals) for mark in marks]
    name_room = drawing.width * 0.3 if len(series) > 1 else 0
    if name_room:
        name_room = min(max(width(str(one.label), SIZE) for one in series), name_room) + 2 * _GAP
    top = (LINE + 6 if unit else 0) + LINE
    frame = _Frame(
        left=max(width(name, SMALL) for name in named) + 2 * _GAP,
        right=drawing.width - (name_room or 2.5 * _GAP),
        top=top, bottom=top + _TALL, first=min(years), last=max(years), low=marks[0], high=marks[-1],
    )  # fmt: skip
    if unit:
        drawing.text(0, SMALL, unit, "chart__soft")
    for mark, name in zip(marks, named, strict=True):
        y = frame.y(mark)
        axis = "chart__axis" if mark == 0 else "chart__grid"
        drawing.path(f"M{frame.left - 4:.1f} {y:.1f}H{frame.right + 4:.1f}", axis)
        drawing.text(frame.left - _GAP, y + 4.5, name, "chart__soft", anchor="end")
    _gaps(drawing, frame, series)
    for which, one in enumerate(series):
        _line(drawing, frame, one, which, alone=len(series) == 1)
    _years(drawing, frame, sorted(set(years)))
    if len(series) == 1:
        _told(drawing, frame, series[0])
    else:
        _names(drawing, frame, series, room=name_room - 2 * _GAP)
    drawing.height = frame.bottom + LINE + _GAP


def _points(one: Series) -> list[tuple[int, Decimal]]:
    return sorted((year, exact(value)) for year, value in one.points if value is not None)


def _gaps(drawing: Drawing, frame: _Frame, series: Sequence[Series]) -> None:
    """Hatches the years of which no series knows anything."""
    known = {year for one in series for year, _value in _points(one)}
    missing = [year for year in range(frame.first, frame.last + 1) if year not in known]
    while missing:
        end = next((i for i, year in enumerate(missing) if year != missing[0] + i), len(missing))
        start, stop = missing[0], missing[end - 1]
        missing = missing[end:]
        left = max(frame.x(start - 0.5), frame.left)
        right = min(frame.x(stop + 0.5), frame.right)
        drawing.hatched(left, frame.top, right - left, frame.bottom - frame.top)
        room = right - left - _GAP / 2
        words = wrap(_("sin dato"), room=room, size=SMALL)  # one word below the other where the years are narrow
        if max(width(word, SMALL) for word in words) <= room and len(words) <= 2:
            base = frame.bottom - _GAP - LINE * (len(words) - 1)
            drawing.text((left + right) / 2, base, words, "chart__soft chart__ground", anchor="middle")


def _line(drawing: Drawing, frame: _Frame, one: Series, which: int, *, alone: bool) -> None:
    """The line in pieces, broken where a year is missing; a mark of the series' own shape at each point."""
    points = _points(one)
    pieces: list[list[tuple[float, float]]] = []
    before = None
    for year, value in points:
        if before is None or year != before + 1:
            pieces.append([])
        pieces[-1].append((frame.x(year), frame.y(value)))
        before = year
    style = which % 6 + 1
    for piece in pieces:
        d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in piece)
        if alone and len(piece) > 1:
            zero = frame.y(Decimal(0))
            drawing.shape(f"{d}L{piece[-1][0]:.1f} {zero:.1f}L{piece[0][0]:.1f} {zero:.1f}Z", "chart__area")
        drawing.path(d, f"chart__line chart__line--{style}")
    if len(points) <= 40:
        for piece in pieces:
            for x, y in piece:
                drawing.shape(_mark(x, y, which), f"chart__mark chart__mark--{style}")


def _mark(x: float, y: float, which: int) -> str:
    """Circle, square, diamond, triangle up, triangle down, cross."""
    r = _MARK
    sides = {
        1: [(-r, -r), (r, -r), (r, r), (-r, r)],
        2: [(0, -1.4 * r), (1.4 * r, 0), (0, 1.4 * r), (-1.4 * r, 0)],
        3: [(0, -1.3 * r), (1.3 * r, r), (-1.3 * r, r)],
        4: [(0, 1.3 * r), (1.3 * r, -r), (-1.3 * r, -r)],
        5: [(-r, -r), (0, -r / 2), (r, -r), (r / 2, 0), (r, r), (0, r / 2), (-r, r), (-r / 2, 0)],
    }.get(which % 6)
    if sides is None:
        return f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z"
    return "M" + "L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in sides) + "Z"


def _years(drawing: Drawing, frame: _Frame, years: list[int]) -> None:
    """The first, the last, and as many round years between as fit."""
    room = width("0000", SMALL) + 2 * _GAP
    per_year = (frame.right - frame.left) / max(frame.last - frame.first, 1)
    step = next((step for step in _YEAR_STEPS if step * per_year >= room), _YEAR_STEPS[-1])
    shown = {frame.first, frame.last}
    for year in range(math.ceil(frame.first / step) * step, frame.last, step):
        if min(frame.x(year) - frame.x(frame.first), frame.x(frame.last) - frame.x(year)) >= room:
            shown.add(year)
    for year in range(frame.first, frame.last + 1):
        if year in shown:
            drawing.text(frame.x(year), frame.bottom + LINE, str(year), "chart__soft", anchor="middle")
    for year in years:
        drawing.path(f"M{frame.x(year):.1f} {frame.bottom:.1f}v4", "chart__axis")


def _told(drawing: Drawing, frame: _Frame, one: Series) -> None:
    """The values of the last, the highest and the first point, those that do not meet."""
    points = _points(one)
    peak = max(points, key=lambda point: point[1])
    decimals = places([value for _year, value in points])
    taken: list[tuple[float, float, float]] = []
    for year, value in dict.fromkeys((points[-1], peak, points[0])):
        text = number(value, decimals=decimals)
        half = width(text, SIZE) / 2
        x = min(max(frame.x(year), frame.left + half - 4), drawing.width - half)
        y = frame.y(value) - 2 * _MARK - 2
        if all(abs(x - other) > half + wide or abs(y - high) > LINE for other, wide, high in taken):
            drawing.text(x, y, text, "chart__value chart__ground", anchor="middle")
            taken.append((x, half, y))


def _names(drawing: Drawing, frame: _Frame, series: Sequence[Series], *, room: float) -> None:
    """Each series' name at the height of its last value, pushed apart where they would meet."""
    ends = []
    for which, one in enumerate(series):
        if points := _points(one):
            year, value = points[-1]
            ends.append((frame.y(value), which, frame.x(year), wrap(str(one.label), room=room, size=SIZE)))
    free = 0.0
    for y, which, x, words in sorted(ends):
        base = max(y + 5 - LINE * (len(words) - 1) / 2, free + LINE)
        at = frame.right + 2 * _GAP
        if x < frame.right - 1 or abs(base - y - 5) > LINE / 2:
            drawing.path(f"M{x + 6:.1f} {y:.1f}L{at - 4:.1f} {base - 5:.1f}", "chart__leader")
        drawing.text(at, base, words, f"chart__label chart__name--{which % 6 + 1}")
        free = base + LINE * (len(words) - 1)
