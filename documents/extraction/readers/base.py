"""What every reader offers; a subclass says only what its format can."""

from typing import Any

from ..limits import Limits
from ..results import Code, PageText, Refused
from ..textual import clean, clean_line, clean_title

Box = tuple[str, float, float, float, float]


class Reader:
    """One open file. Pages count from 1."""

    page_count: int = 0

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.warnings: list[str] = []

    def page(self, number: int) -> PageText:
        """The text of a page; its own trouble goes into `error`, with the text read so far."""
        raise NotImplementedError

    def facts(self) -> dict[str, Any]:
        """Keys of Extraction: title, author, created (ISO 8601), declared_language, tagged, has_outline."""
        return {}

    def render(self, number: int, width: int) -> bytes:
        """The page as WebP, `width` pixels wide unless that makes it too large."""
        raise Refused(Code.UNSUPPORTED, "this kind has no page images")

    def words(self, number: int) -> list[Box]:
        return []

    def outline(self) -> list[tuple[int, str, int | None]]:
        return []

    def close(self) -> None:
        """Release the file."""

    def check(self, number: int) -> None:
        if not 1 <= number <= self.page_count:
            raise Refused(Code.NO_SUCH_PAGE, f"page {number} of {self.page_count}")

    def cut(self, page: PageText) -> PageText:
        """Clean the page's text and keep it within the limit."""
        page.text = clean(page.text)
        if len(page.text) > self.limits.page_chars:
            page.text = page.text[: self.limits.page_chars]
            page.error = page.error or Code.TOO_LARGE_PAGE
        return page


class TextReader(Reader):
    """A file whose pages were all read when it was opened."""

    def __init__(self, limits: Limits, pages: list[PageText], facts: dict[str, Any] | None = None) -> None:
        super().__init__(limits)
        self.pages = pages
        self.page_count = len(pages)
        self._facts = facts or {}

    def page(self, number: int) -> PageText:
        self.check(number)
        return self.cut(self.pages[number - 1])

    def facts(self) -> dict[str, Any]:
        return self._facts


def names(*, title: str | None, author: str | None, created: str | None, language: str | None) -> dict[str, Any]:
    """The facts that office formats share, cleaned."""
    return {
        "title": clean_title(title or ""),
        "author": clean_line(author or "", limit=200),
        "created": created or "",
        "declared_language": clean_line(language or "", limit=35),
    }
