"""XLSX through openpyxl, read only: rows are parsed as they are asked for, formulas are never computed."""

import datetime as dt
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import WorkSheetParser

from .book import MAX_CELL, MAX_COLUMNS, Book, Layout, SheetError

MAX_UNPACKED = 500 * 1024 * 1024
MAX_PARTS = 2_000
MAX_ROW = 8 * 1024 * 1024  # bytes of one row of a sheet: 32,767 letters in each of 200 columns are less
MAX_SHARED = 60 * 1024 * 1024  # the table of shared texts, which openpyxl holds in memory


class XlsxBook(Book):
    """A workbook. Dates come as 2016-12-03, whole numbers without decimals, booleans as sí and no."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.layout = Layout("xlsx")
        _refuse_bombs(path)
        self._file = path.open("rb")  # openpyxl refuses paths by their ending; uploads are kept without one
        try:
            self._book = _open(self._file)
        except SheetError:
            self._file.close()
            raise

    @property
    def sheets(self) -> list[str]:
        return [sheet.title for sheet in self._book.worksheets]

    def records(self, sheet: str = "") -> Iterator[tuple[int, int, Sequence[str]]]:
        names = self.sheets
        if sheet and sheet not in names:
            raise SheetError(_("El libro no tiene una hoja llamada «%(name)s».") % {"name": sheet})
        try:
            for number, cells in _filled_rows(self._book[sheet or names[0]]):
                texts = [_text(cell) for cell in cells]
                while texts and not texts[-1]:
                    texts.pop()
                yield number, number, texts
        except (SyntaxError, ValueError, KeyError, zipfile.BadZipFile, EOFError) as error:
            raise SheetError(_broken()) from error

    def rows(self, sheet: str = "", *, after: int = 0) -> Iterator[tuple[int, Sequence[str]]]:
        for number, line, cells in self.records(sheet):
            if number > after and any(map(str.strip, cells)):
                yield line, cells

    def close(self) -> None:
        self._book.close()
        self._file.close()


def _filled_rows(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """Number and cells of the rows that are in the file.

    `iter_rows` also gives every row that is not: a stray format in row 1,048,576 would cost a minute.
    """
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source, sheet._shared_strings, epoch=sheet.parent.epoch,
            date_formats=sheet.parent._date_formats, timedelta_formats=sheet.parent._timedelta_formats,
        )  # fmt: skip
        for number, row in parser.parse():
            yield number, sheet._get_row(row, 1, MAX_COLUMNS, False)


def _open(file: BinaryIO) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that we do not read
            book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        SyntaxError,
        KeyError,
        ValueError,
        TypeError,
        OSError,
        EOFError,
    ) as error:
        raise SheetError(_broken()) from error
    if not book.worksheets:
        raise SheetError(_("El libro no tiene ninguna hoja con celdas."))
    return book


def _broken() -> str:
    return _(
        "El libro está dañado o no es XLSX. Ábralo en su hoja de cálculo, guárdelo de nuevo como XLSX y vuelva a intentarlo."
    )


def _refuse_bombs(path: Path) -> None:
    """Refuse what unpacks to far more than a sheet needs, before openpyxl reads any of it."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile as error:
        raise SheetError(_broken()) from error
    shared = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or shared > MAX_SHARED:
        raise SheetError(_("El libro, ya descomprimido, es demasiado grande. Guarde la hoja como CSV o divídala."))
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise SheetError(_broken())
    with zipfile.ZipFile(path) as packed:
        for part in parts:
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                _refuse_long_rows(packed, part)


def _refuse_long_rows(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """openpyxl holds one row at a time; here no row is larger than it may hold."""
    since = 0  # bytes since the last row began
    try:
        with packed.open(part) as stream:
            while chunk := stream.read(MAX_ROW // 8):
                first, last = chunk.find(b"<row"), chunk.rfind(b"<row")
                if since + (first if first >= 0 else len(chunk)) > MAX_ROW:
                    raise SheetError(
                        _(
                            "Una fila del libro es demasiado grande. Guarde la hoja como CSV o revise sus celdas más largas."
                        )
                    )
                since = len(chunk) - last if last >= 0 else since + len(chunk)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise SheetError(_broken()) from error


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        if cell.data_type == "f":
            return value if value.startswith("=") else f"={value}"
        # A text that only looks like a formula is a text; the apostrophe says so, as a spreadsheet shows it.
        return f"'{value}" if value.startswith("=") else value[:MAX_CELL]
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return f"={getattr(value, 'text', value)}"  # array and table formulas
