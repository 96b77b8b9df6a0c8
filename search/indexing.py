"""How a change in the database reaches the index, without ever being lost.

`touch` writes the outbox in the transaction of the change; after the commit a task applies what waits there. If the
index is busy, the process dies or a source fails, the row is still there: whoever holds the lock, the next change, or
the clock (`sweep`) applies it. Applying reads the record again, so doing it twice, late or out of order is harmless.
"""

from __future__ import annotations

import datetime
import logging
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from django.db import router, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from search import journal, registry
from search.engines import get_engine
from search.engines.base import IndexBusy, Writer
from search.models import Change, Mark

T = TypeVar("T")
logger = logging.getLogger(__name__)

REBUILD_FAILED = "rebuild-failed"  # name of the mark
LOCK_SECONDS = 10.0  # how long one attempt waits for the index
MAX_ATTEMPTS = 5  # for one record whose source fails; `sweep` starts over after RETRY_AFTER
RETRY_AFTER = datetime.timedelta(hours=1)
MARK_EVERY = datetime.timedelta(minutes=1)  # the clock may run every second; it writes this often if nothing is due
REBUILD_AFTER = datetime.timedelta(minutes=5)  # how long a lost index waits after a rebuild that failed
KEEP_APPLIED = datetime.timedelta(days=2)  # must be longer than a rebuild takes
CHUNK = 200  # records read and written at a time
BATCH = 1_000  # touched records after which `batch` writes what it has so far


@dataclass(slots=True)
class _Batch:
    depth: int = 0
    touched: int = 0


_batch: ContextVar[_Batch | None] = ContextVar("search_batch", default=None)


def touch(source_name: str, pks: Iterable[int]) -> None:
    """Say that these records may have changed, appeared or gone. Call it inside the transaction of the change.

    Costs one INSERT. Raises KeyError if no source has that name.
    """
    registry.source(source_name)
    rows = [Change(source=source_name, record=pk) for pk in dict.fromkeys(pks)]
    if not rows:
        return
    Change.objects.bulk_create(rows, batch_size=500)
    current = _batch.get()
    if current is None:
        _apply_after_commit()
        return
    current.touched += len(rows)
    if current.touched >= BATCH:
        current.touched = 0
        _apply_after_commit()


@contextmanager
def batch() -> Iterator[None]:
    """For bulk work: what is touched inside is written together at the end, or every `BATCH` records. Nests."""
    current = _batch.get()
    token = None
    if current is None:
        current = _Batch()
        token = _batch.set(current)
    try:
        yield
    finally:
        if token is not None:
            _batch.reset(token)
            if current.touched:
                _apply_after_commit()


class _Enqueue:
    """One task for all that a transaction touches: its first callback to run enqueues, the others have nothing to do.

    Shared by the touches of a thread until one of them is committed, so that it survives a rolled back savepoint.
    """

    def __init__(self) -> None:
        self.done = False

    def __call__(self) -> None:
        if self.done:
            return
        self.done = True
        _local.enqueue = None
        from search.tasks import apply_waiting_changes

        apply_waiting_changes.enqueue()


_local = threading.local()


def _apply_after_commit() -> None:
    if getattr(_local, "enqueue", None) is None:
        _local.enqueue = _Enqueue()
    transaction.on_commit(_local.enqueue, using=router.db_for_write(Change))


def waiting() -> int:
    """How many changes wait to be applied."""
    return Change.objects.filter(applied_at=None).count()


def apply_changes(*, wait: float | None = None) -> int:
    """Apply what waits in the outbox; returns the number of records looked at.

    An index that is missing or cannot be used is rebuilt first, for it would lack all that came before. If that fails,
    it is logged, everything stays in the outbox, and nobody tries again for `REBUILD_AFTER`.
    Raises IndexBusy if another process writes for longer than `wait` seconds; what waits stays in the outbox, and that
    other process looks there after it lets go.
    """
    return _apply_waiting(wait=wait) if _usable() else 0


def _usable() -> bool:
    """Whether there is an index to write to, made now if need be. Raises IndexBusy while another process makes it."""
    if get_engine().ready():
        return True
    now = timezone.now()
    if Mark.objects.filter(name=REBUILD_FAILED, at__gt=now - REBUILD_AFTER).exists():
        return False
    logger.warning("search: the index is missing or cannot be used; it is rebuilt from the database")
    try:
        _rebuild()
    except IndexBusy:
        raise
    except Exception:  # sources are foreign code, and the disk may be full; the change itself is already safe
        logger.exception("search: the index could not be rebuilt; tried again in %s", REBUILD_AFTER)
        Mark.objects.update_or_create(name=REBUILD_FAILED, defaults={"at": now})
        return False
    return get_engine().ready()


def _apply_waiting(*, wait: float | None = None) -> int:
    done = 0
    again: list[int] = []  # failed in this run: the next run tries them
    while rows := list(_to_apply().exclude(pk__in=again)[:CHUNK]):
        with get_engine().batch(wait=LOCK_SECONDS if wait is None else wait) as writer:
            failed = _apply(writer, rows)
        again += _mark(rows, failed)
        done += len(rows)
    if done:
        Change.objects.filter(applied_at__lt=timezone.now() - KEEP_APPLIED).delete()
    return done


def _to_apply() -> QuerySet[Change]:
    return Change.objects.filter(applied_at=None, attempts__lt=MAX_ATTEMPTS).order_by("attempts", "pk")


def _apply(writer: Writer, rows: Sequence[Change]) -> dict[str, str]:
    """Put or delete each record named by `rows`. Returns id → error of those whose source failed."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        wanted[row.source].add(row.record)
    failed: dict[str, str] = {}
    for name, pks in wanted.items():
        try:
            _copy(writer, name, pks)
        except Exception:
            logger.exception("search: the source %s failed; its records are read one by one", name)
            for pk in sorted(pks):
                try:
                    _copy(writer, name, {pk})
                except Exception as error:  # noqa: BLE001 a source is foreign code; one record must not stop the rest
                    # Fail closed: what cannot be read cannot be known to be public.
                    writer.delete(f"{name}:{pk}")
                    failed[f"{name}:{pk}"] = f"{type(error).__name__}: {error}"[:500]
                    logger.error("search: %s:%s cannot be read and was taken out: %s", name, pk, error)
    return failed


def _copy(writer: Writer, name: str, pks: set[int]) -> None:
    """Make the index say what the source says about these records now."""
    gone = set(pks)
    if name in {source.name for source in registry.sources()}:
        for entry in registry.source(name).entries(sorted(pks)):
            writer.put(entry)
            gone.discard(entry.pk)
    for pk in gone:
        writer.delete(f"{name}:{pk}")


def _mark(rows: Sequence[Change], failed: dict[str, str]) -> list[int]:
    """Write down what was done; returns the keys of the rows that have to be tried again."""
    bad = [row for row in rows if str(row) in failed]
    good = [row.pk for row in rows if str(row) not in failed]
    Change.objects.filter(pk__in=good).update(applied_at=timezone.now(), error="")
    for row in bad:
        row.attempts += 1
        row.error = failed[str(row)]
        row.save(update_fields=["attempts", "error"])
    return [row.pk for row in bad]


def rebuild() -> int:
    """Build a new index from the sources and switch to it; the old one answers until then. Returns the entries.

    Raises IndexBusy if a rebuild is already running.
    """
    count = _rebuild()
    _apply_waiting()
    return count


def _rebuild() -> int:
    """`rebuild`, but for marking what waits in the outbox as applied."""
    started = timezone.now()
    margin = started - datetime.timedelta(minutes=1)
    count = 0

    def fill(writer: Writer) -> None:
        nonlocal count
        for source in registry.sources():
            for pks in chunks(source.ids(), CHUNK):
                for entry in source.entries(pks):
                    writer.put(entry)
                    count += 1

    def catch_up(writer: Writer) -> None:
        # What was applied to the old index meanwhile, also if that other process had no time yet to mark it.
        rows = Change.objects.filter(Q(applied_at__gte=margin) | Q(applied_at=None)).order_by("pk")
        for some in chunks(rows.iterator(), CHUNK):
            _apply(writer, some)

    get_engine().rebuild(fill, catch_up)
    Mark.objects.update_or_create(name="sweep", defaults={"at": started})
    Mark.objects.filter(name=REBUILD_FAILED).delete()
    return count


def sweep(now: datetime.datetime | None = None) -> int:
    """What the clock does: touch what changes by date alone since the last time, and apply all that waits.
    Also adds up the searches that were noted (`search.journal`), and makes the index anew when it was lost.

    Returns the number of records touched by date. Raises IndexBusy like `apply_changes`.
    """
    now = now or timezone.now()
    mark = Mark.objects.filter(name="sweep").first()
    since = mark.at if mark else datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    due = {source.name: list(source.due(since, now)) for source in registry.sources()} if now > since else {}
    touched = sum(map(len, due.values()))
    if touched or now - since > MARK_EVERY:
        _mark_sweep(due, max(now, since))
    apply_changes()
    return touched


def _mark_sweep(due: dict[str, list[int]], now: datetime.datetime) -> None:
    with transaction.atomic(using=router.db_for_write(Change)):
        for name, pks in due.items():
            Change.objects.bulk_create([Change(source=name, record=pk) for pk in pks], batch_size=500)
        Mark.objects.update_or_create(name="sweep", defaults={"at": now})
        stuck = Change.objects.filter(applied_at=None, attempts__gte=MAX_ATTEMPTS)
        stuck.filter(made_at__lt=now - RETRY_AFTER).update(attempts=MAX_ATTEMPTS - 1)
    journal.collect()


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    chunk: list[T] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


__all__ = ["IndexBusy", "apply_changes", "batch", "rebuild", "sweep", "touch", "waiting"]
