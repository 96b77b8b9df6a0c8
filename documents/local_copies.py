"""Copies, on this machine's disk, of archived bytes that live in a bucket: what reads a file by its path needs one.

A copy is named by the SHA-256 of its bytes and checked against it when it arrives, so it is never stale. Any of them
may be deleted at any time; beyond the budget those go that nobody used for longest and nobody holds.
"""

import contextlib
import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from documents.services.derived import only_one

ABANDONED = 3600  # seconds after which a half-written copy has no writer any more


class DamagedFile(OSError):
    """The bytes that came are not those that the archive stored."""


class LocalCopies:
    """The copies in `folder`, together at most about `budget` bytes (more while they are in use)."""

    def __init__(self, folder: Path, *, budget: int) -> None:
        self.folder = folder
        self.budget = budget

    def path(self, sha256: str) -> Path:
        return self.folder / sha256

    def held(self, sha256: str) -> BinaryIO | None:
        """The copy, open and safe from being cleared away until it is closed; None when there is none."""
        path = self.path(sha256)
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return None
        fcntl.flock(file, fcntl.LOCK_SH)
        if os.fstat(file.fileno()).st_nlink == 0:  # cleared away between the two lines above
            file.close()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used now
        return file

    def fetched(self, sha256: str, fetch: Callable[[BinaryIO], None]) -> BinaryIO:
        """As `held`, fetching it first when it is missing; the first who asks fetches, the others wait.

        Raises what `fetch` raises, and DamagedFile when the bytes have another hash.
        """
        while (file := self.held(sha256)) is None:
            with only_one(sha256, locks="copy-locks"):
                if not self.path(sha256).exists():
                    self._fetch(sha256, fetch)
        return file

    def _fetch(self, sha256: str, fetch: Callable[[BinaryIO], None]) -> None:
        with self.new() as (part, out):
            fetch(out)
            out.flush()
            with part.open("rb") as back:
                found = hashlib.file_digest(back, "sha256").hexdigest()
            if found != sha256:
                raise DamagedFile(f"expected the bytes of {sha256}, got those of {found}")
            self.take(part, sha256)

    @contextlib.contextmanager
    def new(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A new file that becomes a copy by `take`, and is gone at the end if it did not."""
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self.folder, prefix=".part-")
        part = Path(name)
        try:
            with os.fdopen(descriptor, "w+b") as out:
                yield part, out
        finally:
            part.unlink(missing_ok=True)

    def take(self, part: Path, sha256: str) -> None:
        """Make the whole file `part` the copy of these bytes, and clear away what is too much."""
        os.chmod(part, 0o440)
        os.replace(part, self.path(sha256))
        self._clear(keep=sha256)

    def drop(self, sha256: str) -> None:
        self.path(sha256).unlink(missing_ok=True)

    def _clear(self, *, keep: str) -> None:
        found = []
        for path in self.folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                stat = path.stat()
                if path.name.startswith("."):
                    if time.time() - stat.st_mtime > ABANDONED:
                        path.unlink(missing_ok=True)
                else:
                    found.append((stat.st_mtime, stat.st_size, path))
        total = sum(size for _used, size, _path in found)
        for _used, size, path in sorted(found):
            if total <= self.budget:
                return
            if path.name != keep and _unlink_unless_held(path):
                total -= size


def _unlink_unless_held(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
    except BlockingIOError:
        return False
    except FileNotFoundError:
        pass
    return True
