"""From the upload to a mapping of its columns."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from acervo.base.text import normal

from ..columns import Column, Recognised, by_header, recognise_headers
from ..models import Batch, BatchState, ColumnMapping
from ..registry import table as table_named
from ..sheets import Book, Layout, SheetError, open_book
from ..sheets.book import guess_header
from ..table import Table
from .locks import folder

SAMPLES = 3


class MappingError(Exception):
    """The mapping cannot be used; the message is a Spanish sentence."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """What the headers of the sheet mean. `missing`: needed columns that no header means. `unknown`: headers that will
    be left out. `is_certain`: nothing to ask a person."""

    header_row: int
    columns: list[Recognised]
    missing: list[Column] = field(default_factory=list)

    @property
    def unknown(self) -> list[str]:
        return [item.header for item in self.columns if not item.column and item.sure == 0 and item.header.strip()]

    @property
    def is_certain(self) -> bool:
        return not self.missing and all(item.is_certain for item in self.columns if item.column)

    @property
    def mapping(self) -> dict[str, str]:
        return {str(item.index): item.column for item in self.columns if item.column}


def receive(
    table: Table,
    source: str,
    upload: File | Path,
    user: Any,
    *,
    name: str = "",
    blank_policy: str = "keep",
    options: Mapping[str, Any] | None = None,
) -> Batch:
    """Store an upload (or a file of the machine) privately and make a batch with what could be recognised.

    The batch's mapping is set to the recognised columns; `set_mapping` confirms or changes it. Raises SheetError when
    the file cannot be read, with nothing kept.
    """
    name = name or os.path.basename(getattr(upload, "name", "") or str(upload))
    batch = Batch.objects.create(
        table=table.name,
        source=source,
        name=name[:255],
        blank_policy=blank_policy,
        options=dict(options or {}),
        created_by=user if getattr(user, "pk", None) else None,
    )
    try:
        _store(batch, upload)
        with_book(batch, table, _lay_out)
    except BaseException:
        forget_file(batch)
        batch.delete()
        raise
    return batch


def _store(batch: Batch, upload: File | Path) -> None:
    limit = settings.UPLOAD_MAX_MB * 1024 * 1024
    path = folder() / f"{batch.pk}" / "hoja"
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    source = upload.open("rb")
    with path.open("wb") as kept:
        while block := source.read(1 << 20):
            size += len(block)
            if size > limit:
                raise SheetError(
                    _("El archivo mide más de %(limit)d MB. Divídalo en varios.") % {"limit": settings.UPLOAD_MAX_MB}
                )
            digest.update(block)
            kept.write(block)
    if isinstance(upload, Path):
        source.close()
    batch.file.name = str(path.relative_to(settings.DATA_DIR))
    batch.sha256 = digest.hexdigest()


def path_of(batch: Batch) -> Path:
    return Path(settings.DATA_DIR) / str(batch.file.name)


def forget_file(batch: Batch) -> None:
    if batch.file:
        path = path_of(batch)
        for kept in path.parent.glob("*"):
            kept.unlink(missing_ok=True)
        path.parent.rmdir() if path.parent.exists() else None


def book_of(batch: Batch, table: Table | None = None) -> Book:
    """The batch's file, opened as it was laid out. Raises SheetError."""
    headers = by_header((table or table_named(batch.table)).columns)
    if not batch.file:
        raise SheetError(_("El archivo ya no está. Súbalo otra vez."))
    kept = batch.layout.get("kind")
    layout = Layout(kept, batch.layout.get("encoding", ""), batch.layout.get("delimiter", "")) if kept else None
    return open_book(path_of(batch), known=lambda header: normal(header) in headers, layout=layout)


def with_book(batch: Batch, table: Table, use: Any) -> Any:
    book = book_of(batch, table)
    try:
        return use(batch, table, book)
    finally:
        book.close()


def sheet_names(batch: Batch) -> list[str]:
    """The sheets of the workbook; one empty name for a CSV."""
    return list(batch.layout.get("sheets", [""]))


def choose_sheet(batch: Batch, sheet: str, *, header_row: int | None = None) -> None:
    """Read another sheet, or take another row (record number, from 1) for its headers. Raises SheetError."""
    batch.sheet, batch.header_row = sheet, header_row or 0
    with_book(batch, table_named(batch.table), _lay_out)


def _lay_out(batch: Batch, table: Table, book: Book) -> None:
    """Find the sheet and the row of headers, recognise them, and save."""
    headers = by_header(table.columns)
    names = book.sheets
    if not batch.sheet and len(names) > 1:
        batch.sheet = max(names, key=lambda name: _known_headers(book, name, headers))
    elif not batch.sheet:
        batch.sheet = names[0]
    head = book.head(batch.sheet)
    if not head:
        raise SheetError(_("La hoja está vacía. Su primera fila debe tener los nombres de las columnas."))
    asked = {record for record, _line, _cells in head}
    if batch.header_row not in asked or not batch.layout:
        batch.header_row = (
            batch.header_row
            if batch.layout and batch.header_row in asked
            else guess_header(head, lambda cell: normal(cell) in headers)
        )
    cells = next(cells for record, _line, cells in head if record == batch.header_row)
    while cells and not cells[-1].strip():
        cells.pop()
    below = [cells for record, _line, cells in head if record > batch.header_row]
    samples: dict[str, list[str]] = {}
    for index in range(len(cells)):
        texts = [row[index].strip()[:60] for row in below if index < len(row) and row[index].strip()]
        samples[str(index)] = list(dict.fromkeys(texts))[:SAMPLES]
    batch.layout = {**book.layout.as_dict(), "sheets": names, "headers": cells, "samples": samples}
    batch.mapping = recognise(batch, table).mapping
    batch.save()


def _known_headers(book: Book, sheet: str, headers: Mapping[str, Column]) -> int:
    return max(
        (sum(1 for cell in cells if normal(cell) in headers) for _record, _line, cells in book.head(sheet)), default=0
    )


def recognise(batch: Batch, table: Table | None = None) -> Recognition:
    """What each header means, with the institution's remembered mapping. Reads no file and writes nothing."""
    table = table or table_named(batch.table)
    kept = ColumnMapping.objects.filter(table=batch.table, source=batch.source).first()
    samples = {int(index): tuple(texts) for index, texts in batch.layout.get("samples", {}).items()}
    columns = recognise_headers(
        batch.layout.get("headers", []),
        table.columns,
        remembered=kept.headers if kept else None,
        samples=samples,
        ignored=table.ignored,
    )
    return Recognition(batch.header_row, columns, missing_of(table, {item.column for item in columns}))


def missing_of(table: Table, names: set[str]) -> list[Column]:
    return [column for column in table.columns if column.needed and column.name not in names]


def set_mapping(batch: Batch, mapping: Mapping[int | str, str], *, remember: bool = True) -> None:
    """Say which column each column of the sheet is ("" leaves it out). Raises MappingError, with nothing changed."""
    table = table_named(batch.table)
    headers = batch.layout.get("headers", [])
    clean: dict[str, str] = {}
    known = {column.name: column for column in table.columns}
    for index, name in mapping.items():
        if not name:
            continue
        if name not in known or not 0 <= int(index) < len(headers):
            raise MappingError(_("No hay una columna llamada «%(name)s».") % {"name": name})
        if name in clean.values():
            raise MappingError(
                _("Dos columnas de la hoja dicen «%(label)s». Deje solo una.") % {"label": known[name].label}
            )
        clean[str(index)] = name
    if missing := missing_of(table, set(clean.values())):
        raise MappingError(
            _("Falta decir qué columna es: %(labels)s.")
            % {"labels": ", ".join(f"«{column.label}»" for column in missing)}
        )
    batch.mapping, batch.state = clean, BatchState.UPLOADED
    batch.save(update_fields=["mapping", "state"])
    if remember:
        said = {normal(header): clean.get(str(index), "") for index, header in enumerate(headers) if normal(header)}
        kept, _made = ColumnMapping.objects.get_or_create(table=batch.table, source=batch.source)
        kept.headers = {**kept.headers, **said}
        kept.save()
