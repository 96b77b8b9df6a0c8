"""DOCX through mammoth: its HTML, with explicit page breaks kept, as paragraphs."""

from html.parser import HTMLParser

import mammoth

from ..limits import Limits
from .base import TextReader
from .package import core_facts, open_package
from .paginate import BREAK, paginate

_STYLES = "br[type='page'] => hr.page"
_BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "table", "ul", "ol"))


def open_file(path: str, kind: str, limits: Limits) -> TextReader:
    with open_package(path, limits) as package:
        facts = core_facts(package)
    with open(path, "rb") as file:
        html = mammoth.convert_to_html(
            file,
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
            id_prefix="",
            external_file_access=False,
        ).value
    paragraphs = _Paragraphs()
    paragraphs.feed(html)
    paragraphs.close()
    return TextReader(limits, paginate(paragraphs.all()), facts)


class _Paragraphs(HTMLParser):
    """Text of mammoth's HTML: a paragraph for each block, table cells divided by tabs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.open: list[str] = []
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "hr":
            self.open.append(BREAK)
        elif tag == "br":
            self.open.append("\n")
        elif tag in ("td", "th"):
            self.cells += 1
            if self.open:
                self.open.append("\t")
        elif tag in ("ul", "ol", "table"):
            self._close_block()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.cells -= 1
        elif tag == "p" and self.cells:
            self.open.append(" ")
        elif tag in _BLOCKS:
            self._close_block()

    def handle_data(self, data: str) -> None:
        self.open.append(data)

    def _close_block(self) -> None:
        text = "".join(self.open)
        self.open.clear()
        if text.strip(" \n\t"):
            self.blocks.append(text)

    def all(self) -> list[str]:
        self._close_block()
        return self.blocks
