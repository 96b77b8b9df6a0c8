"""What people search for and open, without who they are: the words, the day, whether anything was found or opened.

A search must answer while a long import holds the database, so it never writes there: it appends a line to a file of
its machine, and the clock (`collect`) adds the lines up by day (`search.totals`). Several processes may append and
collect at once: a line is written under a lock of its file, which is renamed before it is read, and the sums of one file
enter the database once, whenever a process is killed. A machine of web workers alone, whose clock runs elsewhere,
collects its own file when nobody has done so for a while.

No line holds an address, a user, a cookie, a moment or anything that joins two searches. Whoever asks not to be
followed (`Sec-GPC`, `DNT`) is not counted at all, and words that look like personal data are not kept.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.search.utils import normalise_query_string

from search import forgetting, totals
from search.models import Mark

logger = logging.getLogger(__name__)

FILE = "queries.jsonl"
TAKEN = "queries*.taken"
COLLECTED = "queries.collected"  # an empty file: its time says when this machine's lines were last added up
LOCK = "queries.lock"
MAX_BYTES = 4_000_000  # between two runs of the clock; beyond it nothing is noted, so that nobody can fill the disk
MAX_LENGTH = 100
UNATTENDED = 600.0  # seconds after which a web process collects by itself


def declines(request: HttpRequest) -> bool:
    """Whether the visitor's browser says that they do not want to be followed (Global Privacy Control, Do Not Track)."""
    return request.headers.get("Sec-GPC") == "1" or request.headers.get("DNT") == "1"


def text_of(query: str) -> str:
    """A query as it is kept: lower case, one space, not too long; "" if it looks like personal data, or was no text."""
    query = normalise_query_string(" ".join(query.split()))[:MAX_LENGTH].strip()
    return "" if "\ufffd" in query or forgetting.personal(query) else query


def note(query: str, total: int) -> None:
    """Remember one search. Failing to do so never disturbs the search."""
    if query.strip():
        _append(["q", timezone.localdate().isoformat(), language(), text_of(query), total == 0])


def note_click(*, day: str, language: str, query: str, record: str, position: int) -> None:
    """Remember that a result was opened; `position` counts from 1, 0 is what editors promote (and has no `record`)."""
    _append(["c", day, language, query, record, position])


def language() -> str:
    """The language of the page that asks: "es", "en"."""
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def _append(line: list[object]) -> None:
    folder = Path(settings.SEARCH_DIR)
    text = f"{json.dumps(line, ensure_ascii=False)}\n".encode("utf-8", "replace")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while not _written(folder / FILE, text):
            pass  # the clock took that file away in between
    except OSError as error:
        logger.warning("search: %s cannot be written: %s", folder / FILE, error)
        return
    if _unattended(folder):
        threading.Thread(target=_collect_alone, name="search-journal", daemon=True).start()


def _written(path: Path, text: bytes) -> bool:
    """Append to the file that has this name *now*; False if another took its place before we had the lock."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        own = os.fstat(descriptor)
        try:
            named = os.stat(path)
        except FileNotFoundError:
            return False
        if (own.st_dev, own.st_ino) != (named.st_dev, named.st_ino):
            return False
        if own.st_size < MAX_BYTES:
            os.write(descriptor, text)
        return True
    finally:
        os.close(descriptor)


def collect() -> int:
    """Add what was noted on this machine to the database; returns the number of searches and clicks.

    One process at a time; to the others there is nothing to do.
    """
    folder = Path(settings.SEARCH_DIR)
    with _only_one(folder) as mine:
        if not mine:
            return 0
        try:
            os.replace(folder / FILE, folder / f"queries-{uuid.uuid4().hex}.taken")
        except FileNotFoundError:
            pass
        counted = sum(_count(path) for path in sorted(folder.glob(TAKEN)))  # also those of a run that was killed
        (folder / COLLECTED).touch()
    return counted


@contextmanager
def _only_one(folder: Path) -> Iterator[bool]:
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:  # no folder: nothing was ever searched for
        yield False
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        yield False
        return
    try:
        yield True
    finally:
        os.close(descriptor)


def _count(path: Path) -> int:
    """Add up one file that nobody appends to any more. The mark makes that happen once, even if we are killed here."""
    with open(path, "rb") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)  # whoever had it open before it was renamed writes first
        lines = handle.read().decode("utf-8", "replace").splitlines()
    mark = f"journal {path.stem}"[:60]
    counted = 0
    with transaction.atomic():
        _mark, new = Mark.objects.get_or_create(name=mark, defaults={"at": timezone.now()})
        if new:
            counted = totals.add(totals.read(lines))
    path.unlink(missing_ok=True)
    Mark.objects.filter(name=mark).delete()
    return counted


def _unattended(folder: Path) -> bool:
    """Whether this machine has no clock of its own. An embedded database has one writer, and its clock beside it."""
    if connection.vendor == "sqlite":
        return False
    stamp = folder / COLLECTED
    last = stamp.stat().st_mtime if stamp.exists() else 0.0
    if time.time() - last < UNATTENDED:
        return False
    stamp.touch()  # one thread in ten minutes, whether it succeeds or not
    return True


def _collect_alone() -> None:
    try:
        collect()
    except Exception:  # the lines are safe in their file; a thread has nobody to raise to
        logger.exception("search: the journal could not be added up; tried again later")
    finally:
        connections.close_all()
