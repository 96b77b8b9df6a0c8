"""The marks of a drawing as SVG: classes and presentation attributes, no style attribute, no script."""

import hashlib
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

WIDE, NARROW = 720, 344
SIZE, SMALL, LINE = 14, 13, 18  # of labels, of notes and axes, between lines; units of the drawing

#: Textures over a colour, so that parts differ without it: none, lines, dots, lines the other way, crossing, upright.
_TEXTURES = (
    "",
    '<path d="M-2 10L10-2M4 16L16 4"/>',
    '<circle cx="4" cy="4" r="1.6"/><circle cx="10" cy="10" r="1.6"/>',
    '<path d="M-2 2L10 14M4-4L16 8"/>',
    '<path d="M0 6H12M6 0V12"/>',
    '<path d="M3 0V12M9 0V12"/>',
)
FILLS = len(_TEXTURES)
_UNKNOWN = FILLS  # the hatching of what nobody knows


def n(value: float) -> str:
    """A coordinate, short and without the comma of a locale."""
    return f"{value:.1f}".removesuffix(".0")


@dataclass(slots=True)
class Drawing:
    """Marks in the order in which they are painted."""

    width: int
    name: str  # tells the ids of this drawing from those of its neighbours
    height: float = 0
    marks: list[str] = field(default_factory=list)
    textures: set[int] = field(default_factory=set)

    def rect(self, x: float, y: float, width: float, height: float, css: str) -> None:
        self.marks.append(
            f'<rect class="{css}" x="{n(x)}" y="{n(y)}" width="{n(max(width, 0))}" height="{n(height)}"/>'
        )

    def fill(self, x: float, y: float, width: float, height: float, which: int) -> None:
        """A part in one of the FILLS: its colour and its texture."""
        which %= FILLS
        self.rect(x, y, width, height, f"chart__fill chart__fill--{which + 1}")
        if _TEXTURES[which]:
            self.textures.add(which)
            self.marks.append(
                f'<rect x="{n(x)}" y="{n(y)}" width="{n(max(width, 0))}" height="{n(height)}"'
                f' fill="url(#{self.name}-{which})"/>'
            )

    def hatched(self, x: float, y: float, width: float, height: float) -> None:
        """Ground of which nothing is known."""
        self.textures.add(_UNKNOWN)
        self.rect(x, y, width, height, "chart__unknown")
        self.marks.append(
            f'<rect x="{n(x)}" y="{n(y)}" width="{n(max(width, 0))}" height="{n(height)}"'
            f' fill="url(#{self.name}-{_UNKNOWN})"/>'
        )

    def path(self, d: str, css: str) -> None:
        self.marks.append(f'<path class="{css}" d="{d}" fill="none"/>')

    def shape(self, d: str, css: str) -> None:
        self.marks.append(f'<path class="{css}" d="{d}"/>')

    def text(self, x: float, y: float, lines: str | list[str], css: str, *, anchor: str = "start") -> None:
        """Lines of text; `y` is the base of the first."""
        lines = [lines] if isinstance(lines, str) else lines
        start = "" if anchor == "start" else f' text-anchor="{anchor}"'
        if len(lines) == 1:
            inner: str = escape(lines[0])
        else:
            inner = " ".join(
                f'<tspan x="{n(x)}" y="{n(y + LINE * row)}">{escape(line)}</tspan>' for row, line in enumerate(lines)
            )
        size = SMALL if "soft" in css else SIZE
        self.marks.append(f'<text class="{css}" x="{n(x)}" y="{n(y)}" font-size="{size}"{start}>{inner}</text>')

    def svg(self, *, title: str, description: str, sample: bool) -> str:
        """The whole drawing, with its words for screen readers and, for a sample, its mark behind and above the data."""
        head = f"<title>{escape(title)}</title>" + (f"<desc>{escape(description)}</desc>" if description else "")
        top, stamp = 0, ""
        if sample:
            top = 30
            stamp = self._sample_mark(top)
        patterns = "".join(
            f'<pattern class="chart__{"hatching" if which == _UNKNOWN else "texture"}" id="{self.name}-{which}" width="12" height="12" patternUnits="userSpaceOnUse">'
            f"{_TEXTURES[1] if which == _UNKNOWN else _TEXTURES[which]}</pattern>"
            for which in sorted(self.textures)
        )
        return (
            f'<svg class="chart__drawing" role="img" width="{self.width}" height="{n(self.height + top)}"'
            f' viewBox="0 {-top} {self.width} {n(self.height + top)}">{head}'
            f"{f'<defs>{patterns}</defs>' if patterns else ''}{stamp}{''.join(self.marks)}</svg>"
        )

    def _sample_mark(self, top: int) -> str:
        note = escape(_("Cifras de muestra: no son reales"))
        x, y = self.width / 2, self.height / 2
        size = min(self.width / 6, max(self.height / 2, 24))
        return (
            f'<text class="chart__watermark" x="{n(x)}" y="{n(y + size / 3)}" font-size="{n(size)}" text-anchor="middle"'
            f' transform="rotate(-8 {n(x)} {n(y)})" aria-hidden="true">{escape(_("MUESTRA"))}</text>'
            f'<text class="chart__sample" x="0" y="{14 - top}" font-size="{SIZE}">{note}</text>'
        )


def both(draw, *, title: str, description: str, sample: bool, seed: object) -> SafeString:
    """The chart in its two widths. `draw(drawing)` paints one; `seed`: what tells this chart's ids from others'."""
    if sample:
        title = _("%(title)s (cifras de muestra)") % {"title": title}
    name = "c" + hashlib.blake2s(repr((title, seed)).encode(), digest_size=5).hexdigest()
    parts = []
    for size, css in ((WIDE, "wide"), (NARROW, "narrow")):
        drawing = Drawing(size, f"{name}{css[0]}")
        draw(drawing)
        svg = drawing.svg(title=title, description=str(description), sample=sample)
        parts.append(f'<div class="chart__{css}">{svg}</div>')
    # every text in the marks went through escape()
    return mark_safe(f'<div class="chart{" chart--sample" if sample else ""}">{"".join(parts)}</div>')  # noqa: S308
