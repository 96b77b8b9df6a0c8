"""Boxes of the words on a PDF page, from the boxes of its characters."""

import ctypes
import unicodedata
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ..textual import LIGATURES, compose
from .base import Box

UNIT = 1_000_000  # of the imaginary screen onto which the page is placed; FPDF_PageToDevice gives whole numbers
LINE_END_HYPHENS = (0x02, 0xAD, 0xFFFE)
SPACING_ACCENTS = "´˜¨"
MIN_SIDE = 1e-4


@dataclass(slots=True)
class _Run:
    """Characters of one word on one line, in page coordinates."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    continued: bool = False  # ends in a hyphen at a line end: the next run belongs to the same word

    def add(self, char: str, left: float, bottom: float, right: float, top: float) -> None:
        self.text += char
        self.left, self.bottom = min(self.left, left), min(self.bottom, bottom)
        self.right, self.top = max(self.right, right), max(self.top, top)


def page_words(page: pdfium.PdfPage, text: pdfium.PdfTextPage, *, limit: int) -> list[Box]:
    """(word, x0, y0, x1, y1) in reading order, as `results.Word`; at most `limit`.

    A word is letters, digits and their accents only, which is what the search engine calls a word.
    """
    found: list[Box] = []
    parts: list[_Run] = []
    for run in _runs(text):
        parts.append(run)
        if run.continued:
            continue
        whole = compose("".join(part.text for part in parts))
        for part in parts:
            box = _on_screen(page, part)
            if box:
                found.append((whole, *box))
        parts = []
        if len(found) >= limit:
            break
    return found


def _runs(text: pdfium.PdfTextPage) -> "list[_Run]":
    """Every run of word characters, broken where a letter jumps to another line."""
    runs: list[_Run] = []
    current: _Run | None = None
    after_hyphen = False
    reader = _Characters(text)
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in LINE_END_HYPHENS:
            if current is not None:
                current.continued = after_hyphen = True
            continue
        char = LIGATURES.get(code) or chr(code)
        if not _in_word(char):
            if not (after_hyphen and char in "\r\n \0"):
                if after_hyphen and runs:
                    runs[-1].continued = False
                after_hyphen = False
                current = None
            continue
        box = reader.box(index)
        if after_hyphen and runs:
            runs[-1].continued = char.islower()
        if box is None:
            if current is not None and not after_hyphen:
                current.text += char
            continue
        if current is None or after_hyphen or _jumps(current, box):
            current = _Run(char, *box)
            runs.append(current)
        else:
            current.add(char, *box)
        after_hyphen = False
    if runs:
        runs[-1].continued = False
    return runs


def _in_word(char: str) -> bool:
    return char.isalnum() or char in SPACING_ACCENTS or unicodedata.category(char[0]) in ("Mn", "Mc")


def _jumps(run: _Run, box: tuple[float, float, float, float]) -> bool:
    """Whether the next letter's box lies apart from the run's: another line or column."""
    left, bottom, right, top = box
    gap = 3 * max(run.top - run.bottom, run.right - run.left, top - bottom, 1.0)
    return left > run.right + gap or right < run.left - gap or bottom > run.top + gap or top < run.bottom - gap


class _Characters:
    """Boxes of single characters, with one set of buffers for all calls."""

    def __init__(self, text: pdfium.PdfTextPage) -> None:
        self._text = text
        self._tight = [ctypes.c_double() for _ in range(4)]
        self._loose = raw.FS_RECTF()

    def box(self, index: int) -> tuple[float, float, float, float] | None:
        """Left, bottom, right, top: the font's full height where the file says it credibly, else the ink."""
        left, right, bottom, top = self._tight
        if not raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top):
            return None
        tight = (left.value, bottom.value, right.value, top.value)
        loose = self._loose
        if not raw.FPDFText_GetLooseCharBox(self._text, index, loose):
            return tight if _has_area(tight) else None
        wide = (loose.left, loose.bottom, loose.right, loose.top)
        if not _has_area(wide):
            return tight if _has_area(tight) else None
        if not _has_area(tight):
            return wide
        union = (
            min(wide[0], tight[0]),
            min(wide[1], tight[1]),
            max(wide[2], tight[2]),
            max(wide[3], tight[3]),
        )
        # Broken fonts declare boxes as tall as the page.
        grown = max(union[2] - union[0], union[3] - union[1]) / max(tight[2] - tight[0], tight[3] - tight[1])
        return union if grown <= 5 else tight


def _has_area(box: tuple[float, float, float, float]) -> bool:
    return box[2] > box[0] and box[3] > box[1]


def _on_screen(page: pdfium.PdfPage, run: _Run) -> tuple[float, float, float, float] | None:
    """The run's box as fractions of the page as displayed (rotation, crop box), None if it lies outside."""
    x, y = ctypes.c_int(), ctypes.c_int()
    xs, ys = [], []
    for page_x, page_y in ((run.left, run.bottom), (run.right, run.top)):
        if not raw.FPDF_PageToDevice(page, 0, 0, UNIT, UNIT, 0, page_x, page_y, x, y):
            return None
        xs.append(min(1.0, max(0.0, x.value / UNIT)))
        ys.append(min(1.0, max(0.0, y.value / UNIT)))
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if x1 - x0 < MIN_SIDE or y1 - y0 < MIN_SIDE:
        return None
    return round(x0, 5), round(y0, 5), round(x1, 5), round(y1, 5)
