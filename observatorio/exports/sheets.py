"""CSV and XLSX of rows (`rows.HEADERS`): no cell of them is run as a formula by a spreadsheet program."""

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from acervo.base.exports import csv_lines, safe_cell

from . import about
from .rows import HEADERS

Rows = Iterable[Mapping[str, Any]]
#: Bytes of a workbook that stay in memory; a longer one goes to a file that disappears when it is closed.
IN_MEMORY = 2 * 1024 * 1024
LONGEST = 32_767  # letters in a cell of XLSX
WIDTHS = {"nombre": 44, "descripcion": 60, "pagina_web": 44, "licencia": 32, "proteccion": 40}


def csv(rows: Rows) -> Iterator[str]:
    """Lines of a CSV file (RFC 4180, UTF-8 with a byte-order mark)."""
    return csv_lines(HEADERS, rows)


def xlsx(rows: Rows, *, day: dt.date) -> IO[bytes]:
    """A workbook at its first byte: the sheet of data, and one that tells licence and date. The caller closes it."""
    book = Workbook(write_only=True)
    moment = dt.datetime.combine(day, dt.time.min)
    book.properties.created = book.properties.modified = moment  # type: ignore[assignment]
    book.properties.title = about.title()
    book.properties.creator = about.home_url()
    sheet = book.create_sheet(_("inmuebles"))
    sheet.freeze_panes = "A2"
    for number, header in enumerate(HEADERS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(header, 18)
    bold = []
    for header in HEADERS:
        cell = WriteOnlyCell(sheet, header)
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    for row in rows:
        sheet.append([_cell(row[header]) for header in HEADERS])
    notes = book.create_sheet(_("acerca de"))
    notes.column_dimensions["B"].width = 80
    for pair in _notes(day):
        notes.append(pair)
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    book.save(out)
    out.seek(0)
    return out


def _notes(day: dt.date) -> list[tuple[str, str]]:
    return [
        (_("Título"), about.title()),
        (_("Licencia"), f"{about.LICENCE.label}: {about.LICENCE_URL}"),
        (_("Fecha"), day.isoformat()),
        (_("Página"), about.home_url()),
        (_("Diccionario de datos"), about.dictionary_url()),
    ]


def _cell(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return safe_cell(ILLEGAL_CHARACTERS_RE.sub("", value))[:LONGEST]
