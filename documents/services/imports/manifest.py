"""Reading a manifest: CSV as offices write it, in UTF-8 or Windows-1252, with commas, semicolons or tabs."""

import csv
import hashlib
import io
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from acervo.base.text import normal

from .columns import COLUMNS, REPORT_COLUMNS, Column, closest, column_for

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
DELIMITERS = (",", ";", "\t", "|")


class ManifestError(Exception):
    """The manifest as a whole cannot be used; the message is a Spanish sentence that says how to mend it."""


@dataclass(slots=True)
class ManifestRow:
    """One row. `number` is the one that a spreadsheet shows: the headers are row 1."""

    number: int
    cells: list[str]
    values: dict[str, str]
    surplus: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Manifest:
    """What was read. `columns` is aligned with `headers`; None stands where a header is not known."""

    headers: list[str]
    columns: list[Column | None]
    rows: list[ManifestRow]
    sha256: str
    encoding: str = "utf-8"
    delimiter: str = ","
    warnings: list[str] = field(default_factory=list)

    def header_of(self, name: str) -> str:
        """The header as it stands in the file of the column for the field `name`."""
        for header, column in zip(self.headers, self.columns, strict=True):
            if column is not None and column.field == name:
                return header
        return next(column.header for column in COLUMNS if column.field == name)


def read_manifest(data: bytes) -> Manifest:
    """Read the bytes of a CSV. Raises ManifestError when there is no table of records to be had from them."""
    text, encoding = _decode(data)
    text, delimiter = _delimiter(text)
    records = _records(text, delimiter)
    if not records or not any(cell.strip() for cell in records[0]):
        raise ManifestError(
            _("La lista está vacía. Su primera fila debe tener los nombres de las columnas: archivo, titulo…")
        )
    headers = [header.strip() for header in records[0]]
    columns = _columns(headers)
    rows = [
        _row(number, record, columns)
        for number, record in enumerate(records[1:], start=2)
        if any(cell.strip() for cell in record)
    ]
    if not rows:
        raise ManifestError(_("La lista tiene columnas pero ningún renglón. Escriba un renglón por cada registro."))
    manifest = Manifest(headers, columns, rows, hashlib.sha256(data).hexdigest(), encoding, delimiter)
    manifest.warnings.extend(_unknown(headers, columns))
    return manifest


def _decode(data: bytes) -> tuple[str, str]:
    if len(data) > MAX_BYTES:
        raise ManifestError(_("La lista mide más de 20 MB. Divídala en varias."))
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ManifestError(
            _("La lista es un libro de hoja de cálculo. Guárdelo como «CSV UTF-8» y vuelva a intentarlo.")
        )
    encodings: tuple[str, ...] = ("utf-8-sig", "cp1252")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise ManifestError(_("La lista no es un texto CSV. Guárdela como «CSV UTF-8» y vuelva a intentarlo."))


def _delimiter(text: str) -> tuple[str, str]:
    """The text without the hint that Excel writes («sep=;»), and what separates its cells."""
    first, newline, rest = text.partition("\n")
    hint = first.strip()
    if newline and len(hint) == 5 and hint[:4].lower() == "sep=" and hint[4] in DELIMITERS:
        return rest, hint[4]

    def score(delimiter: str) -> tuple[int, int]:
        try:
            header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            return (-1, 0)
        return (sum(column_for(cell) is not None for cell in header), len(header))

    return text, max(DELIMITERS, key=score)


def _records(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    try:
        for record in reader:
            records.append(record)
            if len(records) > MAX_ROWS + 1:
                raise ManifestError(_("La lista tiene más de %(limit)d renglones. Divídala.") % {"limit": MAX_ROWS})
    except csv.Error as error:
        raise ManifestError(
            _(
                "No se entiende la fila %(row)d de la lista: las comillas no cierran bien. Corríjalas y vuelva a "
                "intentarlo."
            )
            % {"row": len(records) + 1}
        ) from error
    return records


def _columns(headers: list[str]) -> list[Column | None]:
    columns = [column_for(header) for header in headers]
    seen: dict[str, str] = {}
    for header, column in zip(headers, columns, strict=True):
        if column is None:
            continue
        if column.field in seen:
            raise ManifestError(
                _("Las columnas «%(first)s» y «%(second)s» dicen lo mismo. Deje solo una.")
                % {"first": seen[column.field], "second": header}
            )
        seen[column.field] = header
    missing = [column.header for column in COLUMNS if column.required and column.field not in seen]
    if missing:
        raise ManifestError(
            _("Faltan columnas obligatorias: %(missing)s. La primera fila dice: %(headers)s.")
            % {
                "missing": ", ".join(f"«{name}»" for name in missing),
                "headers": ", ".join(f"«{header}»" for header in headers[:12]),
            }
        )
    return columns


def _unknown(headers: list[str], columns: list[Column | None]) -> list[str]:
    warnings = []
    for header, column in zip(headers, columns, strict=True):
        if column is not None or normal(header) in REPORT_COLUMNS:
            continue
        if not header:
            warnings.append(_("Una columna no tiene nombre; lo que contiene no se importa."))
        elif near := closest(header):
            warnings.append(
                _("La columna «%(header)s» no se conoce y no se importa. ¿Quiso decir «%(near)s»?")
                % {"header": header, "near": near}
            )
        else:
            warnings.append(
                _("La columna «%(header)s» no corresponde a ningún dato del registro y no se importa.")
                % {"header": header}
            )
    return warnings


def _row(number: int, record: list[str], columns: list[Column | None]) -> ManifestRow:
    width = len(columns)
    cells = (record + [""] * width)[:width]
    values = {
        column.field: _unguarded(cell.strip())
        for cell, column in zip(cells, columns, strict=True)
        if column is not None
    }
    return ManifestRow(number, cells, values, [cell for cell in record[width:] if cell.strip()])


def _unguarded(cell: str) -> str:
    """Undo what the report does against formulas, so that a corrected report can be imported."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell
