"""Which kind of file it is, by its content and not by its name."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from .book import Book, Layout, SheetError
from .csv_book import CsvBook
from .xlsx_book import XlsxBook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and XLSX with a password


def open_book(path: Path, *, known: Callable[[str], bool], layout: Layout | None = None) -> Book:
    """Open a spreadsheet. `known` says whether a header is one that the table knows. Raises SheetError."""
    if layout is not None and layout.kind == "csv":
        return CsvBook(path, known=known, layout=layout)
    try:
        with path.open("rb") as opened:
            start = opened.read(512)
    except OSError as error:
        raise SheetError(_("El archivo ya no está. Súbalo otra vez.")) from error
    if not start.strip():
        raise SheetError(_("El archivo está vacío. Súbalo otra vez con sus encabezados y sus filas."))
    if start.startswith(OLE):
        raise SheetError(_ole(path))
    if start.startswith(b"PK"):
        return XlsxBook(_only_xlsx(path))
    if start.startswith(b"%PDF"):
        raise SheetError(_("El archivo es un PDF. Suba la hoja de cálculo de la que salió, como XLSX o CSV."))
    if start.lstrip().lower().startswith((b"<!doctype html", b"<html", b"<?xml", b"<table")):
        raise SheetError(_("El archivo es una página web. Ábralo en su hoja de cálculo y guárdelo como XLSX o CSV."))
    return CsvBook(path, known=known)


def _ole(path: Path) -> str:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes()[: 4 * 1024 * 1024]:
        return _("El libro tiene contraseña. Quítesela en su hoja de cálculo, guárdelo y vuelva a intentarlo.")
    return _("El archivo es un libro antiguo (.xls). Ábralo, elija «Guardar como», «Libro de Excel (.xlsx)» y súbalo.")


def _only_xlsx(path: Path) -> Path:
    """Refuse other kinds of packed files, each with its mend."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
            flags = {info.flag_bits & 1 for info in packed.infolist()}
            kind = packed.read("mimetype")[:80] if "mimetype" in names and 1 not in flags else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise SheetError(
            _("El libro está dañado. Ábralo, guárdelo de nuevo como XLSX y vuelva a intentarlo.")
        ) from error
    if 1 in flags:
        raise SheetError(_("El archivo tiene contraseña. Quítesela y vuelva a intentarlo."))
    if b"opendocument.spreadsheet" in kind:
        raise SheetError(
            _("El archivo es un libro ODS. Ábralo, elija «Guardar como», «Libro de Excel (.xlsx)» y súbalo.")
        )
    if "xl/workbook.bin" in names:
        raise SheetError(_("El archivo es un libro binario (.xlsb). Guárdelo como «Libro de Excel (.xlsx)» y súbalo."))
    if "xl/workbook.xml" not in names:
        raise SheetError(_("El archivo es un ZIP y no una hoja de cálculo. Suba solo la hoja, como XLSX o CSV."))
    return path
