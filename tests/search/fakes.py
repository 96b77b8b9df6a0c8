"""An engine in memory that can be told to be away, busy, to refuse, or to die in the middle of its work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from search.engines.base import Health, IndexBusy, LockLost, Unavailable
from search.registry import Entry


class FakeWriter:
    def __init__(self, engine: FakeEngine, held: dict[str, tuple[str, str]]) -> None:
        self.refused: dict[str, str] = {}
        self._engine = engine
        self._held = held

    def put(self, entry: Entry) -> None:
        self._engine.writes += 1
        if self._engine.dies_after is not None and self._engine.writes > self._engine.dies_after:
            raise Unavailable("the server went away in the middle")
        content = entry.content_hash  # reads the pages, as an engine does
        if entry.id in self._engine.refuses:
            self.refused[entry.id] = "the document is too large"
            return
        self._held[entry.id] = (entry.title, content)

    def delete(self, id: str) -> None:
        self._held.pop(id, None)


class FakeEngine:
    """`held`: id → (title, hash) of what can be found. Half of a batch that died stays, as on a server."""

    name = "Fake"

    def __init__(self) -> None:
        self.held: dict[str, tuple[str, str]] = {}
        self.exists = True
        self.away = self.busy = self.loses_lock = False
        self.dies_after: int | None = None
        self.refuses: set[str] = set()
        self.drops: set[str] = set()  # put without a word, and never there
        self.writes = self.batches = self.rebuilds = self.asked = 0
        self.during_batch: Callable[[], object] = lambda: None

    def ready(self) -> bool:
        self.asked += 1
        if self.away:
            raise Unavailable("the search server does not answer")
        return self.exists

    @contextmanager
    def batch(self, *, wait: float = 10.0) -> Iterator[FakeWriter]:
        if self.away:
            raise Unavailable("the search server does not answer")
        if self.busy:
            raise IndexBusy("another process writes")
        self.batches += 1
        yield FakeWriter(self, self.held)
        self.during_batch()
        if self.loses_lock:
            raise LockLost("the lock was lost")

    def rebuild(
        self,
        fill: Callable[[FakeWriter], None],
        catch_up: Callable[[FakeWriter], None],
        check: Callable[[int], None] = lambda records: None,
    ) -> None:
        if self.away:
            raise Unavailable("the search server does not answer")
        self.rebuilds += 1
        new: dict[str, tuple[str, str]] = {}
        fill(FakeWriter(self, new))
        for id in self.drops:
            new.pop(id, None)
        catch_up(FakeWriter(self, new))
        check(len(new))
        self.held, self.exists = new, True

    def hashes(self) -> dict[str, str]:
        if self.away:
            raise Unavailable("the search server does not answer")
        return {id: content for id, (_, content) in self.held.items()}

    def health(self) -> Health:
        if self.away:
            return Health(self.name, False, "http://search.example: the search server does not answer")
        return Health(self.name, self.exists, "http://search.example", records=len(self.held), leftovers=("old-7",))

    @property
    def titles(self) -> dict[str, str]:
        return {id: title for id, (title, _) in self.held.items()}
