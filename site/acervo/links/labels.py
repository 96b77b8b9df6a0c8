"""The printable label of a link: its QR, a title, and the short address in letters.

The symbol is at least 2 cm wide without its quiet zone (see `qr` for the error correction). Phones read from
about ten times the width of a symbol: 20 cm, a hand's length before the label. The address in letters serves
whoever has no camera. Everything is vector; the face is Source Sans Pro, embedded in the PDF. In the SVG each
line carries its measured length, so that it fits also where that face is missing.
"""

import io
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from . import qr

WIDTH_MM = 85.0  # of a business card
REGULAR, BOLD = "AcervoSans", "AcervoSans-Bold"
TITLE_PT, ADDRESS_PT, ADDRESS_MIN_PT, LEADING = 10.0, 8.5, 5.0, 1.2
TITLE_LINES = 4
MARGIN_MM = 4.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `x` and `y` (of the baseline, from the top), `size` and `width` in points."""

    text: str
    font: str
    size: float
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A label of `width` × `height` points with the QR, quiet zone included, at its left edge."""

    width: float
    height: float
    modules: qr.Matrix
    module: float
    lines: tuple[Line, ...]


def layout(*, text: str, title: str, address: str) -> Layout:
    """Place everything: `text` goes into the QR, `title` is wrapped, `address` is set below it."""
    _register_fonts()
    modules = qr.matrix(text)
    module = qr.module_mm(text) * mm
    side = len(modules) * module
    width = max(WIDTH_MM * mm, side + 45 * mm)
    left, right = side, width - MARGIN_MM * mm
    titles = wrap(" ".join(title.split()), BOLD, TITLE_PT, right - left, TITLE_LINES)
    addresses, size = _fit_address(address, right - left)
    tall = len(titles) * TITLE_PT * LEADING + (len(addresses) + 0.5) * size * LEADING
    y = (side - tall) / 2
    lines = []
    for line in titles:
        y += TITLE_PT * LEADING
        lines.append(_line(line, BOLD, TITLE_PT, left, y))
    y += 0.5 * size * LEADING
    for line in addresses:
        y += size * LEADING
        lines.append(_line(line, REGULAR, size, left, y))
    return Layout(width, side, modules, module, tuple(lines))


def pdf(*, text: str, title: str, address: str) -> bytes:
    """One page of the size of the label."""
    label = layout(text=text, title=title, address=address)
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=(label.width, label.height), invariant=True, lang="es-MX")
    canvas.setTitle(title)
    canvas.setSubject(text)
    # One path for all modules: separate rectangles would show hairlines between them.
    path = canvas.beginPath()
    for x, y, length in qr.runs(label.modules):
        path.rect(x * label.module, label.height - (y + 1) * label.module, length * label.module, label.module)
    canvas.drawPath(path, stroke=0, fill=1)
    for line in label.lines:
        canvas.setFont(line.font, line.size)
        canvas.drawString(line.x, label.height - line.y, line.text)
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def svg(*, text: str, title: str, address: str) -> bytes:
    """The same label; lengths in points, no style, script or reference."""
    label = layout(text=text, title=title, address=address)
    words = "".join(
        f'<text x="{line.x:.2f}" y="{line.y:.2f}" font-size="{line.size:.2f}" '
        f'font-weight="{700 if line.font == BOLD else 400}" textLength="{line.width:.2f}" '
        f'lengthAdjust="spacingAndGlyphs">{escape(line.text)}</text>'
        for line in label.lines
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{label.width:.2f}pt" height="{label.height:.2f}pt" '
        f'viewBox="0 0 {label.width:.2f} {label.height:.2f}">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{label.width:.2f}" height="{label.height:.2f}" fill="#fff"/>'
        f'<path fill="#000" shape-rendering="crispEdges" transform="scale({label.module:.5f})" '
        f'd="{qr.svg_path(label.modules)}"/>'
        f'<g fill="#000" font-family="\'Source Sans Pro\', Helvetica, Arial, sans-serif">{words}</g></svg>'
    ).encode()


def wrap(text: str, font: str, size: float, width: float, most: int) -> list[str]:
    """Break `text` into at most `most` lines of `width` points; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most:
        end = _fitting(rest, font, size, width)
        if end < len(rest):
            space = rest.rfind(" ", 0, end + 1)
            end = space if space > 0 else end  # a word longer than a line is cut where the line ends
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    if rest:
        last = lines[-1]
        while pdfmetrics.stringWidth(last + "…", font, size) > width:
            last = last[:-1].rstrip()
        lines[-1] = last + "…"
    return lines


def _fitting(text: str, font: str, size: float, width: float) -> int:
    end = 1
    while end < len(text) and pdfmetrics.stringWidth(text[: end + 1], font, size) <= width:
        end += 1
    return end


def _fit_address(address: str, width: float) -> tuple[list[str], float]:
    """One line if it fits; else the host and the path each on a line, smaller if they must be."""
    host, slash, path = address.partition("/")
    lines = [address]
    if pdfmetrics.stringWidth(address, REGULAR, ADDRESS_PT) > width and path:
        lines = [host + slash, path]
    widest = max(pdfmetrics.stringWidth(line, REGULAR, ADDRESS_PT) for line in lines)
    return lines, max(ADDRESS_PT * min(1.0, width / widest), ADDRESS_MIN_PT)


def _line(text: str, font: str, size: float, x: float, y: float) -> Line:
    return Line(text, font, size, x, y, pdfmetrics.stringWidth(text, font, size))


@cache
def _register_fonts() -> None:
    folder = files("font_source_sans_pro") / "files"
    for name, file in ((REGULAR, "SourceSansPro-Regular.ttf"), (BOLD, "SourceSansPro-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
