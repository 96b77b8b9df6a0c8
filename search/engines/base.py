"""What an engine must do. Everything above this line of the app works with any engine that keeps these promises."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from search.plan import Synonyms
from search.query import Query
from search.registry import Entry

Sort: TypeAlias = Literal["relevance", "newest", "oldest", "title"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest", "title")
PAGES_PER_RECORD = 3


class SearchError(Exception):
    """The engine cannot answer or write now; the message says why, for a log or a terminal."""


class Unavailable(SearchError):
    """The engine does not answer, is overloaded, read-only or out of disk: nothing to mend here, it comes back."""


class IndexBusy(SearchError):
    """Another process is writing, and went on for longer than the caller wanted to wait."""


class LockLost(SearchError):
    """Another process may have written at the same time as this one: what this one wrote has to be applied again."""


class IndexMissing(SearchError):
    """There is no index: a new site, or its folder was lost. The clock makes one, and so does `search_rebuild`."""


class IndexOutdated(SearchError):
    """The index was built by another version or with other facets: `search_rebuild` mends it."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who asks, and when: only entries shown in `locale` and visible at `now` exist for them."""

    locale: str
    now: datetime.datetime


@dataclass(frozen=True, slots=True)
class Request:
    """One search. `filters`: values of one facet are alternatives, different facets must all hold."""

    query: Query
    audience: Audience
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: datetime.date | None = None
    date_to: datetime.date | None = None
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = ()
    synonyms: Synonyms = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageHit:
    file: str
    number: int
    url: str


@dataclass(slots=True)
class RecordHit:
    """One record of the results, as it was indexed, with the keys of its best pages."""

    id: str
    kind: str
    title: str
    url: str
    summary: str
    date: str  # ISO, or ""
    date_label: str
    state: str
    language: str
    thumbnail: str
    pages_total: int
    pages: list[PageHit] = field(default_factory=list)


@dataclass(slots=True)
class Results:
    total: int
    hits: list[RecordHit]
    facets: dict[str, dict[str, int]]  # name → value → records; complete lists


@dataclass(frozen=True, slots=True)
class Health:
    engine: str
    usable: bool
    detail: str
    records: int = 0
    pages: int = 0
    size: int = 0  # bytes on disk
    built: str = ""  # ISO moment of the last rebuild, or "" without a usable index
    generation: str = ""
    leftovers: tuple[str, ...] = ()  # what rebuilds that were killed left behind; the next rebuild removes it


class Writer(Protocol):
    """Open while one batch is written; what it did can be seen soon after the batch ends without an error.

    `refused` is complete when the batch has ended: id → why the engine did not take that entry. The others are in.
    """

    refused: dict[str, str]

    def put(self, entry: Entry) -> None: ...

    def delete(self, id: str) -> None: ...


class Engine(Protocol):
    def ready(self) -> bool:
        """Whether there is an index that can be used; only `rebuild` makes one. Cheap enough to ask every second.

        Raises Unavailable when the engine cannot be asked: then nobody knows, and nothing must be rebuilt.
        """

    def rebuild(
        self,
        fill: Callable[[Writer], None],
        catch_up: Callable[[Writer], None],
        check: Callable[[int], None] = lambda records: None,
    ) -> None:
        """Fill a new index, then switch to it; the old one answers until then, and stays if anything fails.

        `catch_up` is called just before the switch, while no other process writes: it puts what changed meanwhile.
        `check` is called last, with the number of records that the new index holds; what it raises stops the switch.
        The `refused` of both writers is complete by then. Raises IndexBusy when another rebuild is running.
        """

    def batch(self, *, wait: float) -> AbstractContextManager[Writer]:
        """The one writer; raises IndexBusy when it cannot be had within `wait` seconds, SearchError without an index."""

    def search(self, request: Request) -> Results:
        """Raises SearchError, never an empty answer, when the index is missing or cannot be used."""

    def autocomplete(self, text: str, audience: Audience, *, limit: int) -> list[Completion]:
        """Titles that hold the words typed so far, then ways to finish the last word."""

    def suggest(self, typed: Iterable[str], audience: Audience) -> dict[str, str]:
        """Word of `typed` → the one that it may be a slip of; nothing for a word that the audience may see itself."""

    def hashes(self) -> dict[str, str]:
        """id → content hash of everything in the index, visible or not."""

    def health(self) -> Health: ...


@dataclass(frozen=True, slots=True)
class Completion:
    """A line under the search box: a record to go to (with `url`), or a text to search for."""

    text: str
    url: str = ""
