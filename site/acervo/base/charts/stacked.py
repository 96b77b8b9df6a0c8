"""One bar cut into its parts, each with its words at it.

Parts of the left half have their words below, running to the right of a leader line; those of the right half above,
running to the left. The nearer a part is to the middle, the nearer its words are to the bar: no words meet a line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .bars import Bar
from .drawing import LINE, SIZE, SMALL, Drawing, both
from .scale import exact
from .text import number, places, width, wrap

_THICK, _CUT, _GAP = 44, 2, 6


@dataclass(frozen=True, slots=True)
class _Part:
    which: int
    text: str
    start: float
    end: float

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def stacked(
    items: Sequence[Bar], *, title: str, description: str = "", unit: str = "", sample: bool = False
) -> SafeString:
    """Shares of a whole, in the given order. Parts of zero or without data are named under the bar.

    Nothing above zero: an empty string. A negative part raises ValueError.
    """
    values = [exact(item.value) for item in items if item.value is not None]
    if any(value < 0 for value in values):
        raise ValueError("a part of a whole cannot be negative")
    whole = sum(values, Decimal(0))
    if not whole:
        return SafeString("")

    def draw(drawing: Drawing) -> None:
        _draw(drawing, items, whole, unit=str(unit))

    return both(draw, title=str(title), description=str(description), sample=sample, seed=items)


def _draw(drawing: Drawing, items: Sequence[Bar], whole: Decimal, *, unit: str) -> None:
    parts = _parts(items, whole, drawing.width)
    below = [part for part in parts if part.middle <= drawing.width / 2]
    above = [part for part in parts if part.middle > drawing.width / 2]
    y = 0.0
    if unit:
        drawing.text(0, SMALL, unit, "chart__soft")
        y += LINE + 4
    rows_above = _heights(_rows(above), lambda part: part.middle - _GAP)
    rows_below = _heights(_rows(below, leftwards=False), lambda part: drawing.width - part.middle - _GAP)
    tops: list[float] = []  # of each row above, nearest first, as distance from the bar
    distance = float(_GAP)
    for _lines, tall, _row in rows_above:
        distance += tall
        tops.append(distance)
    bar = y + (distance + _GAP if above else 0)
    for part in parts:
        drawing.fill(part.start, bar, max(part.end - part.start - _CUT, 1), _THICK, part.which)
    for (lines_of, _tall, row), top in zip(rows_above, tops, strict=True):
        for part in row:
            drawing.path(f"M{part.middle:.1f} {bar:.1f}V{bar - top + 4:.1f}", "chart__leader")
            drawing.text(part.middle - _GAP, bar - top + SIZE, lines_of[part.which], "chart__label", anchor="end")
    y = bar + _THICK + _GAP
    for lines_of, tall, row in rows_below:
        for part in row:
            drawing.path(f"M{part.middle:.1f} {bar + _THICK:.1f}V{y + SIZE:.1f}", "chart__leader")
            drawing.text(part.middle + _GAP, y + SIZE, lines_of[part.which], "chart__label")
        y += tall
    for words, names in _absent(items):
        for line in wrap(f"{words}: {', '.join(names)}", room=drawing.width, size=SMALL):
            y += LINE
            drawing.text(0, y, line, "chart__soft")
    drawing.height = y + 6


def _parts(items: Sequence[Bar], whole: Decimal, across: int) -> list[_Part]:
    decimals = places([item.value for item in items])
    parts, start = [], 0.0
    for which, item in enumerate(items):
        if item.value:
            share = exact(item.value) / whole
            end = start + float(share) * across
            percent = number(share * 100, decimals=0 if share > Decimal("0.01") else 1)
            text = f"{item.label} {number(item.value, decimals=decimals)} ({percent} %)"
            parts.append(_Part(which, text.replace(" %)", "\u00a0%)"), start, end))
            start = end
    return parts


def _rows(parts: list[_Part], *, leftwards: bool = True) -> list[list[_Part]]:
    """Rows of words, nearest to the bar first; two share a row where their words do not meet."""
    rows: list[list[_Part]] = []
    last = None
    for part in parts if leftwards else reversed(parts):
        needed = width(part.text, SIZE) + 3 * _GAP
        if last is not None and needed <= abs(part.middle - last.middle):
            rows[-1].append(part)
        else:
            rows.append([part])
        last = part
    return rows


def _heights(
    rows: list[list[_Part]], room: Callable[[_Part], float]
) -> list[tuple[dict[int, list[str]], float, list[_Part]]]:
    """Of each row: the lines of each part's words in the `room` at its side, and the height of the tallest."""
    found = []
    for row in rows:
        lines = {part.which: wrap(part.text, room=room(part), size=SIZE) for part in row}
        found.append((lines, LINE * max(len(words) for words in lines.values()) + 2.0, row))
    return found


def _absent(items: Sequence[Bar]) -> list[tuple[str, list[str]]]:
    none = [str(item.label) for item in items if item.value is not None and not item.value]
    unknown = [str(item.label) for item in items if item.value is None]
    return [(words, names) for words, names in ((_("Ninguno"), none), (_("Sin dato"), unknown)) if names]
