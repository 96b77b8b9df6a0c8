"""Making a copy while the site is in use.

The order is what makes it whole. A file is stored before the row that names it is committed, and stored bytes never
change under a name; so the rows are read first, all of one moment, and then the files that those rows name: each of
them was there at that moment. The other way round, a file that came while files were being copied would have a row
and no bytes. A file whose last row is deleted meanwhile may be gone when its turn comes; it is told apart from one
that is lacking.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias, cast

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from acervo.base.stored import StorageUnavailable

from . import rows_out, snapshot
from .container import Sink, Writer, is_safe
from .errors import BackupError
from .manifest import Manifest, Part, TableCopy, applied_migrations, version
from .places import WORK, Place, free_space, places, work_files, work_root
from .tables import copied

Progress: TypeAlias = Callable[[str, int, int], None]
TOLD = 1_000  # names of lacking files that are kept


@dataclass(slots=True)
class Saved:
    """What was copied. `lacking`: named by a row and not there, or cut, or not readable; `damaged`: bytes that are
    not those that their name promises, copied as they are; `deleted`: gone while the copy was made."""

    rows: int = 0
    files: int = 0
    bytes: int = 0
    seconds: float = 0.0
    digest: str = ""
    lacking: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    deleted: int = 0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def save(path: Path, *, overwrite: bool = False, progress: Progress | None = None) -> Saved:
    """Write a copy of the site to `path`, for its owner's eyes only (mode 600). Raises BackupError.

    It appears under its name when it is whole; until then, and if it fails, what was there stays. A copy that was
    killed leaves `<name>.part`, which the next one begins anew.
    """
    if path.exists() and not overwrite:
        raise BackupError(_("«%(path)s» ya existe. Dé otro nombre, o use --overwrite.") % {"path": path})
    if path.exists() and not path.is_file():
        raise BackupError(_("«%(path)s» no es un archivo. Dé el nombre de un archivo, o «-».") % {"path": path})
    part = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            os.fchmod(descriptor, 0o600)
            saved = write(out, progress=progress, room=path.parent)
            out.flush()
            os.fsync(descriptor)
        os.replace(part, path)
    except StorageUnavailable as error:
        raise BackupError(_("El almacén de archivos no responde: %(error)s") % {"error": error}) from error
    except OSError as error:
        raise BackupError(_("No se puede escribir «%(path)s»: %(error)s") % {"path": path, "error": error}) from error
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    return saved


def write(out: Sink, *, progress: Progress | None = None, room: Path | None = None) -> Saved:
    """Write a copy into anything that takes bytes; `room`: the folder whose free space must do."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as sums:
        job = _Job(Writer(out, mtime=int(time.time())), cast(BinaryIO, sums), progress or _silent)
        with snapshot.frozen():
            job.read_me()
            job.rows()
            # Still inside: the names come from the same moment.
            for place in places():
                job.files(place, room)
        job.work()
        job.end()
    job.tell_deleted_apart()
    job.saved.seconds = time.monotonic() - started
    return job.saved


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None


class _Job:
    def __init__(self, writer: Writer, sums: BinaryIO, progress: Progress) -> None:
        self.writer, self.sums, self.progress = writer, sums, progress
        self.saved = Saved()
        self.absent: list[tuple[Place, str]] = []
        self.manifest = Manifest(
            made_at=timezone.now().isoformat(timespec="seconds"),
            acervo=version(),
            engine=connection.vendor,
            base_url=settings.BASE_URL,
            migrations=[],
        )

    def _add(self, name: str, size: int, source: BinaryIO) -> tuple[str, int]:
        digest, lacked = self.writer.add(name, size, source)
        self.sums.write(f"{digest}  {name}\n".encode())
        return digest, lacked

    def _add_bytes(self, name: str, data: bytes) -> str:
        return self._add(name, len(data), io.BytesIO(data))[0]

    def read_me(self) -> None:
        text = _(
            "Copia de seguridad de un sitio de Acervo: su base de datos y sus archivos.\n"
            "Contiene datos personales y contraseñas cifradas: guárdela como guarda las llaves del sitio.\n"
            "Se restaura con «manage.py restore ARCHIVO»; se comprueba con «manage.py restore ARCHIVO --check».\n"
            "No contiene SECRET_KEY ni las demás variables de entorno, ni el índice de búsqueda, que se hace de nuevo.\n"
        )
        self._add_bytes("LEAME.txt", text.encode())

    def rows(self) -> None:
        self.manifest.migrations = applied_migrations()
        self.manifest.sequences = snapshot.last_keys()
        tables = copied()
        total = sum(snapshot.count(table) for table in tables)
        done = 0

        def count(more: int) -> None:
            nonlocal done
            done += more
            self.progress("rows", done, total)

        for table in tables:
            copy = TableCopy(table.label, table.column_names)
            for packed, rows, size in rows_out.parts(table, count):
                number = len(self.manifest.tables) + 1
                name = f"rows/{number:04}-{table.label}-{len(copy.parts) + 1:05}.jsonl.gz"
                copy.parts.append(Part(name, rows, size, self._add_bytes(name, packed)))
            self.manifest.tables.append(copy)
        self.saved.rows = self.manifest.rows

    def files(self, place: Place, room: Path | None) -> None:
        total = sum(1 for _name in place.names())
        if room is not None:
            _check_room(place, room)
        for done, name in enumerate(place.names(), start=1):
            self._file(place, name)
            self.progress(place.name, done, total)

    def _file(self, place: Place, name: str) -> None:
        if not is_safe(name):
            self._lacks(place.name, name)
            return
        try:
            with place.opened(name) as (source, size):
                digest, lacked = self._add(f"files/{place.name}/{name}", size, source)
        except StorageUnavailable:
            raise  # the rest would be lacking too: no copy rather than one with holes
        except FileNotFoundError:
            self.absent.append((place, name))
            return
        except (OSError, SuspiciousOperation):
            self._lacks(place.name, name)
            return
        self._count(place.name, size)
        promised = [part for part in name.split("/")[:-1] if len(part) == 64]
        if lacked:
            self._lacks(place.name, name)
        elif promised and digest not in promised:
            self.saved.damaged.append(f"{place.name}/{name}")

    def work(self) -> None:
        """What is being worked on is read last, as it is: its rows only say where it is."""
        for name in work_files():
            with suppress(FileNotFoundError), (work_root() / name).open("rb") as source:
                size = os.fstat(source.fileno()).st_size
                self._add(f"files/{WORK}/{name}", size, source)
                self._count(WORK, size)

    def _count(self, place: str, size: int) -> None:
        counts = self.manifest.files.setdefault(place, [0, 0])
        counts[0] += 1
        counts[1] += size
        self.saved.files += 1

    def _lacks(self, place: str, name: str) -> None:
        self.saved.lacking.append(f"{place}/{name}")

    def end(self) -> None:
        lacking = [*self.saved.lacking, *(f"{place.name}/{name}" for place, name in self.absent)]
        self.manifest.lacking, self.manifest.lacking_count = lacking[:TOLD], len(lacking)
        self.sums.seek(0)
        self.manifest.sums_sha256 = hashlib.file_digest(self.sums, "sha256").hexdigest()  # type: ignore[arg-type]
        size = self.sums.tell()
        self.sums.seek(0)
        self.writer.add("SHA256SUMS", size, self.sums)
        data = self.manifest.as_json()
        self.writer.add("manifest.json", len(data), io.BytesIO(data))
        self.saved.digest = self.writer.finish()
        self.saved.bytes = self.writer.size

    def tell_deleted_apart(self) -> None:
        """A file that was not there and that no row names any more was deleted meanwhile; nothing is wrong with that."""
        for place, name in self.absent:
            if any(table.rows().filter(**{column: name}).exists() for table, column in place.fields):
                self._lacks(place.name, name)
            else:
                self.saved.deleted += 1


def _check_room(place: Place, room: Path) -> None:
    """The sizes of all files, before the first of them is copied. Raises BackupError."""
    if place.free() is None:
        return  # in a bucket: asking for a hundred thousand sizes would cost more than a copy that stops
    needed = 0
    for name in place.names():
        with suppress(OSError, SuspiciousOperation):
            if is_safe(name):
                needed += place.storage.size(name)
    folder, free = free_space(room)
    if needed > free:
        raise BackupError(
            _("En «%(folder)s» quedan %(free)d MB y los archivos miden %(needed)d MB.")
            % {"folder": folder, "free": free >> 20, "needed": needed >> 20}
        )
