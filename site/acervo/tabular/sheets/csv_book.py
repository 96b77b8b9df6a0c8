"""CSV as offices write it."""

import codecs
import csv
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from .book import MAX_COLUMNS, Book, Layout, SheetError

DELIMITERS = (",", ";", "\t", "|")
_PROBE = 64 * 1024


class CsvBook(Book):
    """A text file of cells. `known` says whether a header is one of the table's: it tells the separator."""

    def __init__(self, path: Path, *, known: Callable[[str], bool], layout: Layout | None = None) -> None:
        super().__init__(path)
        if layout is None:
            encoding = _encoding(path)
            layout = Layout("csv", encoding, _delimiter(path, encoding, known))
        self.layout = layout

    @property
    def sheets(self) -> list[str]:
        return [""]

    def records(self, sheet: str = "") -> Iterator[tuple[int, int, Sequence[str]]]:
        number = line = 0
        with self.path.open(encoding=self.layout.encoding, newline="") as opened:
            reader = csv.reader(_without_nul(opened), delimiter=self.layout.delimiter, strict=True)
            try:
                for cells in reader:
                    number += 1
                    if len(cells) > MAX_COLUMNS:
                        raise SheetError(_too_wide(number))
                    if number == 1 and len(cells) <= 2 and cells and cells[0].lower().startswith("sep="):
                        line = reader.line_num
                        continue
                    yield number, line + 1, cells
                    line = reader.line_num
            except csv.Error as error:
                raise SheetError(
                    _("No se entiende la línea %(line)d del archivo: las comillas no cierran bien o una celda es "
                      "demasiado larga. Corríjala y vuelva a intentarlo.") % {"line": line + 1}
                ) from error  # fmt: skip
            except UnicodeDecodeError as error:
                raise SheetError(
                    _("El archivo mezcla dos codificaciones de texto. Guárdelo como «CSV UTF-8» y vuelva a intentarlo.")
                ) from error

    def rows(self, sheet: str = "", *, after: int = 0) -> Iterator[tuple[int, Sequence[str]]]:
        for number, line, cells in self.records(sheet):
            if number > after and cells and (cells[0].strip() or any(map(str.strip, cells))):
                yield line, cells


def _without_nul(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line.replace("\0", "") if "\0" in line else line


def _too_wide(number: int) -> str:
    return _("La fila %(row)d tiene más de %(limit)d celdas. Revise el separador o divida la hoja.") % {
        "row": number,
        "limit": MAX_COLUMNS,
    }


def _encoding(path: Path) -> str:
    """The encoding in which the whole file can be read. UTF-8 first: Windows-1252 reads nearly anything."""
    with path.open("rb") as opened:
        start = opened.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = ("utf-8-sig", "cp1252")
    for encoding in candidates:
        if _readable(path, encoding):
            return encoding
    raise SheetError(
        _("El archivo no es un texto CSV. Guárdelo como «CSV UTF-8» o como libro XLSX y vuelva a intentarlo.")
    )


def _readable(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as opened:
            while block := opened.read(1 << 20):
                text = decoder.decode(block)
                if text.count("\0") > len(text) // 100:
                    return False
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(path: Path, encoding: str, known: Callable[[str], bool]) -> str:
    """What separates the cells: Excel's hint («sep=;»), else what gives most known headers, else most columns."""
    with path.open(encoding=encoding, newline="") as opened:
        probe = opened.read(_PROBE)
    hint = probe.partition("\n")[0].strip()
    if len(hint) == 5 and hint.lower().startswith("sep=") and hint[4] in DELIMITERS:
        return hint[4]

    def score(delimiter: str) -> tuple[int, int]:
        best, widths = 0, 0
        reader = csv.reader(probe.splitlines(keepends=True), delimiter=delimiter)
        try:
            for cells in islice(reader, 25):
                best = max(best, sum(1 for cell in cells if cell.strip() and known(cell)))
                widths += len(cells)
        except csv.Error:
            return best, 0
        return best, widths

    return max(DELIMITERS, key=score)
