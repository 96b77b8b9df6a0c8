"""What is made from a version's bytes on demand and kept below CACHE_DIR: it may be deleted at any time.

Everything is kept below the SHA-256 of the bytes, so it never goes stale: other bytes have another folder.
"""

import contextlib
import fcntl
import json
import os
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

LOCKS = 64
#: Seconds for which a failure is remembered: a hostile page must not cost its time limit at each view.
FAILURE_KEPT = 3600


def folder_of(sha256: str) -> Path:
    """The folder of what was made from the bytes with this hash."""
    return Path(settings.CACHE_DIR) / "pages" / sha256


@contextlib.contextmanager
def only_one(name: str, *, locks: str = "locks") -> Iterator[None]:
    """Hold the lock of `name` against every other thread and process; a few names share each lock.

    Whoever holds one may take another only of another set of `locks`: the two names may share theirs.
    """
    folder = Path(settings.CACHE_DIR) / locks
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / str(zlib.crc32(name.encode()) % LOCKS)).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # freed when the file closes, also if the process is killed
        yield


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that no reader ever sees a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """The bytes of `path`; the first who asks makes them while others who ask for the same wait."""
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    with only_one(str(path)):
        with contextlib.suppress(FileNotFoundError):
            return path.read_bytes()
        content = make()
        write_whole(path, content)
        return content


def json_or_make(path: Path, make: Callable[[], Any]) -> Any:
    """As `read_or_make`, for a value that JSON can hold; a damaged file is made again."""
    try:
        return json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        path.unlink(missing_ok=True)
    return json.loads(read_or_make(path, lambda: json.dumps(make(), ensure_ascii=False).encode()))


def failed_before(path: Path) -> str | None:
    """The code with which making `path` failed within the last hour, if it did."""
    marker = path.with_name(path.name + ".failed")
    try:
        if time.time() - marker.stat().st_mtime > FAILURE_KEPT:
            return None
        return marker.read_text()
    except FileNotFoundError:
        return None


def remember_failure(path: Path, code: str) -> None:
    write_whole(path.with_name(path.name + ".failed"), code.encode())
