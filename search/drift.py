"""Where the index and the database say different things, and how they are brought together again."""

from __future__ import annotations

from dataclasses import dataclass

from search import indexing, registry
from search.engines import get_engine
from search.models import Change


@dataclass(frozen=True, slots=True)
class Drift:
    """Ids that are only in the database, only in the index, or in both with different content."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    changed: tuple[str, ...]
    checked: int

    @property
    def ids(self) -> tuple[str, ...]:
        return self.missing + self.extra + self.changed

    def __bool__(self) -> bool:
        return bool(self.ids)


def find() -> Drift:
    """Compare every entry, with the text of its pages, with what was indexed. Reads the whole database."""
    indexed = get_engine().hashes()
    missing: list[str] = []
    changed: list[str] = []
    seen: set[str] = set()
    for source in registry.sources():
        for pks in indexing.chunks(source.ids(), indexing.CHUNK):
            for entry in source.entries(pks):
                seen.add(entry.id)
                if entry.id not in indexed:
                    missing.append(entry.id)
                elif indexed[entry.id] != entry.content_hash:
                    changed.append(entry.id)
    extra = sorted(indexed.keys() - seen)
    return Drift(tuple(missing), tuple(extra), tuple(changed), len(seen))


def mend(drift: Drift) -> int:
    """Bring the index in line; returns the number of records written. Raises IndexBusy."""
    rows = [Change(source=name, record=int(pk)) for name, _, pk in (id.rpartition(":") for id in drift.ids)]
    Change.objects.bulk_create(rows, batch_size=500)
    return indexing.apply_changes()
