"""Tables of what was measured against what was aimed at."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `at_most` or `at_least` is the target; without either the figure only explains."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def reached(self) -> bool | None:
        if self.at_most is not None:
            return self.value <= self.at_most
        if self.at_least is not None:
            return self.value >= self.at_least
        return None

    def cells(self) -> tuple[str, ...]:
        target = ""
        if self.at_most is not None:
            target = f"≤ {number(self.at_most)}"
        elif self.at_least is not None:
            target = f"≥ {number(self.at_least)}"
        verdict = {True: "reached", False: "NOT REACHED", None: ""}[self.reached]
        return (self.name, number(self.value), self.unit, target, verdict, self.note)


def number(value: float) -> str:
    """Three digits that matter, thousands apart."""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def show(title: str, rows: Sequence[Row]) -> None:
    grid(title, ("", "measured", "", "target", "", ""), [row.cells() for row in rows])


def grid(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; the first column to the left, figures to the right."""
    lines = [head, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    print(f"\n\n{title}\n{'─' * len(title)}")
    for line in lines:
        cells = []
        for i, (cell, width) in enumerate(zip(line, widths, strict=True)):
            left = i == 0 or not any(c.isdigit() for c in cell)
            cells.append(cell.ljust(width) if left else cell.rjust(width))
        print("  ".join(cells).rstrip())
