"""From the outbox to the engine: one process at a time delivers, the others leave it to that one."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack

from django.db import DatabaseError, InterfaceError, OperationalError, connections, router
from django.utils import timezone

from search.engines import get_engine
from search.engines.base import IndexBusy, LockLost, SearchError, Unavailable
from search.indexing import copies, outage, outbox, rebuilding
from search.indexing.outbox import Row
from search.indexing.rebuilding import Progress, Rebuilt
from search.locks import exclusive
from search.models import Change, Mark

logger = logging.getLogger(__name__)

REBUILD_FAILED = "rebuild-failed"  # name of the mark
REBUILD_WANTED = "rebuild-wanted"  # … of a site whose rows were replaced: what the index says is another site's
REBUILD_AFTER = datetime.timedelta(minutes=5)  # how long a lost index waits after a rebuild that failed
REBUILD_AFTER_OUTAGE = datetime.timedelta(seconds=15)  # … because the engine went away in the middle of it
LOCK_SECONDS = 10.0  # how long one attempt waits for the index
DELIVERING = "outbox"  # name of the lock
MARKS = (outage.NAME, REBUILD_FAILED, REBUILD_WANTED)


def apply_changes(*, wait: float | None = None) -> int:
    """Apply what waits in the outbox; returns the number of changes looked at. An outage is no error: they wait.

    An index that is missing or cannot be used is rebuilt first, for it would lack all that came before. If that fails,
    it is logged, everything stays in the outbox, and nobody tries again for `REBUILD_AFTER`.
    When another process delivers, this one leaves at once: that one looks into the outbox again before it ends.
    Raises IndexBusy if another process writes for longer than `wait` seconds (a rebuild does, before its switch).
    """
    try:
        return attempt(Mark.objects.in_bulk(MARKS), wait=wait)
    except IndexBusy:
        raise
    except SearchError:
        return 0  # and `attempt` has said so


def attempt(marks: Mapping[str, Mark], *, wait: float | None) -> int:
    """`apply_changes`, given the `MARKS` that there are. Raises SearchError, after noting it for a log."""
    try:
        _set_overtaken_back()
        done = drain(wait=wait) if _usable(marks) else 0
    except IndexBusy:
        raise
    except LockLost as error:
        logger.warning("search: %s; the changes of that batch are applied again", error)
        raise
    except SearchError as error:
        outage.begins(error)
        raise
    # Without a change delivered, or none to deliver, nobody knows yet: another process may be trying in vain.
    if outage.NAME in marks and (done or not outbox.to_apply().exists()):
        outage.ends(marks[outage.NAME])
    return done


def drain(*, wait: float | None = None) -> int:
    """Apply all that waits, if no other process is doing so. Returns the number of changes. Raises SearchError."""
    done = 0
    waits = outbox.to_apply()
    while waits.exists():
        some = _apply_all(wait)
        if not some:
            break
        done += some
        waits = outbox.fresh()  # look again: whoever found the lock taken has left its changes to us
    if done:
        outbox.forget_applied(timezone.now())
    return done


def _apply_all(wait: float | None) -> int:
    with ExitStack() as stack:
        try:
            stack.enter_context(exclusive(DELIVERING, wait=wait or 0))
        except IndexBusy:
            return 0
        return sum(_apply(rows, wait=LOCK_SECONDS if wait is None else wait) for rows in outbox.pages())


def _apply(rows: Sequence[Row], *, wait: float) -> int:
    rows = [*rows, *outbox.also_stuck(rows)]
    try:
        failed, refused = _write({(row.source, row.record) for row in rows}, wait=wait)
    except (LockLost, OperationalError, InterfaceError):
        _overtaken.extend(rows)
        _set_overtaken_back()
        raise
    outbox.mark(rows, failed=failed, refused=refused)
    return len(rows)


def _write(records: Iterable[tuple[str, int]], *, wait: float) -> tuple[dict[str, str], dict[str, str]]:
    """Copy these records to the engine; returns id → error of those that failed, and of those that were refused."""
    with get_engine().batch(wait=wait) as writer:
        failed = copies.copy(writer, records)
    refused = dict(writer.refused)
    take_out(refused, wait=wait)
    return failed, refused


def take_out(refused: dict[str, str], *, wait: float) -> None:
    """Fail closed: the version that is still in the index may say what the public must no longer see."""
    if not refused:
        return
    with get_engine().batch(wait=wait) as writer:
        for id, reason in refused.items():
            logger.error("search: %s was refused and is taken out: %s", id, reason)
            writer.delete(id)


_overtaken: list[Row] = []  # written while the lock was lost; kept here for as long as the database is away


def _set_overtaken_back() -> None:
    """Whoever had the lock meanwhile may have marked these rows, and then we wrote something older over it."""
    if not _overtaken:
        return
    connection = connections[router.db_for_write(Change)]
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    rows = list(_overtaken)
    try:
        outbox.set_back(rows)
    except DatabaseError as error:
        logger.warning("search: %d changes are set back when the database answers: %s", len(rows), error)
        return
    del _overtaken[: len(rows)]


def _usable(marks: Mapping[str, Mark]) -> bool:
    """Whether there is an index to write to, made now if need be. Raises IndexBusy while another process makes it."""
    if get_engine().ready() and REBUILD_WANTED not in marks:
        return True
    now = timezone.now()
    if REBUILD_FAILED in marks and marks[REBUILD_FAILED].at > now:
        return False
    try:
        rebuilding.build(because="the index is missing or cannot be used")
    except IndexBusy:
        raise
    except Unavailable:
        _rebuild_not_before(now + REBUILD_AFTER_OUTAGE)
        raise
    except Exception:  # sources are foreign code, and the disk may be full; the change itself is already safe
        logger.exception("search: the index could not be rebuilt; tried again in %s", REBUILD_AFTER)
        _rebuild_not_before(now + REBUILD_AFTER)
        return False
    _rebuild_is_done()
    return get_engine().ready()


def want_rebuild() -> None:
    """Have the index made anew, by `search_rebuild` or else by the clock. Call it in the transaction that replaces the
    rows of the site: then it is done also if the process dies before it can do it."""
    Mark.objects.update_or_create(name=REBUILD_WANTED, defaults={"at": timezone.now()})


def _rebuild_is_done() -> None:
    Mark.objects.filter(name__in=(REBUILD_FAILED, REBUILD_WANTED)).delete()


def _rebuild_not_before(moment: datetime.datetime) -> None:
    Mark.objects.update_or_create(name=REBUILD_FAILED, defaults={"at": moment})


def rebuild() -> int:
    """Build a new index from the sources and switch to it; the old one answers until then. Returns the entries.

    Raises IndexBusy if a rebuild is already running, SearchError when it failed and the old index stays.
    """
    return rebuild_and_report().entries


def rebuild_and_report(progress: Callable[[Progress], None] = lambda progress: None) -> Rebuilt:
    """`rebuild`, telling how far it is and what had to be left out."""
    made = rebuilding.build(progress)
    _rebuild_is_done()
    outbox.try_stuck_again()
    try:
        drain()
    except SearchError as error:  # the new index is in use; what waits is the clock's work
        logger.warning("search: the index was rebuilt; what changed meanwhile is delivered later: %s", error)
    return made
