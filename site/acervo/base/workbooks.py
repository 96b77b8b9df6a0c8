"""XLSX workbooks of open data: a sheet of rows and one that says what they are. No cell is run as a formula."""

import datetime as dt
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .exports import safe_cell

#: Bytes of a workbook that stay in memory; a longer one goes to a file that disappears when it is closed.
IN_MEMORY = 2 * 1024 * 1024
LONGEST = 32_767  # letters in a cell of XLSX


def workbook(
    headers: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    *,
    sheet: str,
    notes_sheet: str,
    notes: Iterable[tuple[str, str]],
    title: str,
    creator: str,
    day: dt.date,
    widths: Mapping[str, int] | None = None,
) -> IO[bytes]:
    """The workbook at its first byte; the caller closes it. `sheet` and `notes_sheet` are the names of its two sheets,
    `widths` the widths of columns by header. Rows are written as they come and not held."""
    book = Workbook(write_only=True)
    moment = dt.datetime.combine(day, dt.time.min)
    book.properties.created = book.properties.modified = moment  # type: ignore[assignment]
    book.properties.title = title
    book.properties.creator = creator
    data = book.create_sheet(sheet)
    data.freeze_panes = "A2"
    for number, header in enumerate(headers, start=1):
        data.column_dimensions[get_column_letter(number)].width = (widths or {}).get(header, 18)
    bold = []
    for header in headers:
        cell = WriteOnlyCell(data, header)
        cell.font = Font(bold=True)
        bold.append(cell)
    data.append(bold)
    for row in rows:
        data.append([xlsx_cell(row[header]) for header in headers])
    about = book.create_sheet(notes_sheet)
    about.column_dimensions["B"].width = 80
    for pair in notes:
        about.append(pair)
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    book.save(out)
    out.seek(0)
    return out


def xlsx_cell(value: Any) -> Any:
    """`value` as a cell holds it: texts without what XLSX cannot hold, and never a formula."""
    if not isinstance(value, str):
        return value
    return safe_cell(ILLEGAL_CHARACTERS_RE.sub("", value))[:LONGEST]
