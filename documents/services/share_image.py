"""The picture of a record for other sites: its title on paper, made from text alone."""

import hashlib
import io
from importlib import resources
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from documents.models import RecordPage
from documents.services import derived
from documents.services.citations import Citation

SIZE = (1200, 630)
MARGIN = 80
TITLE_LINES = 5
PAPER, INK, SOFT, ACCENT = "#fbfaf7", "#1d2226", "#565e66", "#8f3d36"
VERSION = "1"  # part of the cache key: change it with the drawing


def share_image(page: RecordPage) -> bytes:
    """The PNG, kept on disk for as long as its words stay the same."""
    kind = str(page.record_type or "")
    title = " ".join(page.title.split())
    below = Citation.of(page, url="-").short()
    words = [VERSION, settings.WAGTAIL_SITE_NAME, kind, title, below]
    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()
    path = Path(settings.CACHE_DIR) / "og" / f"{digest}.png"
    return derived.read_or_make(path, lambda: _draw(kind=kind, title=title, below=below))


def _draw(*, kind: str, title: str, below: str) -> bytes:
    image = Image.new("RGB", SIZE, PAPER)
    drawing = ImageDraw.Draw(image)
    drawing.rectangle((0, 0, 24, SIZE[1]), fill=ACCENT)
    width = SIZE[0] - 2 * MARGIN
    drawing.text((MARGIN, 70), kind or settings.WAGTAIL_SITE_NAME, font=_font("Semibold", 32), fill=ACCENT)
    font, lines = _fitted(drawing, title, width)
    y = 130.0
    for line in lines:
        drawing.text((MARGIN, y), line, font=font, fill=INK)
        y += font.size * 1.2
    small = _font("Regular", 30)
    for line in _wrapped(drawing, below, small, width)[:1]:
        drawing.text((MARGIN, SIZE[1] - 145), line, font=small, fill=SOFT)
    drawing.text((MARGIN, SIZE[1] - 95), settings.WAGTAIL_SITE_NAME, font=_font("Semibold", 30), fill=INK)
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    files = resources.files("font_source_serif_pro") / "files"
    with resources.as_file(files / f"SourceSerifPro-{weight}.ttf") as path:
        return ImageFont.truetype(str(path), size)


def _fitted(drawing: ImageDraw.ImageDraw, title: str, width: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest of three sizes in which the title fits; the smallest, cut, for a title that never does."""
    for size in (72, 60, 48):
        font = _font("Semibold", size)
        lines = _wrapped(drawing, title, font, width)
        if len(lines) * size * 1.2 <= 340:
            return font, lines
    return font, [*lines[: TITLE_LINES - 1], lines[TITLE_LINES - 1].rstrip(" .,;") + "…"]


def _wrapped(drawing: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        while drawing.textlength(word, font=font) > width and len(word) > 1:  # one endless word
            keep = max(1, int(len(word) * width / drawing.textlength(word, font=font)) - 1)
            lines.append(word[:keep])
            word = word[keep:]
        if lines and drawing.textlength(f"{lines[-1]} {word}", font=font) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines
