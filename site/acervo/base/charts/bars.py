"""Horizontal bars: one a line, with its label and its value written at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .drawing import LINE, SIZE, SMALL, Drawing, both
from .scale import Value, exact
from .text import number, places, width, wrap

_GAP, _THICK = 8, 20


@dataclass(frozen=True, slots=True)
class Bar:
    """`note` stands small below the label. `value` None: no data."""

    label: str
    value: Value | None
    note: str = ""


def bars(
    items: Sequence[Bar], *, title: str, description: str = "", unit: str = "", sample: bool = False
) -> SafeString:
    """Bars from a common zero, negative ones to its left. `unit` is said above them. No items: an empty string."""
    if not items:
        return SafeString("")
    values = [exact(item.value) for item in items if item.value is not None]
    decimals = places(values) if values else 0

    def draw(drawing: Drawing) -> None:
        _draw(drawing, items, unit=str(unit), decimals=decimals)

    return both(draw, title=str(title), description=str(description), sample=sample, seed=items)


def _draw(drawing: Drawing, items: Sequence[Bar], *, unit: str, decimals: int) -> None:
    beside = drawing.width > 500  # else each label stands above its bar
    told = [_("sin dato") if item.value is None else number(item.value, decimals=decimals) for item in items]
    value_room = max(width(text, SIZE) for text in told) + _GAP
    label_room = 0.0
    if beside:
        widest = max(max(width(str(item.label), SIZE), width(str(item.note), SMALL)) for item in items)
        label_room = min(widest, drawing.width * 0.4)
    left = label_room + (_GAP * 2 if beside else 0)
    low = min([Decimal(0), *(exact(item.value) for item in items if item.value is not None)])
    high = max([Decimal(0), *(exact(item.value) for item in items if item.value is not None)])
    room = drawing.width - left - value_room - (value_room if low < 0 else 0)
    scale = Decimal(str(room)) / ((high - low) or 1)
    zero = left + (value_room if low < 0 else 0) + float(-low * scale)

    y = 0.0
    if unit:
        drawing.text(zero if beside else 0, SMALL, unit, "chart__soft")
        y += LINE + 4
    for item, text in zip(items, told, strict=True):
        y = _row(drawing, item, text, y, zero=zero, scale=scale, label_room=label_room)
    drawing.height = y


def _row(drawing: Drawing, item: Bar, text: str, y: float, *, zero: float, scale: Decimal, label_room: float) -> float:
    """Paints one bar at `y`; gives where the next begins."""
    label = wrap(str(item.label), room=label_room or drawing.width, size=SIZE)
    note = wrap(str(item.note), room=label_room or drawing.width, size=SMALL) if item.note else []
    words = LINE * (len(label) + len(note))
    if label_room:
        tall = max(words, _THICK)
        base, bar = y + (tall - words) / 2 + SIZE, y + (tall - _THICK) / 2
    else:
        tall, base, bar = words + 4 + _THICK, y + SIZE, y + words + 4
    anchor, x = ("end", label_room) if label_room else ("start", 0)
    drawing.text(x, base, label, "chart__label", anchor=anchor)
    if note:
        drawing.text(x, base + LINE * len(label), note, "chart__soft", anchor=anchor)
    middle = bar + _THICK / 2 + 5
    around = ((tall - _THICK) / 2 if label_room else 0) + _GAP / 2  # beside its label the axis runs on, below it not
    drawing.path(f"M{zero:.1f} {bar - around:.1f}V{bar + _THICK + around:.1f}", "chart__axis")
    if item.value is None:
        drawing.text(zero + _GAP, middle, text, "chart__soft")
    else:
        length = float(exact(item.value) * scale)
        drawing.rect(zero + min(length, 0), bar, abs(length), _THICK, "chart__fill chart__fill--1")
        side = ("start", _GAP) if length >= 0 else ("end", -_GAP)
        drawing.text(zero + length + side[1], middle, text, "chart__value", anchor=side[0])
    return y + tall + _GAP + (0 if label_room else 4)
