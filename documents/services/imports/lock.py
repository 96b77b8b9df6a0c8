"""One import at a time, and a sure sign of whether one is alive: the kernel drops the lock when its process dies."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


class ImportBusy(Exception):
    """Another import is being written."""


def _path() -> Path:
    folder = Path(settings.DATA_DIR) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "lock"


@contextlib.contextmanager
def import_lock() -> Iterator[None]:
    """Hold the lock. Raises ImportBusy at once when another process (or thread) has it."""
    with _path().open("a") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ImportBusy from error
        yield


def is_import_running() -> bool:
    """Whether an import is being written now, in whatever process."""
    try:
        with import_lock():
            return False
    except ImportBusy:
        return True
