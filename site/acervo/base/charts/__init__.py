"""Charts drawn by the server: inline SVG with classes only, so that the style sheet gives it both schemes and print.

Each function gives the same chart in two widths; the style sheet shows the one that fits its place (`components/chart.css`).
A chart starts at zero, labels its marks directly, tells parts apart by texture and shape as well as by colour, and has
its title and description in it for screen readers. The data table beside it is the caller's.

`sample=True`: the figures are invented; the drawing says so in itself, so that no picture of it passes for real.
Values: int, Decimal or float; None is «no data», which is drawn as such and never as zero. NaN or infinity: ValueError.
"""

from .bars import Bar, bars
from .lines import Series, lines
from .scale import ticks
from .stacked import stacked
from .text import number

__all__ = ["Bar", "Series", "bars", "lines", "number", "stacked", "ticks"]
