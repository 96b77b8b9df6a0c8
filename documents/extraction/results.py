"""What comes out of a file: pages of text, facts about it, word boxes; or a refusal with a code."""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """Why a file is refused, or why one page of a kept file has no (or only part of its) text.

    The Django side has one Spanish sentence for each.
    """

    ENCRYPTED = "encrypted"  # opens only with a password
    MALFORMED = "malformed"  # damaged beyond reading
    UNSUPPORTED = "unsupported"  # not one of the kinds, or a feature that nobody here reads
    EMPTY = "empty"  # no bytes, or no pages
    MISSING = "missing"  # no file at that path, or not readable
    NO_SUCH_PAGE = "no_such_page"
    TOO_LARGE = "too_large"  # more than the limits let through once unpacked
    TOO_LARGE_PAGE = "too_large_page"  # a page's text or picture passes the limit; text is kept up to it
    TOO_SLOW = "too_slow"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    NOT_READ = "not_read"  # page left out because earlier pages used up the file's patience


class Refused(Exception):
    """The file, or the page asked for, cannot be read. `code` is a `Code`; `detail` is English, for the log."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = Code(code)
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else str(self.code)


@dataclass(slots=True)
class PageText:
    """One page as read. `number` counts from 1; sizes are in points, 0 where pages have no size."""

    number: int
    text: str = ""
    width_pt: float = 0.0
    height_pt: float = 0.0
    is_scan: bool = False
    error: Code | None = None
    label: str = ""  # the sheet's name, where pages have names


@dataclass(slots=True)
class Extraction:
    """Everything that ingest stores about one file version."""

    kind: str
    page_count: int = 0
    pages: list[PageText] = field(default_factory=list)
    title: str = ""
    author: str = ""
    created: datetime.datetime | None = None
    declared_language: str | None = None  # as the file says, primary subtag only
    detected_language: str | None = None  # from its words: "es", "en" or None
    tagged: bool = False
    has_outline: bool = False
    has_text_layer: bool = False
    warnings: list[str] = field(default_factory=list)

    @property
    def language(self) -> str | None:
        """What the words say; authors' templates often declare the wrong one."""
        return self.detected_language or self.declared_language

    @property
    def scanned_pages(self) -> list[int]:
        """Numbers of the pages that wait for OCR."""
        return [page.number for page in self.pages if page.is_scan]


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters and digits, and its box as fractions of the page as displayed, origin top left.

    A word broken at a line end comes as two boxes with the same, whole text.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark. `level` counts from 0; `page` counts from 1, None if it leads nowhere in this file."""

    level: int
    title: str
    page: int | None
