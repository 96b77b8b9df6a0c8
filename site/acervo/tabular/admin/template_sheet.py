"""The empty sheet to fill in: headers with what each asks for, a sheet of help, and lists of the allowed terms."""

import io
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from acervo.tabular.table import Table

from .known import KnownColumn, known_columns

ROWS = 1000  # rows that offer the list of terms
_NEEDED = PatternFill("solid", start_color="FFFCE4D6")
_OTHER = PatternFill("solid", start_color="FFE7E6E6")


def template_workbook(table: Table) -> bytes:
    """An XLSX whose first sheet has only headers: filled in, it is recognised as it is."""
    columns = known_columns(table)
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("Datos")
    sheet.freeze_panes = "A2"
    terms: Any = None
    for number, column in enumerate(columns, start=1):
        letter = get_column_letter(number)
        cell = sheet.cell(row=1, column=number, value=column.header)
        cell.font = Font(bold=True)
        cell.fill = _NEEDED if column.needed else _OTHER
        cell.comment = Comment(_help(column), "Acervo", width=320, height=140)
        sheet.column_dimensions[letter].width = max(14, len(column.header) + 4)
        if column.terms:
            if terms is None:
                terms = book.create_sheet(_("Términos"))
            _offer(sheet, terms, letter, column)
    _explain(book, columns)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _help(column: KnownColumn) -> str:
    parts = [column.label, _("Obligatoria.") if column.needed else _("Opcional."), column.help]
    if column.sample:
        parts.append(_("Ejemplo: %(sample)s") % {"sample": column.sample})
    return "\n".join(filter(None, parts))


def _offer(sheet: Any, terms: Any, letter: str, column: KnownColumn) -> None:
    """Let the column's cells offer its terms, without forbidding anything: lists of several are typed."""
    at = terms.max_column + (1 if terms.cell(row=1, column=1).value else 0)
    terms.cell(row=1, column=at, value=column.header).font = Font(bold=True)
    for row, term in enumerate(column.terms, start=2):
        terms.cell(row=row, column=at, value=term)
    name = get_column_letter(at)
    terms.column_dimensions[name].width = 32
    offered = DataValidation(
        type="list",
        formula1=f"{quote_sheetname(terms.title)}!${name}$2:${name}${len(column.terms) + 1}",
        allow_blank=True,
        showErrorMessage=False,
    )
    offered.add(f"{letter}2:{letter}{ROWS}")
    sheet.add_data_validation(offered)


def _explain(book: Any, columns: list[KnownColumn]) -> None:
    sheet = book.create_sheet(_("Ayuda"))
    sheet.append(
        [_("Columna"), _("Nombre"), _("Obligatoria"), _("Qué se escribe"), _("Ejemplo"), _("Valores permitidos")]
    )
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in columns:
        sheet.append(
            [
                column.header,
                column.label,
                _("sí") if column.needed else _("no"),
                column.help,
                column.sample,
                "; ".join(column.terms),
            ]
        )
    for letter, width in zip("ABCDEF", (26, 30, 12, 60, 26, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
