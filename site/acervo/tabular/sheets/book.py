"""What every kind of spreadsheet file answers to."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MAX_COLUMNS = 300
MAX_CELL = 20_000  # characters; longer ones are no data of an inventory
HEADER_SEARCH = 25  # rows among which the headers are looked for


class SheetError(Exception):
    """The file as a whole cannot be used; the message is a Spanish sentence that says how to mend it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file is to be read; kept in the batch so that every run reads it in the same way."""

    kind: str  # csv or xlsx
    encoding: str = ""
    delimiter: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


class Book(ABC):
    """A spreadsheet file. Every call of `rows` reads it anew from its beginning."""

    layout: Layout

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    @abstractmethod
    def sheets(self) -> list[str]:
        """Names of its sheets, in order."""

    @abstractmethod
    def rows(self, sheet: str = "", *, after: int = 0) -> Iterator[tuple[int, Sequence[str]]]:
        """Line (CSV) or row number (XLSX) and the cells of each row after row `after` (counted in records from 1).

        Rows of nothing but empty cells are left out. Raises SheetError where the file is broken.
        """

    def head(self, sheet: str = "", *, count: int = HEADER_SEARCH) -> list[tuple[int, int, list[str]]]:
        """(record number, line, cells) of the first rows, empty ones left out."""
        found = []
        for record, line, cells in self.records(sheet):
            if record > count:
                break
            if any(cell.strip() for cell in cells):
                found.append((record, line, list(cells)))
        return found

    @abstractmethod
    def records(self, sheet: str = "") -> Iterator[tuple[int, int, Sequence[str]]]:
        """Every record with its number, counted from 1, and its line."""

    def close(self) -> None:  # noqa: B027 - most have nothing to close
        """Let go of the file."""


def guess_header(head: Sequence[tuple[int, int, list[str]]], known: Any) -> int:
    """The record number of the row of headers: the first with most cells that `known` recognises; else the first that
    has several texts and no number."""
    best, score = 0, 0
    for record, _line, cells in head:
        recognised = sum(1 for cell in cells if cell.strip() and known(cell))
        if recognised > score:
            best, score = record, recognised
    if best:
        return best
    for record, _line, cells in head:
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) > 1 and not any(cell.replace(".", "").replace(",", "").isdigit() for cell in filled):
            return record
    return head[0][0] if head else 1
