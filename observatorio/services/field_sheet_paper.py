"""Paper for the field sheet: text that never takes more room than it was given, boxes to tick, lines to write on."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics

from acervo.links import qr
from acervo.links.labels import BOLD, REGULAR, _register_fonts, wrap

__all__ = ["BOLD", "REGULAR", "Paper", "mm"]

GREY = 0.35
BOX = 3.4 * mm


class Paper:
    """One page of a reportlab canvas, written from the top down. Lengths in points; `y` is what is still free."""

    def __init__(self, canvas: Any, *, width: float, height: float, margin: float = 14 * mm) -> None:
        _register_fonts()
        self.canvas = canvas
        self.left, self.right = margin, width - margin
        self.bottom = margin
        self.y = height - margin

    @property
    def width(self) -> float:
        return self.right - self.left

    def text(self, x: float, y: float, words: str, *, font: str = REGULAR, size: float = 9, grey: bool = False) -> None:
        self.canvas.setFillGray(GREY if grey else 0)
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, words)
        self.canvas.setFillGray(0)

    def block(
        self, words: str, *, x: float, width: float, lines: int, font: str = REGULAR, size: float = 9, y: float
    ) -> float:
        """At most `lines` lines of text whose first is below `y`; what does not fit ends in «…». Returns the new y."""
        for line in wrap(" ".join(words.split()), font, size, width, lines):
            y -= size * 1.2
            self.text(x, y, line, font=font, size=size)
        return y

    def heading(self, words: str) -> None:
        self.y -= 5.5 * mm
        self.text(self.left, self.y, words, font=BOLD, size=10)
        self.y -= 1.2 * mm
        self.canvas.setLineWidth(0.6)
        self.canvas.line(self.left, self.y, self.right, self.y)
        self.y -= 0.6 * mm

    def facts(self, facts: Sequence[tuple[str, str]], *, columns: int = 2, lines: int = 2) -> None:
        """Labels over their values, in columns."""
        gap = 6 * mm
        width = (self.width - gap * (columns - 1)) / columns
        for start in range(0, len(facts), columns):
            ends = []
            for column, (label, value) in enumerate(facts[start : start + columns]):
                x = self.left + column * (width + gap)
                top = self.y - 3.2 * mm
                self.text(x, top, label, size=7, grey=True)
                ends.append(self.block(value or "—", x=x, width=width, lines=lines, size=9, y=top - 0.3 * mm))
            self.y = min(ends) - 0.6 * mm

    def boxes(self, label: str, words: Sequence[str], *, columns: int) -> None:
        """A group of boxes to tick below its label."""
        self.y -= 4.4 * mm
        self.text(self.left, self.y, label, font=BOLD, size=8.5)
        width = self.width / columns
        for number, word in enumerate(words):
            column = number % columns
            if column == 0:
                self.y -= 5.2 * mm
            x = self.left + column * width
            self.canvas.setLineWidth(0.8)
            self.canvas.rect(x, self.y - 0.5 * mm, BOX, BOX)
            fitted = wrap(word, REGULAR, 8.5, width - BOX - 3 * mm, 1)[0]
            self.text(x + BOX + 1.5 * mm, self.y, fitted, size=8.5)

    def blanks(self, labels: Sequence[tuple[str, float]]) -> None:
        """Labels with a line to write on; the second of each pair is its share of the width."""
        self.y -= 7 * mm
        x = self.left
        for label, share in labels:
            end = x + self.width * share
            self.text(x, self.y, label, font=BOLD, size=8.5)
            start = x + pdfmetrics.stringWidth(label, BOLD, 8.5) + 1.5 * mm
            self.canvas.setLineWidth(0.4)
            self.canvas.line(start, self.y - 0.6 * mm, end - 3 * mm, self.y - 0.6 * mm)
            x = end

    def lines_down_to(self, bottom: float, label: str) -> None:
        """Ruled room for notes, as much as there is above `bottom`."""
        self.y -= 5.5 * mm
        self.text(self.left, self.y, label, font=BOLD, size=8.5)
        self.canvas.setLineWidth(0.3)
        self.canvas.setStrokeGray(0.6)
        while self.y - 7 * mm >= bottom:
            self.y -= 7 * mm
            self.canvas.line(self.left, self.y, self.right, self.y)
        self.canvas.setStrokeGray(0)

    def qr(self, text: str, *, x: float, y: float, side: float) -> None:
        """A QR of `side`, quiet zone included, with its lower left corner at (x, y)."""
        modules = qr.matrix(text)
        module = side / len(modules)
        path = self.canvas.beginPath()
        for column, row, length in qr.runs(modules):
            path.rect(x + column * module, y + side - (row + 1) * module, length * module, module)
        self.canvas.drawPath(path, stroke=0, fill=1)
