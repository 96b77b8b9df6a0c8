"""One at a time, over threads, processes and, with PostgreSQL, machines; a killed holder leaves no lock behind."""

from __future__ import annotations

import fcntl
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from search.engines.base import IndexBusy, LockLost

POLL_SECONDS = 0.02


@contextmanager
def exclusive(name: str, *, wait: float) -> Iterator[None]:
    """Hold the lock of that name. Raises IndexBusy when it cannot be had within `wait` seconds.

    Raises LockLost at the end when the lock did not last: another holder may have worked at the same time. SQLite
    means one machine, so there a file below SEARCH_DIR is the lock; PostgreSQL has advisory locks for all machines.
    """
    if connection.vendor == "postgresql":
        with _advisory(name, wait):
            yield
    else:
        with of_file(Path(settings.SEARCH_DIR) / f"{name}.lock", wait=wait):
            yield


@contextmanager
def of_file(path: Path, *, wait: float) -> Iterator[None]:
    """Hold a lock on `path`, which is made if need be, on this machine. Raises IndexBusy."""
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait
    with open(path, "ab") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise IndexBusy(f"another process holds {path.name} in {path.parent}") from None
                time.sleep(POLL_SECONDS)
        yield  # closing the file releases the lock


@contextmanager
def _advisory(name: str, wait: float) -> Iterator[None]:
    """A lock of the database session. The session is one of its own: a failed transaction of the caller cannot hold
    it, and when the server ends that session it is known."""
    key = _key(name)
    session = connection.copy()
    try:
        until = time.monotonic() + wait
        while not _asked(session, "SELECT pg_try_advisory_lock(%s)", key):
            if time.monotonic() >= until:
                raise IndexBusy(f"another process holds the lock {name!r} of this database")
            time.sleep(POLL_SECONDS)
        yield
        try:
            held = _asked(session, "SELECT pg_advisory_unlock(%s)", key)
        except DatabaseError as error:
            raise LockLost(f"the database ended the session that held the lock {name!r}: {error}") from error
        if not held:
            raise LockLost(f"the lock {name!r} was lost")
    finally:
        session.close()  # and with it the lock


def _asked(session: BaseDatabaseWrapper, question: str, key: int) -> bool:
    with session.cursor() as cursor:
        cursor.execute(question, [key])
        row = cursor.fetchone()
        return bool(row and row[0])


def _key(name: str) -> int:
    """PostgreSQL's locks are named by 64-bit numbers; they belong to one database."""
    text = f"{settings.SEARCH_ENGINE['index']}:{name}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
