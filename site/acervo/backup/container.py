"""The file of a copy: a plain tar, written from start to end without going back, in constant memory.

    LEAME.txt                    what this is
    rows/0001-app.Model.jsonl.gz rows, a JSON list a line; large tables have several parts
    files/<place>/<name>         stored files, as they are
    SHA256SUMS                   of all the members above (`sha256sum -c` reads it after `tar -x`)
    manifest.json                versions, migrations, tables, parts, totals, the SHA-256 of SHA256SUMS
    DIGEST                       SHA-256 of every byte of the file before this member

The last 2,048 bytes are fixed but for the digest, so any byte that is changed, lost or added anywhere is noticed.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from django.utils.translation import gettext as _

from .errors import DamagedCopy

BLOCK = tarfile.BLOCKSIZE
CHUNK = 1 << 20
TRAILER = 4 * BLOCK  # header of DIGEST, its content, the two empty blocks that end a tar


class Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


def _info(name: str, size: int, *, mtime: int = 0) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, mtime, 0o600
    return info


def _trailer(digest: str) -> bytes:
    content = f"{digest}\n".encode()
    header = _info("DIGEST", len(content)).tobuf(tarfile.PAX_FORMAT)
    return header + content.ljust(BLOCK, b"\0") + b"\0" * (2 * BLOCK)


class Writer:
    """Writes members one after another into anything that takes bytes."""

    def __init__(self, out: Sink, *, mtime: int) -> None:
        self._out, self._mtime = out, mtime
        self._digest = hashlib.sha256()
        self.size = 0

    def _put(self, data: bytes) -> None:
        self._digest.update(data)
        self._out.write(data)
        self.size += len(data)

    def add(self, name: str, size: int, source: BinaryIO) -> tuple[str, int]:
        """Write a member of exactly `size` bytes. Returns its SHA-256 and how many bytes `source` lacked.

        What it lacks is filled with zeros: the size is already written, and the members after it must be found.
        A source that the disk fails to read counts as one that ends there.
        """
        self._put(_info(name, size, mtime=self._mtime).tobuf(tarfile.PAX_FORMAT))
        digest, left = hashlib.sha256(), size
        while left:
            try:
                chunk = source.read(min(CHUNK, left))
            except OSError as error:
                if error.errno is None:  # no fault of the disk: a server of files that does not answer
                    raise
                break
            if not chunk:
                break
            digest.update(chunk)
            self._put(chunk)
            left -= len(chunk)
        for start in range(0, left, CHUNK):
            zeros = b"\0" * min(CHUNK, left - start)
            digest.update(zeros)
            self._put(zeros)
        self._put(b"\0" * (-size % BLOCK))
        return digest.hexdigest(), left

    def finish(self) -> str:
        """End the file; returns its digest."""
        digest = self._digest.hexdigest()
        self._out.write(_trailer(digest))
        self.size += TRAILER
        return digest


def check_digest(path: Path, progress: Callable[[int, int], None] | None = None) -> str:
    """Read the whole file and compare it with its digest, which is returned. Raises DamagedCopy."""
    size = path.stat().st_size
    if size <= TRAILER or size % BLOCK:
        raise DamagedCopy(_("«%(name)s» está incompleto o no es una copia de Acervo.") % {"name": path.name})
    digest = hashlib.sha256()
    with path.open("rb") as file:
        left = size - TRAILER
        while left:
            chunk = file.read(min(CHUNK, left))
            if not chunk:
                break
            digest.update(chunk)
            left -= len(chunk)
            if progress:
                progress(size - TRAILER - left, size - TRAILER)
        end = file.read(TRAILER + 1)
    found = digest.hexdigest()
    if left or end != _trailer(found):
        raise DamagedCopy(
            _("«%(name)s» está dañado o incompleto: su contenido no es el que se escribió. No se cambió nada.")
            % {"name": path.name}
        )
    return found


def members(file: BinaryIO) -> Iterator[tuple[tarfile.TarInfo, BinaryIO]]:
    """The members in their order, each with its bytes, to be read before the next is asked for. Raises DamagedCopy
    for anything that is no plain file: a copy has no links, folders or devices."""
    try:
        with tarfile.open(fileobj=file, mode="r:", format=tarfile.PAX_FORMAT) as tar:
            while (info := tar.next()) is not None:
                tar.members = []  # type: ignore[attr-defined]  # else it remembers a hundred thousand of them
                if info.type != tarfile.REGTYPE or info.sparse is not None:
                    raise DamagedCopy(_("La copia tiene algo que no es un archivo: «%(name)s».") % {"name": info.name})
                opened = tar.extractfile(info)
                yield info, cast(BinaryIO, opened)
                file.seek(info.offset_data + info.size)
    except (tarfile.TarError, UnicodeError, ValueError, OverflowError) as error:
        raise DamagedCopy(_("La copia no se puede leer: %(error)s") % {"error": error}) from error


def is_safe(name: str) -> bool:
    """Whether a stored file's name stays where it is put: relative, no way up, nothing unprintable."""
    parts = name.split("/")
    return (
        bool(name)
        and len(name.encode("utf-8", "replace")) <= 1024
        and name.isprintable()
        and "\\" not in name
        and not any(part in ("", ".", "..") for part in parts)
        and not os.path.isabs(name)
    )
