"""The plaque of a monument, to print and to put up: name, dates, a short text, the QR of its record, the address in letters.

Black on white, so that any printer or engraver can make it; one rule in the colour of the quarry stone. Everything is
vector and every face is embedded. Only what the public may see of the monument is on it.
"""

import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from acervo.base import dates
from acervo.links import qr
from acervo.links.labels import wrap
from acervo.links.models import ShortLink

from .public_version import PublicMonument

#: Width and height in millimetres, by the name in the address.
SIZES: dict[str, tuple[int, int]] = {"a6": (105, 148), "10x10": (100, 100), "15x20": (150, 200)}
#: Key of SIZES → its name for people; the same in every language.
SIZE_NAMES = {"a6": "A6", "10x10": "10 × 10 cm", "15x20": "15 × 20 cm"}
SERIF, SANS, SANS_BOLD = "PlaqueSerif", "PlaqueSans", "PlaqueSansBold"
STONE = HexColor("#8f3d36")
LEADING = 1.25


@dataclass(frozen=True, slots=True)
class Words:
    """What a plaque says."""

    name: str
    facts: str
    text: str
    place: str
    code: str
    address: str  # of the short link, in letters
    link: str  # what the QR holds


def words_of(monument: PublicMonument, link: ShortLink) -> Words:
    """The words for a plaque, in the active language."""
    facts = [
        _("Siglo {century}").format(century=monument.century_label) if monument.century_label else "",
        dates.display(monument.dating) if monument.dating else "",
        str(monument.get_classification_display()),
    ]
    return Words(
        name=monument.name,
        facts=" · ".join(filter(None, facts)),
        text=Truncator(monument.description or "").words(60),
        place=", ".join(filter(None, [monument.street_line, monument.place])),
        code=monument.code,
        address=link.short_address,
        link=link.scan_url,
    )


def pdf(words: Words, size: str) -> bytes:
    """One page of the size `size` (a key of SIZES). The same words give the same bytes."""
    _register_fonts()
    width, height = (side * mm for side in SIZES[size])
    output = io.BytesIO()
    language = "en" if (get_language() or "").startswith("en") else "es-MX"
    canvas = Canvas(output, pagesize=(width, height), invariant=True, lang=language)
    canvas.setTitle(words.name)
    canvas.setSubject(words.link)
    margin = width * 0.08
    foot = _foot(canvas, words, width=width, margin=margin)
    _body(canvas, words, width=width, top=height - margin, bottom=foot + margin * 0.5, margin=margin)
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def _foot(canvas: Canvas, words: Words, *, width: float, margin: float) -> float:
    """The QR at the left, what to do with it at its right; returns the height of its upper edge."""
    modules = qr.matrix(words.link)
    module = max(qr.module_mm(words.link) * mm, width * 0.4 / len(modules))
    side = len(modules) * module
    quiet = qr.QUIET * module
    left, bottom = margin - quiet, margin - quiet
    path = canvas.beginPath()
    for x, y, length in qr.runs(modules):
        path.rect(left + x * module, bottom + side - (y + 1) * module, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)
    room = width - margin - (left + side)
    size = max(7.0, width / mm * 0.085)
    lines = [(line, SANS) for line in wrap(_("Conozca su historia: lea el código o escriba"), SANS, size, room, 3)]
    address = words.address
    host, slash, path_of = address.partition("/")
    for part in [address] if pdfmetrics.stringWidth(address, SANS_BOLD, size) <= room else [host + slash, path_of]:
        lines.append((part, SANS_BOLD))
    lines.append((_("Clave {code}").format(code=words.code), SANS))
    y = bottom + quiet + (len(lines) - 1) * size * LEADING
    for line, font in lines:
        fitted = min(size, size * room / max(pdfmetrics.stringWidth(line, font, size), 1))
        canvas.setFont(font, fitted)
        canvas.drawString(left + side, y, line)
        y -= size * LEADING
    return bottom + side - quiet


def _body(canvas: Canvas, words: Words, *, width: float, top: float, bottom: float, margin: float) -> None:
    """Rule, name, facts, place and as much of the text as there is room for."""
    room = width - 2 * margin
    canvas.setFillColor(STONE)
    canvas.rect(margin, top - 2.2, room * 0.18, 2.2, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    small = max(8.0, width / mm * 0.095)
    lines, size = fit(
        words.name, room=room, high=(top - bottom) * 0.55, largest=width / mm * 0.24, smallest=small * 1.1
    )
    y = top - size * 0.6
    for line in lines:
        y -= size * 1.12
        canvas.setFont(SERIF, size)
        canvas.drawString(margin, y, line)
    y -= small * 0.9
    for text in (words.facts, words.place):
        for line in wrap(text, SANS_BOLD if text is words.facts else SANS, small, room, 2) if text else []:
            if y - small * LEADING < bottom:
                return
            y -= small * LEADING
            canvas.setFont(SANS_BOLD if text is words.facts else SANS, small)
            canvas.drawString(margin, y, line)
    y -= small * 0.6
    most = int((y - bottom) // (small * LEADING))
    for line in wrap(" ".join(words.text.split()), SANS, small, room, most) if words.text and most > 1 else []:
        y -= small * LEADING
        canvas.setFont(SANS, small)
        canvas.drawString(margin, y, line)


def fit(text: str, *, room: float, high: float, largest: float, smallest: float) -> tuple[list[str], float]:
    """The lines of `text` in the largest size (points) that leaves nothing out; cut only at the smallest."""
    _register_fonts()
    size = largest
    while size > smallest:
        most = max(int(high // (size * 1.12)), 1)
        lines = wrap(text, SERIF, size, room, most)
        widest = max(pdfmetrics.stringWidth(word, SERIF, size) for word in text.split() or [""])
        if " ".join(lines).replace("…", "") == " ".join(text.split()) and widest <= room:
            return lines, size
        size -= 0.5
    return wrap(text, SERIF, smallest, room, max(int(high // (smallest * 1.12)), 1)), smallest


@cache
def _register_fonts() -> None:
    for name, package, file in (
        (SERIF, "font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
        (SANS, "font_source_sans_pro", "SourceSansPro-Regular.ttf"),
        (SANS_BOLD, "font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    ):
        pdfmetrics.registerFont(TTFont(name, str(files(package) / "files" / file)))
