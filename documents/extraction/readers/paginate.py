"""Pages for formats that have none: what a citation calls "page 3" of a DOCX or a TXT."""

from collections.abc import Iterable

from ..results import PageText

PAGE_CHARS = 3_000  # about one printed page
BREAK = "\f"


def paginate(paragraphs: Iterable[str], *, separator: str = "\n\n") -> list[PageText]:
    """Join paragraphs into pages. A BREAK in or between them starts a page; else a page closes at the
    paragraph border after which the next would pass PAGE_CHARS. Paragraphs longer than two pages are cut at
    a space.

    The same paragraphs always give the same pages, so citations stay true. Without text: one empty page.
    """
    pages: list[list[str]] = [[]]
    size = 0
    for paragraph in paragraphs:
        for index, part in enumerate(paragraph.split(BREAK)):
            if index and pages[-1]:
                pages.append([])
                size = 0
            for piece in _pieces(part.strip("\n")):
                if not piece.strip():
                    continue
                if pages[-1] and size + len(piece) > PAGE_CHARS:
                    pages.append([])
                    size = 0
                pages[-1].append(piece)
                size += len(piece)
    texts = [separator.join(parts) for parts in pages if parts] or [""]
    return [PageText(number=number, text=text) for number, text in enumerate(texts, 1)]


def _pieces(paragraph: str) -> Iterable[str]:
    while len(paragraph) > 2 * PAGE_CHARS:
        at = paragraph.rfind(" ", PAGE_CHARS // 2, PAGE_CHARS)
        at = at if at > 0 else PAGE_CHARS
        yield paragraph[:at]
        paragraph = paragraph[at:].lstrip()
    yield paragraph
