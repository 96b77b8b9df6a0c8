"""A small line chart as SVG: panels side by side, sizes on a logarithmic axis, figures on axes that start at zero.

Lines are named where they end, in the order of their last values, so no legend is needed and colour carries nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

PANEL, PLOT, NAMES, HIGH, TOP, LEFT = 500, 210, 190, 190, 92, 64
INKS = ("#14532d", "#9d2449", "#1d4ed8", "#92400e", "#4b5563")
LINE_GAP = 16


@dataclass(frozen=True, slots=True)
class Panel:
    title: str
    lines: Mapping[str, Sequence[float]]
    target: float | None = None


def chart(title: str, description: str, sizes: Sequence[int], panels: Sequence[Panel]) -> str:
    """The SVG text; `sizes` are the common positions of all lines, two panels a row."""
    width, row = 2 * PANEL, HIGH + 110
    height = TOP - 30 + row * ceil(len(panels) / 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t d" '
        'font-family="system-ui, sans-serif" font-size="13" fill="#1f2937">',
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(description)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="{LEFT - 40}" y="30" font-size="18" font-weight="600">{escape(title)}</text>',
    ]
    for number, panel in enumerate(panels):
        x, y = (number % 2) * PANEL + LEFT, TOP + (number // 2) * row
        parts.append(f'<g transform="translate({x} {y})">{_panel(panel, sizes)}</g>')
    return "\n".join([*parts, "</svg>\n"])


def _panel(panel: Panel, sizes: Sequence[int]) -> str:
    highest = max([*(value for values in panel.lines.values() for value in values), panel.target or 0])
    step, top = ticks(highest)
    places = [PLOT * (log10(size) - log10(sizes[0])) / (log10(sizes[-1]) - log10(sizes[0])) for size in sizes]
    parts = [f'<text x="{24 - LEFT}" y="-22" font-weight="600">{escape(panel.title)}</text>']
    for i in range(round(top / step) + 1):
        y = _y(i * step, top)
        parts.append(f'<path d="M0 {y}H{PLOT}" stroke="#e5e7eb"/>')
        parts.append(f'<text x="-8" y="{y + 4}" text-anchor="end" fill="#4b5563">{i * step:,g}</text>')
    for size, x in zip(sizes, places, strict=True):
        parts.append(f'<text x="{x:.0f}" y="{HIGH + 20}" text-anchor="middle" fill="#4b5563">{size:,}</text>')
    parts.append(f'<text x="{PLOT / 2:.0f}" y="{HIGH + 40}" text-anchor="middle" fill="#4b5563">pages</text>')
    if panel.target is not None:
        y = _y(panel.target, top)
        parts.append(f'<path d="M0 {y}H{PLOT}" stroke="#1f2937" stroke-dasharray="5 4"/>')
    names = [(values[-1], name, INKS[i % len(INKS)]) for i, (name, values) in enumerate(panel.lines.items())]
    for _last, name, ink in names:
        values = panel.lines[name]
        points = [(round(x, 1), _y(value, top)) for x, value in zip(places, values, strict=True)]
        path = " ".join(f"{x},{y}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="2"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{ink}"/>' for x, y in points]
    labels = [(value, f"{name} {_short(value)}", ink) for value, name, ink in names]
    if panel.target is not None:
        labels.append((panel.target, f"target ≤ {panel.target:g}", "#1f2937"))
    parts += _labels(labels, top)
    return "\n".join(parts)


def _short(value: float) -> str:
    return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"


def _labels(labels: Sequence[tuple[float, str, str]], top: float) -> list[str]:
    """Names beside the ends of their lines, moved apart where they would touch."""
    parts, last = [], -LINE_GAP
    ordered = sorted(labels, key=lambda label: -label[0])
    room = HIGH - LINE_GAP * (len(ordered) - 1)
    for i, (value, text, ink) in enumerate(ordered):
        y = max(last + LINE_GAP, min(_y(value, top), room + LINE_GAP * i))
        last = y
        parts.append(f'<text x="{PLOT + 10}" y="{y + 4:.1f}" fill="{ink}">{escape(text)}</text>')
    return parts


def _y(value: float, top: float) -> float:
    return round(HIGH - HIGH * value / top, 1)


def ticks(highest: float) -> tuple[float, float]:
    """(step, top of the axis): three to six round steps from zero."""
    if highest <= 0:
        return 1, 1
    size = 10 ** floor(log10(highest))
    step = next(s * size for s in (0.2, 0.25, 0.5, 1, 2, 5) if highest / (s * size) <= 5)
    return step, step * ceil(highest / step - 1e-9)
