"""A copy as a file that somebody gave us: whole, of this format, and without anything that leaves its place."""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _

from . import container, manifest
from .container import is_safe
from .errors import DamagedCopy, RestoreError
from .manifest import Manifest, Part, TableCopy

MAX_LINE = 256 << 20  # bytes of one row


@dataclass(frozen=True, slots=True)
class FileMember:
    place: str
    name: str
    size: int
    sha256: str


class CopyFile:
    """`open_copy` makes one: nothing of it was believed before every byte was compared with the digest."""

    def __init__(
        self, path: Path, digest: str, found: Manifest, sums: tuple[int, int], parts: dict[str, tuple[int, int]]
    ):
        self.path, self.digest, self.manifest = path, digest, found
        self._sums, self._parts = sums, parts  # (offset, size) in the file

    def files(self) -> Iterator[tuple[FileMember, BinaryIO]]:
        """The stored files, in the order of the copy; a reader must not be kept beyond its turn."""
        with self.path.open("rb") as file, self.path.open("rb") as sums:
            sums.seek(self._sums[0])
            for info, source in container.members(file):
                if info.name == "SHA256SUMS":
                    return
                digest, name = _sum_line(sums)
                if name != info.name:
                    raise DamagedCopy(_("La lista de sumas de la copia no es la de sus archivos."))
                if name.startswith("files/"):
                    _files, place, stored = name.split("/", 2)
                    yield FileMember(place, stored, info.size, digest), source

    def rows(self, table: TableCopy) -> Iterator[list[Any]]:
        """The rows of a table, one by one. Raises DamagedCopy when a part is not what the manifest says of it."""
        with self.path.open("rb") as file:
            for part in table.parts:
                yield from self._part(file, table, part)

    def _part(self, file: BinaryIO, table: TableCopy, part: Part) -> Iterator[list[Any]]:
        offset, size = self._parts[part.name]
        file.seek(offset)
        with tempfile.SpooledTemporaryFile(max_size=32 << 20) as packed:
            digest, left = hashlib.sha256(), size
            while left and (chunk := file.read(min(container.CHUNK, left))):
                digest.update(chunk)
                packed.write(chunk)
                left -= len(chunk)
            if digest.hexdigest() != part.sha256:
                raise DamagedCopy(_("La parte «%(name)s» de la copia no es la que se escribió.") % {"name": part.name})
            packed.seek(0)
            yield from _unpacked(cast(BinaryIO, packed), table, part)


def _unpacked(packed: BinaryIO, table: TableCopy, part: Part) -> Iterator[list[Any]]:
    """The rows, never more of them or longer than the manifest says: a small part must not unpack to a full disk."""
    wrong = DamagedCopy(_("La parte «%(name)s» de la copia no tiene lo que dice su manifiesto.") % {"name": part.name})
    rows = size = 0
    try:
        with gzip.GzipFile(fileobj=packed, mode="rb") as lines:
            while line := lines.readline(min(MAX_LINE, part.bytes - size) + 1):
                rows, size = rows + 1, size + len(line)
                if rows > part.rows or size > part.bytes:
                    raise wrong
                row = json.loads(line)
                if type(row) is not list or len(row) != len(table.columns):
                    raise wrong
                yield row
    except (OSError, EOFError, zlib.error, ValueError, RecursionError) as error:
        raise wrong from error
    if (rows, size) != (part.rows, part.bytes):
        raise wrong


def _sum_line(sums: BinaryIO) -> tuple[str, str]:
    line = sums.readline(4096).decode("utf-8", "replace").rstrip("\n")
    digest, _space, name = line.partition("  ")
    return digest, name


def open_copy(path: Path, progress: Callable[[int, int], None] | None = None) -> CopyFile:
    """Read every byte, then look at what the copy is made of. Changes nothing. Raises RestoreError, mostly DamagedCopy."""
    try:
        digest = container.check_digest(path, progress)
        return _scan(path, digest)
    except OSError as error:
        raise RestoreError(_("No se puede leer «%(path)s»: %(error)s") % {"path": path, "error": error}) from error


def _scan(path: Path, digest: str) -> CopyFile:
    found: Manifest | None = None
    sums: tuple[int, int] | None = None
    sums_sha256 = ""
    parts: dict[str, tuple[int, int]] = {}
    counts: dict[str, list[int]] = {}
    with path.open("rb") as file:
        for info, source in container.members(file):
            name, size = info.name, info.size
            if name.startswith("files/"):
                _check_file_name(name)
                count = counts.setdefault(name.split("/", 2)[1], [0, 0])
                count[0] += 1
                count[1] += size
            elif name.startswith("rows/"):
                parts[name] = (info.offset_data, size)
            elif name == "SHA256SUMS":
                sums, sums_sha256 = (info.offset_data, size), hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
            elif name == "manifest.json" and size <= manifest.MAX_BYTES:
                found = manifest.read(source.read())
            elif name not in ("LEAME.txt", "DIGEST"):
                raise DamagedCopy(_("La copia tiene algo que no es suyo: «%(name)s».") % {"name": name[:200]})
    if found is None or sums is None or found.sums_sha256 != sums_sha256 or found.files != counts:
        raise DamagedCopy(_("A la copia le falta su manifiesto, o dice otra cosa que sus archivos."))
    named = [part.name for table in found.tables for part in table.parts]
    if sorted(named) != sorted(parts):
        raise DamagedCopy(_("El manifiesto de la copia no nombra las mismas tablas que tiene."))
    return CopyFile(path, digest, found, sums, parts)


def _check_file_name(name: str) -> None:
    pieces = name.split("/", 2)
    if len(pieces) != 3 or not pieces[1].isidentifier() or not is_safe(pieces[2]):
        raise DamagedCopy(
            _("La copia tiene un archivo cuyo nombre sale de su carpeta: «%(name)s». No se cambió nada.")
            % {"name": name[:200]}
        )
