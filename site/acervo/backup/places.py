"""Where files live: the storages that the models name, and the folders of work in progress below DATA_DIR.

Everything goes through Django's storages, so a copy made on a disk is restored into a bucket and back.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import DEFAULT_STORAGE_ALIAS, settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage, storages
from django.db import models

from .container import CHUNK, is_safe
from .snapshot import file_names
from .tables import Table, copied

MEDIA = "media"
WORK = "work"
#: Folders below DATA_DIR with what rows speak of without naming it in a storage: sheets that are being imported
#: (`tabular.Batch.file` is relative to DATA_DIR), uploads that wait to be unpacked, reports of imports.
WORK_FOLDERS = ("imports", "tabular")
STAGED = "restoring"  # folder below DATA_DIR: work of a copy, until the database is the copy's
NOT_IN_STORAGE = frozenset({"tabular.Batch"})


@dataclass(slots=True)
class Place:
    """A storage with the columns that name its files. `name` is the folder in the copy and outlives a change of
    settings: «media», or the label of the app that has a storage of its own."""

    name: str
    storage: Storage
    fields: list[tuple[Table, str]] = field(default_factory=list)

    def names(self) -> Iterator[str]:
        """What the database names."""
        return file_names(self.fields)

    @contextmanager
    def opened(self, name: str) -> Iterator[tuple[BinaryIO, int]]:
        """The bytes of a file, to be read once from the start, and how many they are. Raises OSError."""
        size = self.storage.size(name)
        stream = getattr(self.storage, "stream", None)  # without a copy on this machine's disk
        file = stream(name) if stream else self.storage.open(name, "rb")
        try:
            yield cast(BinaryIO, file), size
        finally:
            file.close()

    def sha256(self, name: str) -> str | None:
        """The hash of what is there under that name; None when nothing is, or it cannot be read."""
        if not self.storage.exists(name):
            return None
        digest = hashlib.sha256()
        with self.opened(name) as (file, _size):
            while chunk := file.read(CHUNK):
                digest.update(chunk)
        return digest.hexdigest()

    def put(self, name: str, source: BinaryIO, sha256: str) -> str:
        """Store these bytes under that name, whole or not at all; returns the name that they have.

        What is there with other bytes belongs to the site as it still is, and keeps its name: the new file gets one
        with a piece of its hash. Only where a name promises its bytes (`ab/<sha256>/…`) it is mended in place.
        """
        there = self.sha256(name)
        if there is not None and there != sha256:
            if sha256 in name.split("/"):
                self._forget(name)
            else:
                name = _other_name(name, sha256)
                there = self.sha256(name)
                if there not in (None, sha256):
                    self._forget(name)  # left half-written by a restore that was killed
        return name if there == sha256 else self._store(name, source)

    def _store(self, name: str, source: BinaryIO) -> str:
        plain = isinstance(self.storage, FileSystemStorage)
        plain = plain and type(self.storage)._save is FileSystemStorage._save  # type: ignore[attr-defined]
        if not plain:
            return self.storage.save(name, File(source, name=name))
        storage = cast(FileSystemStorage, self.storage)
        write_whole(Path(storage.path(name)), source, mode=storage.file_permissions_mode or 0o644)
        return name

    def _forget(self, name: str) -> None:
        if isinstance(self.storage, FileSystemStorage):  # the archive's own `delete` refuses what a version still has
            Path(self.storage.path(name)).unlink(missing_ok=True)
        else:
            self.storage.delete(name)

    def free(self) -> tuple[Path, int] | None:
        """The folder and its free bytes; None for a storage that is not on this machine."""
        if not isinstance(self.storage, FileSystemStorage):
            return None
        return free_space(Path(self.storage.location))


def _other_name(name: str, sha256: str) -> str:
    folder, base = os.path.split(name)
    stem, extension = os.path.splitext(base)
    return os.path.join(folder, f"{stem[: max(1, 80 - len(folder) - len(extension))]}-{sha256[:8]}{extension}")


def write_whole(path: Path, source: Any, *, mode: int) -> None:
    """Write a file that is there with all its bytes or not at all, also when killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(descriptor, "wb") as out:
            while chunk := source.read(CHUNK):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def free_space(folder: Path) -> tuple[Path, int]:
    """The nearest folder that exists, and the bytes that we may still write there."""
    while not folder.exists():
        folder = folder.parent
    found = os.statvfs(folder)
    return folder, found.f_bavail * found.f_frsize


def places(tables: Iterable[Table] | None = None) -> list[Place]:
    """Every storage that a model of the site names, and the folder of work."""
    found: dict[str, Place] = {}
    for table in copied() if tables is None else tables:
        if table.label in NOT_IN_STORAGE:
            continue
        for column in table.columns:
            if column.is_file:
                model_field = cast(models.FileField, table.model._meta.get_field(column.attname))
                name = place_name(table, model_field)
                place = found.setdefault(name, Place(name, _itself(model_field.storage)))
                place.fields.append((table, column.attname))
    return list(found.values())


def _itself(storage: Storage) -> Storage:
    """The storage that the settings name, and not Django's lazy stand-in for it."""
    return storages[DEFAULT_STORAGE_ALIAS] if storage is default_storage else storage


def place_name(table: Table, model_field: models.FileField) -> str:
    if model_field.storage is default_storage:
        return MEDIA
    return str(table.model._meta.app_label)


def work_files() -> Iterator[str]:
    """Names below DATA_DIR, with «/» between, of what is being worked on; no locks, no links, no half-written files."""
    for folder in WORK_FOLDERS:
        for parent, folders, files in os.walk(work_root() / folder):
            folders.sort()
            for file in sorted(files):
                path = Path(parent, file)
                if path.is_symlink() or file.endswith(".lock") or file.startswith("."):
                    continue
                name = path.relative_to(work_root()).as_posix()
                if is_safe(name):
                    yield name


def work_root() -> Path:
    return Path(settings.DATA_DIR)
