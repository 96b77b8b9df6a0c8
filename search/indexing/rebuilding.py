"""A new index from the database, filled while the old one answers, counted before it takes its place."""

from __future__ import annotations

import datetime
import logging
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Q, QuerySet
from django.utils import timezone

from search import registry
from search.engines import get_engine
from search.engines.base import LockLost, SearchError, Writer
from search.indexing import copies, outbox
from search.indexing.copies import CHUNK, chunks
from search.indexing.outbox import PAGE
from search.models import Change, Mark
from search.registry import Entry, Source

logger = logging.getLogger(__name__)
MARGIN = datetime.timedelta(minutes=1)  # clocks of several machines differ, and marking comes after applying
LEFT_OUT = 10  # entries that a new index may lack because they cannot be read or were refused …
LEFT_OUT_SHARE = 0.01  # … or this share of all, if that is more: beyond it the fault is no entry's own


class CountsDiffer(SearchError):
    """The new index does not hold what was put into it; the old one stays."""


class TooMuchLeftOut(SearchError):
    """So much cannot be read or was refused that the new index would be worse than the old one, which stays."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the filling is: `done` of the `total` records of one source."""

    source: str
    done: int
    total: int


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild did. `left_out`: id → why that entry is not in the new index."""

    per_source: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    changed: int = 0  # changes that came while it ran
    indexed: int = 0  # records that the engine counted before the switch

    @property
    def entries(self) -> int:
        return sum(self.per_source.values())


def build(progress: Callable[[Progress], None] = lambda progress: None, *, because: str = "") -> Rebuilt:
    """Build and switch, but for marking as applied what waits in the outbox. `because` is said in the log when it
    begins, if nobody asked for it.

    Raises IndexBusy if a rebuild is already running, SearchError (CountsDiffer and TooMuchLeftOut among them) when the
    old index stays. Memory: eight bytes a record, besides one chunk of entries.
    """
    run = _Build(timezone.now(), progress, because)
    try:
        get_engine().rebuild(run.fill, run.catch_up, run.check)
    except LockLost:
        outbox.set_back_since(run.started - MARGIN)
        raise
    run.take_out_late()
    Mark.objects.update_or_create(name="sweep", defaults={"at": run.started})
    outbox.hold(run.made.left_out)
    return run.made


class _Build:
    def __init__(self, started: datetime.datetime, progress: Callable[[Progress], None], because: str) -> None:
        self.started = started
        self.made = Rebuilt()
        self._progress = progress
        self._because = because
        self._total = 0
        self._filling: _Filling | None = None
        self._catching_up: Writer | None = None

    # --- Filling ---------------------------------------------------------------------------------
    def fill(self, writer: Writer) -> None:
        if self._because:
            logger.warning("search: %s; it is rebuilt from the database", self._because)
        self._filling = _Filling(writer)
        everything = [(source, array("q", _streamed(source))) for source in registry.sources()]
        self._total = sum(len(ids) for _, ids in everything)
        for source, ids in everything:
            self._fill_from(source, ids, self._filling)

    def _fill_from(self, source: Source, ids: array[int], writer: _Filling) -> None:
        done, count = 0, 0
        self._progress(Progress(source.name, 0, len(ids)))
        for pks in chunks(_unlike_the_last(ids), CHUNK):
            self.made.left_out |= copies.copy(writer, ((source.name, pk) for pk in pks))
            self._check_left_out()
            count += writer.chunk_is_done()
            done += len(pks)
            self._progress(Progress(source.name, done, len(ids)))
        self.made.per_source[source.name] = count

    # --- Catching up -----------------------------------------------------------------------------
    def catch_up(self, writer: Writer) -> None:
        """What was applied to the old index meanwhile, also if that other process had no time yet to mark it."""
        self._catching_up = writer
        meanwhile = Change.objects.filter(Q(applied_at__gte=self.started - MARGIN) | Q(applied_at=None)).order_by("pk")
        last = 0
        while changes := list(meanwhile.filter(pk__gt=last)[:PAGE]):
            last = changes[-1].pk
            records = {(change.source, change.record) for change in changes}
            self.made.changed += len({str(change) for change in changes if self._is_new(change)})
            failed = copies.copy(writer, records)
            for change in changes:
                self.made.left_out.pop(str(change), None)
            self.made.left_out |= failed

    def _is_new(self, change: Change) -> bool:
        """Whether the filling may have missed it; what was applied before the start it has read as it is."""
        return change.applied_at is None or max(change.applied_at, change.made_at) >= self.started

    # --- Before and after the switch -------------------------------------------------------------
    def check(self, indexed: int) -> None:
        """Refuse an index that lacks something. Raises CountsDiffer, TooMuchLeftOut."""
        self._check_left_out()
        refused = dict(self._filling.refused) if self._filling else {}
        self.made.left_out = refused | self.made.left_out
        self.made.indexed = indexed
        most = self.made.entries
        least = most - len(refused)  # of an entry that was refused the record itself may be in, without a page
        if not least - self.made.changed <= indexed <= most + self.made.changed:
            raise CountsDiffer(
                f"the new index holds {indexed} records where {least} were put, and only {self.made.changed} "
                "changed meanwhile: the index that was in use stays"
            )

    def _check_left_out(self) -> None:
        refused = self._filling.refused if self._filling else {}  # may grow meanwhile, in the threads of the engine
        count = len(self.made.left_out) + len(refused)
        if count > max(LEFT_OUT, LEFT_OUT_SHARE * self._total):
            id, reason = next(iter(list(self.made.left_out.items()) or list(refused.items())))
            raise TooMuchLeftOut(
                f"{count} of {self._total} records cannot be indexed ({id}: {reason}): the index that was in use stays"
            )

    def take_out_late(self) -> None:
        """What was refused while catching up is in the new index as it was read before; see `delivery.take_out`."""
        from search.indexing.delivery import LOCK_SECONDS, take_out

        refused = dict(self._catching_up.refused) if self._catching_up else {}
        take_out(refused, wait=LOCK_SECONDS)
        self.made.left_out |= refused


class _Filling:
    """The writer of a new index: counts what is put, and takes out only what it has put itself."""

    refused: dict[str, str]

    def __init__(self, writer: Writer) -> None:
        self.refused = writer.refused  # the writer fills it
        self._writer = writer
        self._chunk: set[str] = set()

    def put(self, entry: Entry) -> None:
        self._chunk.add(entry.id)
        self._writer.put(entry)

    def delete(self, id: str) -> None:
        if id in self._chunk:
            self._chunk.discard(id)
            self._writer.delete(id)

    def chunk_is_done(self) -> int:
        """The entries put since this was last asked."""
        count = len(self._chunk)
        self._chunk.clear()
        return count


def _streamed(source: Source) -> Iterable[int]:
    ids = source.ids()
    return ids.iterator(chunk_size=2_000) if isinstance(ids, QuerySet) else ids


def _unlike_the_last(ids: array[int]) -> Iterator[int]:
    """A key that a join brings twice in a row is one record."""
    if ids:
        yield ids[0]
    for before, pk in pairwise(ids):
        if pk != before:
            yield pk
