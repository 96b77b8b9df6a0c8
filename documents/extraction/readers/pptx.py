"""PPTX: a page for each slide: its shapes' text in order, tables, groups, then the speaker's notes."""

from collections.abc import Iterable
from typing import Any

from pptx import Presentation
from pptx.shapes.group import GroupShape

from ..limits import Limits
from ..results import PageText
from .base import Reader
from .package import core_facts, open_package

EMU_PER_POINT = 12_700
MAX_DEPTH = 12


def open_file(path: str, kind: str, limits: Limits) -> "SlideReader":
    return SlideReader(path, limits)


class SlideReader(Reader):
    def __init__(self, path: str, limits: Limits) -> None:
        super().__init__(limits)
        with open_package(path, limits) as package:
            self._facts = core_facts(package)
        self._show = Presentation(path)
        self._slides = list(self._show.slides)
        self.page_count = len(self._slides)

    def facts(self) -> dict[str, Any]:
        return self._facts

    def page(self, number: int) -> PageText:
        self.check(number)
        slide = self._slides[number - 1]
        parts = list(_texts(slide.shapes, 0))
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            parts.append(slide.notes_slide.notes_text_frame.text)
        return self.cut(
            PageText(
                number=number,
                text="\n".join(part for part in parts if part.strip()).replace("\v", "\n"),
                width_pt=(self._show.slide_width or 0) / EMU_PER_POINT,
                height_pt=(self._show.slide_height or 0) / EMU_PER_POINT,
            )
        )


def _texts(shapes: Iterable[Any], depth: int) -> Iterable[str]:
    for shape in shapes:
        if isinstance(shape, GroupShape):
            if depth < MAX_DEPTH:
                yield from _texts(shape.shapes, depth + 1)
        elif shape.has_text_frame:
            yield shape.text_frame.text
        elif getattr(shape, "has_table", False):
            for row in shape.table.rows:
                yield "\t".join(cell.text for cell in row.cells)
