"""The outbox: which records have to be looked at again. A row is there if and only if its change was committed."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import NamedTuple

from django.db import router, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from search import registry
from search.models import Change

PAGE = 1_000  # waiting rows taken at a time: what one write to the engine holds at most
BATCH = 1_000  # touched records after which `batch` has what it has so far delivered
MAX_ATTEMPTS = 5  # for one record that fails; then it is tried again every RETRY_AFTER
RETRY_AFTER = datetime.timedelta(hours=1)
KEEP_APPLIED = datetime.timedelta(days=2)  # must be longer than a rebuild takes
FORGET_AT_ONCE = 5_000  # applied rows deleted at a time, so that nobody waits for the table
ERROR_LENGTH = 500


class Row(NamedTuple):
    """One waiting row; several may name the same record."""

    pk: int
    source: str
    record: int

    @property
    def id(self) -> str:
        return f"{self.source}:{self.record}"


@dataclass(slots=True)
class _Batch:
    touched: int = 0


_batch: ContextVar[_Batch | None] = ContextVar("search_batch", default=None)


# --- Putting changes in --------------------------------------------------------------------------
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
        _deliver_after_commit()
        return
    current.touched += len(rows)
    if current.touched >= BATCH:
        current.touched = 0
        _deliver_after_commit()


@contextmanager
def batch() -> Iterator[None]:
    """For bulk work: what is touched inside is delivered together at the end, or every `BATCH` records. Nests."""
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
                _deliver_after_commit()


class _Enqueue:
    """One look at the queue of tasks for all that a transaction touches: its first callback to run does it.

    Shared by the touches of a thread until one of them is committed, so that it survives a rolled back savepoint.
    """

    def __init__(self) -> None:
        self.done = False

    def __call__(self) -> None:
        if self.done:
            return
        self.done = True
        _local.enqueue = None
        from search.tasks import deliver_soon

        deliver_soon()


_local = threading.local()


def _deliver_after_commit() -> None:
    if getattr(_local, "enqueue", None) is None:
        _local.enqueue = _Enqueue()
    # Robust: the change is saved and waits in the outbox, so a queue that cannot be written is no failure of the save.
    transaction.on_commit(_local.enqueue, using=router.db_for_write(Change), robust=True)


# --- Taking them out -----------------------------------------------------------------------------
def waiting() -> int:
    """How many changes wait to be applied, those that fail included."""
    return Change.objects.filter(applied_at=None).count()


def to_apply() -> QuerySet[Change]:
    return Change.objects.filter(applied_at=None, attempts__lt=MAX_ATTEMPTS)


def fresh() -> QuerySet[Change]:
    """What has not been tried yet."""
    return Change.objects.filter(applied_at=None, attempts=0)


def stuck() -> QuerySet[Change]:
    """What failed so often that only the clock tries it again."""
    return Change.objects.filter(applied_at=None, attempts__gte=MAX_ATTEMPTS)


def pages() -> Iterator[list[Row]]:
    """What waits, oldest first, up to `PAGE` rows at a time; the caller marks each page before it takes the next.

    Fresh rows first, until there are none, also of those that come meanwhile; then, once, each row that had failed
    before: a source that is broken must not keep the others waiting.
    """
    failed = to_apply().filter(attempts__gt=0)
    newest = failed.order_by("-pk").values_list("pk", flat=True).first()
    yield from _fresh()
    last = 0
    while newest and (rows := _rows(failed.filter(pk__gt=last, pk__lte=newest))):
        yield rows
        last = rows[-1].pk
        yield from _fresh()


def _fresh() -> Iterator[list[Row]]:
    while rows := _rows(fresh()):
        yield rows


def _rows(found: QuerySet[Change]) -> list[Row]:
    return [Row(*values) for values in found.order_by("pk").values_list("pk", "source", "record")[:PAGE]]


def also_stuck(rows: Sequence[Row]) -> list[Row]:
    """The stuck rows of the same records: what now succeeds mends them too. Ask before the records are read."""
    wanted = {row.id for row in rows}
    found = stuck().filter(record__in={row.record for row in rows}).values_list("pk", "source", "record")
    return [row for row in (Row(*values) for values in found) if row.id in wanted]


def mark(rows: Sequence[Row], *, failed: dict[str, str], refused: dict[str, str]) -> None:
    """Write down what became of these rows. `failed`, `refused`: id → error.

    A source that failed is tried again soon. What the engine refused it will refuse again: that waits for the hour.
    """
    errors = failed | refused
    good = [row.pk for row in rows if row.id not in errors]
    Change.objects.filter(pk__in=good).update(applied_at=timezone.now(), error="")
    for row in rows:
        if row.id in refused:
            error = refused[row.id][:ERROR_LENGTH]
            Change.objects.filter(pk=row.pk).update(attempts=MAX_ATTEMPTS, error=error)
        elif row.id in failed:
            error = failed[row.id][:ERROR_LENGTH]
            Change.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, error=error)


def hold(errors: dict[str, str]) -> None:
    """Have records that a rebuild had to leave out named by `search_status` and tried again by the clock."""
    held = {f"{source}:{record}" for source, record in stuck().values_list("source", "record").iterator()}
    rows = [
        Change(source=name, record=int(pk), attempts=MAX_ATTEMPTS, error=errors[id][:ERROR_LENGTH])
        for id, name, pk in ((id, *id.rpartition(":")[::2]) for id in errors)
        if id not in held
    ]
    Change.objects.bulk_create(rows, batch_size=500)


def set_back(rows: Sequence[Row]) -> None:
    """These rows wait again, whoever marked them: what was written for them may have been overtaken."""
    Change.objects.filter(pk__in=[row.pk for row in rows]).update(applied_at=None)


def set_back_since(moment: datetime.datetime) -> None:
    """All that was applied from that moment on waits again."""
    Change.objects.filter(applied_at__gte=moment).update(applied_at=None)


def try_stuck_again() -> None:
    """One more attempt for each row that failed too often."""
    stuck().update(attempts=MAX_ATTEMPTS - 1)


def forget_applied(now: datetime.datetime) -> None:
    """Delete some of the rows that no rebuild needs any more."""
    old = Change.objects.filter(applied_at__lt=now - KEEP_APPLIED).values_list("pk", flat=True)[:FORGET_AT_ONCE]
    if pks := list(old):
        Change.objects.filter(pk__in=pks).delete()
