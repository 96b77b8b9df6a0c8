"""What the clock does for search: dates that have come, changes that wait, failures whose hour has come."""

from __future__ import annotations

import datetime

from django.db import router, transaction
from django.utils import timezone

from acervo.base.clock import NotNow
from search import registry
from search.engines.base import IndexBusy, SearchError
from search.indexing import delivery, outbox
from search.models import Change, Mark

SWEEP, RETRY = "sweep", "retry"  # names of the marks
MARK_EVERY = datetime.timedelta(minutes=1)  # the clock runs every second; it writes this often if nothing is due
EVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def by_clock() -> None:
    """`sweep` as a periodic job. Raises NotNow while the engine is away."""
    try:
        _sweep(timezone.now(), wait=0)
    except IndexBusy:
        return  # a rebuild is about to switch, and then delivers what waits; else the next second does
    except SearchError as error:
        raise NotNow(str(error)) from error


def sweep(now: datetime.datetime | None = None) -> int:
    """Touch what changes by date alone since the last time, and apply all that waits. Makes the index anew when it was
    lost.

    Returns the number of records touched by date. Raises IndexBusy like `apply_changes`; an outage is no error.
    """
    touched = 0
    try:
        touched = _sweep(now or timezone.now(), wait=None)
    except IndexBusy:
        raise
    except SearchError:
        pass  # and `attempt` has said so
    return touched


def _sweep(now: datetime.datetime, *, wait: float | None) -> int:
    marks = Mark.objects.in_bulk([SWEEP, *delivery.MARKS])
    since = marks[SWEEP].at if SWEEP in marks else EVER
    try:
        touched = _touch_what_is_due(since, now)
    finally:  # a source whose dates cannot be read must not keep the changes waiting
        delivery.attempt(marks, wait=wait)
    return touched


def _touch_what_is_due(since: datetime.datetime, now: datetime.datetime) -> int:
    due = {source.name: list(source.due(since, now)) for source in registry.sources()} if now > since else {}
    touched = sum(map(len, due.values()))
    if touched or now - since > MARK_EVERY:
        with transaction.atomic(using=router.db_for_write(Change)):
            for name, pks in due.items():
                Change.objects.bulk_create([Change(source=name, record=pk) for pk in pks], batch_size=500)
            Mark.objects.update_or_create(name=SWEEP, defaults={"at": max(now, since)})
            _retry_what_is_stuck(now)
        outbox.forget_applied(now)
    return touched


def _retry_what_is_stuck(now: datetime.datetime) -> None:
    mark = Mark.objects.filter(name=RETRY).first()
    if mark is None or mark.at < now - outbox.RETRY_AFTER:
        outbox.try_stuck_again()
        Mark.objects.update_or_create(name=RETRY, defaults={"at": now})
