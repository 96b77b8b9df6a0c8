"""One batch of a table is written at a time, and a sure sign of whether its writer lives: the kernel drops the lock when
the process dies. The lock is a file below DATA_DIR, which every process of the site shares."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


class TableBusy(Exception):
    """Another batch of the table is being written or undone."""


def folder() -> Path:
    """Where uploads and locks live: private, never below MEDIA_ROOT."""
    path = Path(settings.DATA_DIR) / "tabular"
    path.mkdir(parents=True, exist_ok=True)
    return path


@contextlib.contextmanager
def lock(name: str) -> Iterator[None]:
    """Hold a lock («write-monuments», «check-12»). Raises TableBusy at once when somebody else has it."""
    path = folder() / "locks"
    path.mkdir(exist_ok=True)
    with (path / name).open("a") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise TableBusy from error
        yield


def is_held(name: str) -> bool:
    try:
        with lock(name):
            return False
    except TableBusy:
        return True
