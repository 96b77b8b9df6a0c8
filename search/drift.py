"""Where the index and the database say different things, and how they are brought together again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from search import indexing, registry
from search.engines import get_engine
from search.models import Change

WAIT_SECONDS = 30.0  # how long mending waits for another process that delivers


@dataclass(frozen=True, slots=True)
class Drift:
    """Ids that are only in the database, only in the index, or in both with different content.

    `waiting`: ids that differ because a change has not been delivered yet, or came during the comparison: no drift.
    """

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    changed: tuple[str, ...]
    waiting: tuple[str, ...]
    checked: int

    @property
    def ids(self) -> tuple[str, ...]:
        return self.missing + self.extra + self.changed

    def __bool__(self) -> bool:
        return bool(self.ids)


def find() -> Drift:
    """Compare every entry, with the text of its pages, with what was indexed. Reads the whole database once.

    Memory: an id and a hash for each record of the index, besides one chunk of entries. Raises SearchError.
    """
    started = timezone.now()
    left = get_engine().hashes()  # what the database does not name stays in it
    missing: list[str] = []
    changed: list[str] = []
    checked = 0
    for id, content_hash in _of_the_database():
        checked += 1
        indexed = left.pop(id, None)
        if indexed is None:
            missing.append(id)
        elif indexed != content_hash:
            changed.append(id)
    on_the_way = {
        f"{source}:{record}"
        for source, record in Change.objects.filter(
            Q(applied_at=None, attempts=0) | Q(applied_at__gte=started) | Q(made_at__gte=started)
        )
        .values_list("source", "record")
        .iterator()
    }
    extra = sorted(left)

    def settled(ids: list[str]) -> tuple[str, ...]:
        return tuple(id for id in ids if id not in on_the_way)

    return Drift(
        missing=settled(missing),
        extra=settled(extra),
        changed=settled(changed),
        waiting=tuple(id for id in (*missing, *extra, *changed) if id in on_the_way),
        checked=checked,
    )


def _of_the_database() -> Iterator[tuple[str, str]]:
    """Id and content hash of each entry; an id that a source gives twice comes once."""
    for source in registry.sources():
        last: set[str] = set()
        for pks in indexing.chunks(source.ids(), indexing.CHUNK):
            seen: set[str] = set()
            for entry in source.entries(pks):
                if entry.id not in last and entry.id not in seen:
                    yield entry.id, entry.content_hash
                seen.add(entry.id)
            last = seen


def mend(drift: Drift) -> int:
    """Bring the index in line; returns the number of changes delivered. Raises IndexBusy."""
    rows = [Change(source=name, record=int(pk)) for name, _, pk in (id.rpartition(":") for id in drift.ids)]
    Change.objects.bulk_create(rows, batch_size=500)
    return indexing.apply_changes(wait=WAIT_SECONDS)
