"""QR symbols (ISO/IEC 18004) as SVG and PNG.

Error correction: level Q, which recovers about 25 % of the codewords. L (7 %) and M (15 %) do for a screen,
but these codes are printed, stuck on doors and monuments, scratched, wet and half shaded; H (30 %) would cost
one or two symbol versions more, that is, smaller modules at the same 2 cm, which harms reading more than the
last 5 % help. The quiet zone is the 4 modules that the standard asks for, always part of the image, and
always white, so that a code on a dark page or wall still reads.
"""

import io
from collections.abc import Iterator
from functools import lru_cache

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_Q

QUIET = 4  # modules
PRINT_SIDE_MM = 20.0  # of the symbol without its quiet zone
PRINT_MODULE_MM = 0.5  # what a cheap phone still resolves from 20 cm
PNG_MIN, PNG_DEFAULT, PNG_MAX = 120, 600, 2400  # pixels
DRAWING = "1"  # raise it when a drawing changes, so that caches ask for it anew

Matrix = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=512)
def matrix(text: str) -> Matrix:
    """The modules of the smallest symbol for `text`, quiet zone included; True is dark."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def module_mm(text: str) -> float:
    """The side of a module in print: the symbol is at least 2 cm wide and no module is under 0.5 mm."""
    return max(PRINT_SIDE_MM / (len(matrix(text)) - 2 * QUIET), PRINT_MODULE_MM)


def runs(modules: Matrix) -> Iterator[tuple[int, int, int]]:
    """Every horizontal run of dark modules as (column, row, length), rows from the top."""
    for y, row in enumerate(modules):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                yield start, y, x - start
            x += 1


def svg_path(modules: Matrix) -> str:
    """The dark modules as data of one SVG path, one unit a module."""
    return "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in runs(modules))


def svg(text: str) -> bytes:
    """An SVG of the right print size; no style, script or reference, so any security policy lets it show."""
    modules = matrix(text)
    side = len(modules)
    size = f"{side * module_mm(text):.2f}mm"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" '
        f'viewBox="0 0 {side} {side}" shape-rendering="crispEdges" role="img">'
        f'<title>QR</title><path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path fill="#000" d="{svg_path(modules)}"/></svg>'
    ).encode()


def png(text: str, *, size: int) -> bytes:
    """A PNG of `size` × `size` pixels; each module is a whole number of pixels, the rest is quiet zone."""
    modules = matrix(text)
    side = len(modules)
    scale = size // side
    if scale < 1:
        raise ValueError(f"{size} pixels are too few for {side} modules.")
    small = Image.new("1", (side, side))
    small.putdata([0 if dark else 255 for row in modules for dark in row])
    symbol = small.resize((side * scale, side * scale), Image.Resampling.NEAREST)
    image = Image.new("1", (size, size), 1)
    image.paste(symbol, ((size - side * scale) // 2,) * 2)
    output = io.BytesIO()
    image.save(output, "PNG", optimize=True)
    return output.getvalue()
