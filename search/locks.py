"""The locks of search: who writes, who rebuilds, who delivers. One at a time, on however many machines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from acervo.base import locks
from search.engines.base import IndexBusy, LockLost


@contextmanager
def exclusive(name: str, *, wait: float) -> Iterator[None]:
    """Hold the lock of that name. Raises IndexBusy when it cannot be had within `wait` seconds.

    Raises LockLost at the end when the lock did not last: another holder may have worked at the same time.
    """
    ours = f"{settings.SEARCH_ENGINE['index']}:{name}"
    with _in_our_words(), locks.held(ours, Path(settings.SEARCH_DIR) / f"{name}.lock", wait=wait):
        yield


@contextmanager
def of_file(path: Path, *, wait: float) -> Iterator[None]:
    """Hold a lock on `path` on this machine, whatever the database. Raises IndexBusy."""
    with _in_our_words(), locks.file_lock(path, wait=wait):
        yield


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except locks.Busy as error:
        raise IndexBusy(f"another process holds it: {error}") from error
    except locks.Lost as error:
        raise LockLost(str(error)) from error
