"""One at a time over threads and processes and, with PostgreSQL, machines; a killed holder leaves no lock behind.

SQLite means one machine, so there a file below DATA_DIR is the lock. PostgreSQL has advisory locks, which live in the
database (its manual: «Explicit Locking», «Advisory Locks»).
"""

import contextlib
import fcntl
import hashlib
import logging
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger(__name__)


class Busy(Exception):
    """Somebody else holds the lock."""


class Lost(Exception):
    """The lock did not last: somebody else may have held it at the same time."""


POLL_SECONDS = 0.02


@contextlib.contextmanager
def alone(name: str) -> Iterator[None]:
    """Hold the lock of that name, letters, digits and hyphens. Raises Busy at once when somebody else has it."""
    try:
        with held(name, Path(settings.DATA_DIR) / "locks" / name):
            yield
    except Lost as error:  # at the end: the work is done
        logger.error("%s", error)


@contextlib.contextmanager
def held(name: str, path: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock of that name in PostgreSQL, or of that file with SQLite.

    Raises Busy when it cannot be had within `wait` seconds, and Lost at the end when it did not last.
    """
    with session_lock(name, wait=wait) if connection.vendor == "postgresql" else file_lock(path, wait=wait):
        yield


def is_held(name: str) -> bool:
    """Whether anybody holds the lock now, in whatever process."""
    try:
        with alone(name):
            return False
    except Busy:
        return True


@contextlib.contextmanager
def turn(name: str) -> Iterator[None]:
    """A transaction in which nobody else with that name has a turn: they wait for its end, and what was looked up stays
    true until then. Within a transaction that has begun already, until the end of that.

    SQLite has one writer at a time anyway: the settings ask for IMMEDIATE transactions.
    """
    with contextlib.nullcontext() if connection.in_atomic_block else transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_key(name)])
        yield


@contextlib.contextmanager
def file_lock(path: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold a lock on a file of this machine, which is made if need be. Raises Busy."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as opened:
        for _ in _tries(wait, path.name):
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
        yield  # closing the file releases the lock


@contextlib.contextmanager
def session_lock(name: str, *, wait: float = 0.0) -> Iterator[None]:
    """Hold an advisory lock of PostgreSQL, in a session of its own: the caller's transactions come and go, and may fail.

    Raises Busy; at the end Lost when the server ended that session.
    """
    session = connection.copy()
    try:
        for _ in _tries(wait, name):
            if _asked(session, "SELECT pg_try_advisory_lock(%s)", name):
                break
        try:
            yield
        except BaseException:
            # The end of the session releases it too, but some moments later: who tries again at once would be refused.
            with contextlib.suppress(DatabaseError):
                _asked(session, "SELECT pg_advisory_unlock(%s)", name)
            raise
        try:
            still = _asked(session, "SELECT pg_advisory_unlock(%s)", name)
        except DatabaseError as error:
            raise Lost(f"the database ended the session that held the lock {name}: {error}") from error
        if not still:
            raise Lost(f"the lock {name} was lost")
    finally:
        session.close()  # and with it the lock


def _tries(wait: float, name: str) -> Iterator[None]:
    """Once, and then again until `wait` seconds are over; then raises Busy."""
    until = time.monotonic() + wait
    while True:
        yield
        if time.monotonic() >= until:
            raise Busy(f"somebody else holds the lock {name}")
        time.sleep(POLL_SECONDS)


def _asked(session: BaseDatabaseWrapper, question: str, name: str) -> bool:
    with session.cursor() as cursor:
        cursor.execute(question, [_key(name)])
        row = cursor.fetchone()
        return bool(row and row[0])


def _key(name: str) -> int:
    """PostgreSQL's locks are named by 64-bit numbers; they belong to one database."""
    return int.from_bytes(hashlib.blake2b(f"acervo:{name}".encode(), digest_size=8).digest(), "big", signed=True)
