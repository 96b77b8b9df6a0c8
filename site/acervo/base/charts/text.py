"""Numbers and words of a chart: how they are written, how wide they are, where they break."""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from .scale import Value, exact

#: Widths of letters as parts of the font's size, a little above those of Source Sans so that nothing is cut.
_NARROW, _WIDE = frozenset("iljtfrI.,;:'|!()[] ·«»-"), frozenset("mwMWQ@%—")
_MINUS = "−"


def places(values: Iterable[Value | None]) -> int:
    """Decimals with which all of `values` are told well, by the largest of them; never more than they have."""
    numbers = [exact(value) for value in values if value is not None]
    own = max((max(0, -int(number.normalize().as_tuple().exponent)) for number in numbers), default=0)
    largest = max((abs(number) for number in numbers), default=Decimal(0))
    if largest >= 10 or not largest:
        return min(own, 1)
    return min(own, 2 if largest >= 1 else 1 - largest.adjusted(), 12)


def number(value: Value, *, decimals: int | None = None) -> str:
    """`value` as it is written in Mexico: «1,234.5», with a true minus sign."""
    amount = exact(value)
    with localcontext() as context:
        context.prec = max(28, amount.adjusted() + 20)
        wanted = places([amount]) if decimals is None else decimals
        rounded = amount.quantize(Decimal(1).scaleb(-wanted), rounding=ROUND_HALF_EVEN)
    return f"{rounded or abs(rounded):,f}".replace("-", _MINUS)


def width(text: str, size: float) -> float:
    """About how wide `text` is, in the unit of `size`; never less than it is drawn."""
    return size * sum(_letter(letter) for letter in text)


def wrap(text: str, *, room: float, size: float) -> list[str]:
    """`text` in lines that fit `room`; a word that is longer than a line is cut. At least one line."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and width(f"{line} {word}", size) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
        while width(line, size) > room and len(line) > 1:
            cut = _fitting(line, room=room, size=size)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line or not lines else lines


def _fitting(word: str, *, room: float, size: float) -> int:
    cut = len(word) - 1
    while cut > 1 and width(word[:cut], size) > room:
        cut -= 1
    return cut


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.34
    if letter in _WIDE:
        return 0.9
    return 0.66 if letter.isupper() else 0.54
