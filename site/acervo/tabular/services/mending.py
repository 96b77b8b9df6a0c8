"""The sheet as it came, with a column of reasons and coloured cells: to be mended and brought again."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill

from acervo.base.exports import safe_cell
from acervo.base.text import normal

from ..faults import sentence
from ..models import Batch, BatchRow
from ..reading import EXTRA
from ..registry import table as table_named
from ..sheets import Book
from .locks import folder
from .receiving import book_of

REASON = "motivo"  # one of columns.OWN_HEADERS: it is no data when the sheet comes again
_FAULT = PatternFill("solid", start_color="FFF4C7C3")
_DOUBTFUL = PatternFill("solid", start_color="FFFFF2CC")
_CONVERTED = PatternFill("solid", start_color="FFD9E8F6")
_HEAD = PatternFill("solid", start_color="FFE7E6E6")


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the sheet: its cells, filled up to the width; indexes of the faulty and of the converted ones."""

    cells: Sequence[str]
    faulty: frozenset[int] = frozenset()
    converted: frozenset[int] = frozenset()
    reason: str = ""
    kind: PatternFill | None = None  # of the reason

    def fill(self, index: int) -> PatternFill | None:
        return _FAULT if index in self.faulty else _CONVERTED if index in self.converted else None


def faults_workbook(batch: Batch) -> Path:
    """An XLSX with all rows of the sheet; red cells are faults, blue ones were converted, and the last column says why.

    Raises SheetError.
    """
    path = folder() / f"{batch.pk}" / "faltas.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Correcciones"))
    sheet.freeze_panes = "A2"
    lines = _lines(batch)
    sheet.append([_cell(sheet, header, fill=_HEAD, bold=True) for header in [*next(lines).cells, REASON]])
    for line in lines:
        row: list[Any] = [_cell(sheet, text, fill=line.fill(index)) for index, text in enumerate(line.cells)]
        if line.reason:
            row.append(_cell(sheet, line.reason, fill=line.kind, wrap=True))
        sheet.append(row)
    book.save(path)
    return path


def faults_csv(batch: Batch) -> Path:
    """The same as CSV (UTF-8 with a byte-order mark, commas). Raises SheetError."""
    path = folder() / f"{batch.pk}" / "faltas.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as kept:
        writer = csv.writer(kept)
        lines = _lines(batch)
        writer.writerow([*map(safe_cell, next(lines).cells), REASON])
        for line in lines:
            writer.writerow([*map(safe_cell, line.cells), safe_cell(line.reason)])
    return path


def _lines(batch: Batch) -> Iterator[_Line]:
    """The headers first, then each row. Cells beyond the headers get one that says so, before the reasons."""
    table = table_named(batch.table)
    headers: list[str] = list(batch.layout.get("headers", []))
    own = next((index for index, header in enumerate(headers) if normal(header) == REASON), None)
    index_of = {name: int(index) for index, name in batch.mapping.items()}
    quoted = {
        index: re.compile(f"[«“]{re.escape(headers[index].strip() or table.column(name).header)}[»”]")
        for name, index in index_of.items()
    }
    book = book_of(batch, table)
    said = batch.rows.order_by("number").iterator(chunk_size=500)
    current: BatchRow | None = next(said, None)
    try:
        width = max(len(headers), _widest(book, batch))
        headers += [EXTRA] * (width - len(headers))
        nameless = {index for index, header in enumerate(headers) if normal(header) == normal(EXTRA)}
        yield _Line(_without(headers, own))
        for number, (_place, cells) in enumerate(book.rows(batch.sheet, after=batch.header_row), start=1):
            while current is not None and current.number < number:
                current = next(said, None)
            cells = [*cells[:width], *[""] * (width - len(cells))]
            if current is None or current.number != number:
                yield _Line(_without(cells, own))
                continue
            faulty = {index_of[fault["column"]] for fault in current.faults if fault["column"] in index_of}
            if any(not fault["column"] for fault in current.faults):
                faulty |= {index for index in nameless if cells[index].strip()}
            converted = {index for index, words in quoted.items() if any(words.search(note) for note in current.notes)}
            yield _Line(
                _without(cells, own),
                _moved(faulty, own),
                _moved(converted, own),
                "\n".join([*reasons(current), *conversions(current)]),
                _FAULT if current.faults else _DOUBTFUL if current.candidates else _CONVERTED,
            )
    finally:
        book.close()


def _widest(book: Book, batch: Batch) -> int:
    """How many columns the rows have that say something, also beyond the headers."""
    return max(
        (
            max((index for index, cell in enumerate(cells, start=1) if cell.strip()), default=0)
            for _place, cells in book.rows(batch.sheet, after=batch.header_row)
        ),
        default=0,
    )


def _without(cells: Sequence[str], own: int | None) -> list[str]:
    """The cells but our own column; a formula in braces, so that nothing runs it and it comes back as a formula."""
    return [f"{{{cell}}}" if cell.startswith("=") else cell for index, cell in enumerate(cells) if index != own]


def _moved(indexes: Iterable[int], own: int | None) -> frozenset[int]:
    """Where cells are when our own column was taken out."""
    return frozenset(index - (own is not None and index > own) for index in indexes if index != own)


def reasons(row: BatchRow) -> list[str]:
    """Why a row is refused or waits to be confirmed, a sentence each."""
    parts = [sentence(row.number, fault) for fault in row.faults]
    parts += [
        _("fila %(row)d: se parece a «%(label)s» (%(why)s); confirme si es el mismo")
        % {"row": row.number, "label": candidate["label"], "why": candidate["why"]}
        for candidate in row.candidates
    ]
    return parts


def conversions(row: BatchRow) -> list[str]:
    """What was made of its cells, a sentence each."""
    return [_("fila %(row)d, conversión: %(note)s") % {"row": row.number, "note": note} for note in row.notes]


def _cell(sheet: Any, text: str, *, fill: PatternFill | None = None, bold: bool = False, wrap: bool = False) -> Any:
    """A text cell, whatever it looks like: a spreadsheet must not run what somebody typed."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000]
    if not clean:
        return None if fill is None else _filled(sheet, fill)
    cell = WriteOnlyCell(sheet, value=clean)
    cell.data_type = "s"
    if fill is not None:
        cell.fill = fill
    if bold:
        cell.font = Font(bold=True)
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _filled(sheet: Any, fill: PatternFill) -> Any:
    cell = WriteOnlyCell(sheet, value="")
    cell.fill = fill
    return cell
