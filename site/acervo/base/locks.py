"""One at a time over threads and processes and, with PostgreSQL, machines; a killed holder leaves no lock behind.

SQLite means one machine, so there a file below DATA_DIR is the lock. PostgreSQL has advisory locks, which live in the
database (its manual: «Explicit Locking», «Advisory Locks»).
"""

import contextlib
import fcntl
import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction

logger = logging.getLogger(__name__)


class Busy(Exception):
    """Somebody else holds the lock."""


@contextlib.contextmanager
def alone(name: str) -> Iterator[None]:
    """Hold the lock of that name, letters, digits and hyphens. Raises Busy at once when somebody else has it."""
    with _session_lock(name) if connection.vendor == "postgresql" else _file_lock(name):
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
def _file_lock(name: str) -> Iterator[None]:
    folder = Path(settings.DATA_DIR) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("a") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(name) from error
        yield


@contextlib.contextmanager
def _session_lock(name: str) -> Iterator[None]:
    """In a session of its own, for the caller's transactions come and go, and may fail."""
    session = connection.copy()
    try:
        with session.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_key(name)])
            if not cursor.fetchone()[0]:
                raise Busy(name)
        yield
        try:
            with session.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_key(name)])
        except DatabaseError as error:
            logger.error("The database ended the session that held the lock %s: %s", name, error)
    finally:
        session.close()  # and with it the lock


def _key(name: str) -> int:
    """PostgreSQL's locks are named by 64-bit numbers; they belong to one database."""
    return int.from_bytes(hashlib.blake2b(f"acervo:{name}".encode(), digest_size=8).digest(), "big", signed=True)
