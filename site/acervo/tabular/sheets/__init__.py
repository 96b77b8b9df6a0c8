"""Reading spreadsheets as offices make them, row by row, in constant memory.

    book = open_book(path, name="inventario.csv")   # raises SheetError with a Spanish sentence that says how to mend it
    book.sheets                                     # names; a CSV has one, named ""
    book.guess_header(sheet) -> (line, headers)     # the first row that looks like headers, counted from 1
    for line, cells in book.rows(sheet, after=1):   # cells as text; a formula is kept as text that starts with "="
        …

CSV in UTF-8, UTF-16 or Windows-1252, separated by comma, semicolon, tab or bar; line breaks inside quotes are fine.
XLSX with openpyxl, read only; formulas are noticed and never computed. Anything else is refused with its mend.
"""

from .book import Book, Layout, SheetError
from .opening import open_book

__all__ = ["Book", "Layout", "SheetError", "open_book"]
