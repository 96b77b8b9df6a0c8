"""Scales that begin at zero and have round steps, exact in decimals."""

from collections.abc import Iterable
from decimal import Decimal

Value = int | float | Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


def exact(value: Value) -> Decimal:
    """`value` as a decimal; a float as it is written. Raises ValueError for NaN and the infinities."""
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise ValueError(f"a chart cannot show {value}")
    return number


def ticks(values: Iterable[Value | None], *, most: int = 5, whole: bool = False) -> list[Decimal]:
    """Evenly spaced round numbers that cover zero and all values: from `most` // 2 to `most` + 2 of them.

    `whole`: the values count things, so that no step is below one.
    """
    numbers = [exact(value) for value in values if value is not None]
    low, high = min([Decimal(0), *numbers]), max([Decimal(0), *numbers])
    if low == high:
        high = Decimal(1)
    step = _step((high - low) / most, whole=whole)
    first, last = int(low / step), int(high / step)  # towards zero
    while step * first > low:
        first -= 1
    while step * last < high:
        last += 1
    return [step * n for n in range(first, last + 1)]


def _step(least: Decimal, *, whole: bool) -> Decimal:
    power = Decimal(1).scaleb(least.adjusted())
    step = next(base * power for base in _STEPS if base * power >= least)
    if whole and step != step.to_integral_value():
        return Decimal(max(1, int(step) + 1))
    return step
