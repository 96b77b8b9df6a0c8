"""The sheet as it came, with a column of reasons and coloured cells: to be mended and brought again."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill

from acervo.base.exports import safe_cell

from ..faults import sentence
from ..models import Batch, BatchRow, Outcome
from ..registry import table as table_named
from .locks import folder
from .receiving import book_of

REASON = "motivo"  # one of columns.OWN_HEADERS: it is no data when the sheet comes again
_FAULT = PatternFill("solid", start_color="FFF4C7C3")
_CONVERTED = PatternFill("solid", start_color="FFFFF2CC")
_HEAD = PatternFill("solid", start_color="FFE7E6E6")


def faults_workbook(batch: Batch) -> Path:
    """An XLSX with all rows of the sheet; red cells are faults, and the last column says why. Raises SheetError."""
    path = folder() / f"{batch.pk}" / "faltas.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Correcciones"))
    sheet.freeze_panes = "A2"
    lines = _lines(batch)
    headers, _faults, _reason = next(lines)
    width = len(headers)
    sheet.append([_cell(sheet, header, fill=_HEAD, bold=True) for header in [*headers, REASON]])
    for cells, columns, reason in lines:
        row: list[Any] = [
            _cell(sheet, text, fill=_FAULT if index in columns else None) for index, text in enumerate(cells)
        ]
        row += [None] * (width - len(row))
        if reason:
            row.insert(width, _cell(sheet, reason, fill=_FAULT if columns else _CONVERTED, wrap=True))
        sheet.append(row)
    book.save(path)
    return path


def faults_csv(batch: Batch) -> Path:
    """The same as CSV (UTF-8 with a byte-order mark, commas). Raises SheetError."""
    path = folder() / f"{batch.pk}" / "faltas.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as kept:
        writer = csv.writer(kept)
        lines = _lines(batch)
        headers, _faults, _reason = next(lines)
        width = len(headers)
        writer.writerow([*map(safe_cell, headers), REASON])
        for cells, _columns, reason in lines:
            padded = [*cells, *[""] * (width - len(cells))]
            writer.writerow([*map(safe_cell, padded[:width]), safe_cell(reason), *map(safe_cell, padded[width:])])
    return path


def _lines(batch: Batch) -> Iterator[tuple[Sequence[str], set[int], str]]:
    """Headers first, then each row: cells, indexes of its faulty cells, reasons."""
    table = table_named(batch.table)
    headers = list(batch.layout.get("headers", []))
    own = next((index for index, header in enumerate(headers) if header.strip().lower() == REASON), None)
    index_of = {name: int(index) for index, name in batch.mapping.items()}
    book = book_of(batch, table)
    said = batch.rows.order_by("number").iterator(chunk_size=500)
    current: BatchRow | None = next(said, None)
    try:
        yield [header for index, header in enumerate(headers) if index != own], set(), ""
        for number, (_line, cells) in enumerate(book.rows(batch.sheet, after=batch.header_row), start=1):
            while current is not None and current.number < number:
                current = next(said, None)
            columns: set[int] = set()
            reason = ""
            if current is not None and current.number == number:
                columns = {index_of[fault["column"]] for fault in current.faults if fault["column"] in index_of}
                reason = reasons(current)
            if own is not None:
                cells = [cell for index, cell in enumerate(cells) if index != own]
                columns = {index - (index > own) for index in columns}
            yield cells, columns, reason
    finally:
        book.close()


def reasons(row: BatchRow) -> str:
    """All that is to be said of a row, a sentence a line."""
    parts = [sentence(row.number, fault) for fault in row.faults]
    if row.outcome == Outcome.DOUBTFUL:
        parts += [
            _("fila %(row)d: se parece a «%(label)s» (%(why)s); confirme si es el mismo")
            % {"row": row.number, "label": candidate["label"], "why": candidate["why"]}
            for candidate in row.candidates
        ]
    return "\n".join(parts)


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
