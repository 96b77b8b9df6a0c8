"""Putting a copy back: the whole of it, or nothing.

1. Every byte of the file is compared with its digest, then its versions, tables and names are looked at. Until here
   nothing was changed.
2. The files are stored. What the site has under the same name keeps it (`Place.put`), so the site as it was still
   works; a restore that is repeated finds the files that are already there.
3. The database is replaced in one transaction: whoever kills the restore before it ends has the old site.
4. Only then: files that no row names any more go, the work in progress takes its place, the indexes are built again.
   A restore that is killed here has restored the site; repeating it, or `search_rebuild`, does what was left.
"""

from __future__ import annotations

import fcntl
import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO, TypeAlias

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from search import indexing

from . import aftermath, rows_in
from .contents import contents
from .copy_file import CopyFile, FileMember
from .errors import NeedsConfirmation, RestoreError
from .manifest import check_same_schema
from .places import STAGED, WORK, Place, free_space, place_name, places, work_root, write_whole
from .tables import Table

Progress: TypeAlias = Callable[[str, int, int], None]
logger = logging.getLogger(__name__)
SQLITE_FACTOR = 2.5  # the rows with their indexes, and the log that holds them until the commit


@dataclass(slots=True)
class Restored:
    """What was restored. `renamed`: files that got another name because the old site had one with other bytes there;
    `replaced`: texts with a character that this engine cannot keep; `warnings`: what is left for a person to do."""

    rows: int = 0
    files: int = 0
    bytes: int = 0
    files_already_there: int = 0
    renamed: int = 0
    replaced: int = 0
    removed: int = 0
    lacking: int = 0
    warnings: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def check(copy: CopyFile, *, replace: bool) -> None:
    """All that can be known before anything is changed. Raises RestoreError."""
    check_same_schema(copy.manifest)
    known = {place.name for place in places()} | {WORK}
    if strange := sorted(set(copy.manifest.files) - known):
        raise RestoreError(
            _("La copia tiene archivos de un almacén que aquí no hay: %(names)s.") % {"names": ", ".join(strange)}
        )
    if not replace and (lost := contents()):
        raise NeedsConfirmation(lost)
    _check_room(copy)


def restore(copy: CopyFile, *, replace: bool = False, progress: Progress | None = None) -> Restored:
    """Make this site the copied one. Raises RestoreError with the site as it was."""
    started = time.monotonic()
    check(copy, replace=replace)
    restored = Restored(lacking=copy.manifest.lacking_count)
    tell = progress or (lambda _stage, _done, _total: None)
    with _only_one(), tempfile.TemporaryFile(mode="w+", encoding="utf-8", newline="\n") as old_names:
        found = {place.name: place for place in places()}
        new_names = _store_files(copy, found, restored, tell)
        _write_rows(copy, new_names, restored, tell, before=lambda: aftermath.note_names(found.values(), old_names))
        aftermath.forget_caches()
        steps = (
            aftermath.tell_the_planner,
            aftermath.take_up_work,
            lambda: _remove_old(restored, found, old_names),
            lambda: restored.warnings.extend(aftermath.build_indexes(tell)),
        )
        for step in steps:
            try:
                step()
            except Exception as error:  # the site is restored: what failed after that is told, not raised
                logger.exception("restore: the site is restored, but not all that follows was done")
                restored.warnings.append(
                    _("El sitio se restauró, pero algo falló después: %(error)s") % {"error": error}
                )
    restored.seconds = time.monotonic() - started
    return restored


def _remove_old(restored: Restored, found: dict[str, Place], names: TextIO) -> None:
    names.seek(0)
    restored.removed = aftermath.remove_unnamed(found, names)


def _store_files(
    copy: CopyFile, found: dict[str, Place], restored: Restored, tell: Progress
) -> dict[tuple[str, str], str]:
    """Store the copied files. Returns (place, name) → the name it got, of those that could not keep theirs."""
    shutil.rmtree(work_root() / STAGED, ignore_errors=True)
    new_names: dict[tuple[str, str], str] = {}
    total = copy.manifest.file_count
    for done, (member, source) in enumerate(copy.files(), start=1):
        try:
            name = _store(found, member, source)
        except (OSError, SuspiciousOperation) as error:
            facts = {"name": f"{member.place}/{member.name}", "error": error}
            raise RestoreError(
                _("El archivo «%(name)s» no se pudo guardar: %(error)s. La base de datos sigue como estaba; repita.")
                % facts
            ) from error
        if name != member.name:
            new_names[member.place, member.name] = name
        restored.files += 1
        restored.bytes += member.size
        tell("files", done, total)
    restored.renamed = len(new_names)
    return new_names


def _store(found: dict[str, Place], member: FileMember, source: Any) -> str:
    if member.place == WORK:
        write_whole(work_root() / STAGED / member.name, source, mode=0o600)
        return member.name
    return found[member.place].put(member.name, source, member.sha256)


def _write_rows(
    copy: CopyFile,
    new_names: dict[tuple[str, str], str],
    restored: Restored,
    tell: Progress,
    *,
    before: Callable[[], None],
) -> None:
    total, done = copy.manifest.rows, 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        tell("rows", done, total)

    def renamed(table: Table, attname: str, name: str) -> str:
        if not new_names:
            return name
        place = place_name(table, table.model._meta.get_field(attname))  # type: ignore[arg-type]
        return new_names.get((place, name), name)

    try:
        with transaction.atomic():
            rows_in.keep_others_out()
            before()
            restored.replaced = rows_in.replace_all(copy, renamed=renamed, progress=count)
            indexing.want_rebuild()
            tell("commit", 0, 1)
    except DatabaseError as error:
        raise RestoreError(
            _("La base de datos no dejó escribir: %(error)s. Detenga el sitio y su trabajador, y repita.")
            % {"error": error}
        ) from error
    restored.rows = total


def _check_room(copy: CopyFile) -> None:
    """Raises RestoreError when the disk cannot hold what the copy says of itself, which is checked as it is read."""
    needed: dict[int, tuple[Path, int, int]] = {}  # by device

    def want(folder: Path, free: int, size: int) -> None:
        device = folder.stat().st_dev
        _folder, _free, before = needed.get(device, (folder, free, 0))
        needed[device] = (folder, free, before + size)

    found = {place.name: place for place in places()}
    for name, (_count, size) in copy.manifest.files.items():
        room = free_space(work_root()) if name == WORK else found[name].free()
        if room:
            want(*room, size)
    if connection.vendor == "sqlite" and Path(str(connection.settings_dict["NAME"])).is_absolute():
        want(*free_space(Path(connection.settings_dict["NAME"]).parent), int(copy.manifest.row_bytes * SQLITE_FACTOR))
    for folder, free, size in needed.values():
        if size > free:
            raise RestoreError(
                _("En «%(folder)s» quedan %(free)d MB y la copia necesita %(needed)d MB. No se cambió nada.")
                % {"folder": folder, "free": free >> 20, "needed": size >> 20}
            )


@contextmanager
def _only_one() -> Iterator[None]:
    """Two restores at once would take each other's files away. Raises RestoreError."""
    with open(Path(settings.DATA_DIR) / "restore.lock", "ab") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RestoreError(_("Otra restauración está en curso.")) from None
        yield
