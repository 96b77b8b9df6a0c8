"""Elasticsearch: an engine for more records, visitors and machines than the embedded index is made for.

Its servers see the terms of `search.engines.analysed`, so a search means the same on both engines. Nothing here needs
more than the basic licence, nor a module that a plain server may lack: no scripts, no `_reindex`, no `_delete_by_query`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from search.analysis import LANGUAGES, analyzer
from search.breaker import Breaker
from search.engines._elasticsearch import completion, pages, queries
from search.engines._elasticsearch.bulk import BulkWriter
from search.engines._elasticsearch.client import Caller, addresses, connect, refusal
from search.engines._elasticsearch.indices import Generation, Indices
from search.engines.base import (
    Audience,
    Completion,
    Health,
    IndexBusy,
    IndexMissing,
    IndexOutdated,
    RecordHit,
    Request,
    Results,
    SearchError,
    Writer,
)
from search.locks import exclusive
from search.plan import Plan, plan

KNOWN_FOR = 5.0  # seconds after which a process looks again what the aliases lead to
SLOW = 60.0  # seconds for what no visitor waits for
SCAN = 2_000  # records in one step of `hashes`


class ElasticsearchEngine:
    name = "Elasticsearch"

    def __init__(self, url: str, options: Mapping[str, Any]) -> None:
        self.addresses = addresses(url)
        self._client = connect(url, options)
        self._patient = self._client.options(request_timeout=SLOW)
        named = {"shards": options["shards"], "replicas": options["replicas"]}
        self._indices = Indices(self._client, options["index"], **named)
        self._slow_indices = Indices(self._patient, options["index"], **named)
        where = ", ".join(self.addresses)
        self.breaker = Breaker(f"search server {where}")
        self._read = Caller(self.breaker)
        # Of its own: a full disk stops writing and leaves searching as it is.
        self._write = Caller(Breaker(f"writing to the search server {where}"))
        self._lock = threading.Lock()
        self._known: tuple[float, Generation] | None = None

    # --- Writing ---------------------------------------------------------------------------------
    def ready(self) -> bool:
        try:
            self._current()
        except (IndexMissing, IndexOutdated):
            return False
        return True

    @contextmanager
    def batch(self, *, wait: float = 10.0) -> Iterator[Writer]:
        with exclusive("write", wait=wait):
            generation = self._current(fresh=True)
            with self._writing(generation) as writer:
                yield writer

    @contextmanager
    def _writing(self, to: Generation, *, fresh: bool = False) -> Iterator[BulkWriter]:
        writer = BulkWriter(self._client, self._write, to, fresh=fresh)
        try:
            yield writer
            writer.close()
        finally:
            writer.stop()

    def refresh(self) -> None:
        """Make what was written searchable now; otherwise the server does it within a second."""
        generation = self._current()
        self._write(lambda: self._patient.indices.refresh(index=list(generation.names)))

    def rebuild(
        self,
        fill: Callable[[Writer], None],
        catch_up: Callable[[Writer], None],
        check: Callable[[int], None] = lambda records: None,
    ) -> None:
        with exclusive("rebuild", wait=0):
            self._clean()
            made = self._write(self._slow_indices.create)
            try:
                with self._writing(made, fresh=True) as writer:
                    fill(writer)
                self._write(lambda: self._slow_indices.finish(made))
                with exclusive("write", wait=60):
                    with self._writing(made) as writer:
                        catch_up(writer)
                    self._write(lambda: self._patient.indices.refresh(index=list(made.names)))
                    check(self._read(lambda: self._patient.count(index=made.records))["count"])
                    self._write(lambda: self._slow_indices.switch(made))
                    self._known = None
            finally:
                self._clean()

    def _clean(self) -> None:
        """Remove every generation that is not in use; called only by who holds the lock of rebuilding."""
        self._write(lambda: self._slow_indices.remove(self._slow_indices.unused()))

    def _current(self, *, fresh: bool = False) -> Generation:
        """The generation in use. Raises IndexMissing, IndexOutdated, Unavailable."""
        with self._lock:
            if self._known and not fresh and time.monotonic() < self._known[0]:
                return self._known[1]
        found = self._read(self._indices.current)
        with self._lock:
            self._known = (time.monotonic() + KNOWN_FOR, found)
        return found

    # --- Searching -------------------------------------------------------------------------------
    def search(self, request: Request) -> Results:
        self._current()
        if not request.query.is_empty:
            plans = [plan(request.query, analyzer(code), request.synonyms) for code in LANGUAGES]
        elif request.query.text:
            return Results(0, [], {name: {} for name in request.facets})  # only signs, no word to look for
        else:
            plans = []
        answer = self._searches("records", [queries.search_body(request, plans)])[0]
        facets = {
            name: {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"][name]["values"]["buckets"]}
            for name in request.facets
        }
        shown = [hit["_source"]["data"] for hit in answer["hits"]["hits"]]
        return Results(answer["hits"]["total"]["value"], self._hits(shown, plans), facets)

    def _hits(self, shown: list[dict[str, Any]], plans: list[Plan]) -> list[RecordHit]:
        revisions: dict[str, list[str]] = {}
        hits: dict[str, RecordHit] = {}
        for data in shown:
            fields = dict(data)
            revision = fields.pop("hash")
            revisions.setdefault(fields.pop("analysis"), []).append(revision)
            hits[revision] = RecordHit(**fields)
        wanted = [p for p in plans if p.language in revisions and any(p.rows())]
        bodies = [pages.searches(p, revisions[p.language]) for p in wanted]
        answers = iter(self._searches("pages", [body for group in bodies for body in group]))
        for p, group in zip(wanted, bodies, strict=True):
            for revision, found in pages.best_pages(p, [next(answers) for _ in group]).items():
                hits[revision].pages = found
        return list(hits.values())

    # --- Words -----------------------------------------------------------------------------------
    def autocomplete(self, text: str, audience: Audience, *, limit: int = 8) -> list[Completion]:
        self._current()
        return completion.complete(partial(self._searches, "records"), text, audience, limit)

    def suggest(self, typed: Iterable[str], audience: Audience) -> dict[str, str]:
        self._current()
        return completion.mend(partial(self._searches, "records"), typed, audience)

    def _searches(self, level: str, bodies: list[dict[str, Any]]) -> list[Any]:
        """One round trip. Raises what went wrong in any of them: half an answer is none."""
        if not bodies:
            return []
        alias = self._indices.alias(level)
        header = {"index": alias, "allow_partial_search_results": False}
        lines = [line for body in bodies for line in (header, body)]
        return self._read(lambda: _whole(self._client.msearch(searches=lines)))

    # --- Care ------------------------------------------------------------------------------------
    def hashes(self) -> dict[str, str]:
        alias = self._indices.alias("records")
        self.refresh()  # what was written a moment ago is no difference
        found: dict[str, str] = {}
        body: dict[str, Any] = {"size": SCAN, "sort": ["rid"], "source_includes": ["data.id", "data.hash"]}
        while True:
            hits = self._read(lambda: self._patient.search(index=alias, **body))["hits"]["hits"]
            found |= {hit["_source"]["data"]["id"]: hit["_source"]["data"]["hash"] for hit in hits}
            if len(hits) < SCAN:
                return found
            body["search_after"] = hits[-1]["sort"]

    def health(self) -> Health:
        where = ", ".join(self.addresses)
        leftovers: tuple[str, ...] = ()
        try:
            leftovers = self._leftovers()
            generation = self._current(fresh=True)
            counted = self._read(
                lambda: self._client.indices.stats(index=list(generation.names), metric=["docs", "store"])
            )
        except SearchError as error:
            return Health(self.name, False, f"{where}: {error}", leftovers=leftovers)
        about = counted["indices"]
        return Health(
            self.name,
            True,
            where,
            records=about[generation.records]["primaries"]["docs"]["count"],
            pages=about[generation.pages]["primaries"]["docs"]["count"],
            size=sum(about[name]["primaries"]["store"]["size_in_bytes"] for name in generation.names),
            built=generation.built,
            generation=generation.records,
            leftovers=leftovers,
        )

    def _leftovers(self) -> tuple[str, ...]:
        """Unused indices, unless a rebuild is at work on them now."""
        try:
            with exclusive("rebuild", wait=0):
                return tuple(self._read(self._indices.unused))
        except IndexBusy:
            return ()


def _whole(answer: Any) -> list[Any]:
    for part in answer["responses"]:
        if "error" in part:
            raise refusal(part.get("status", 0), part["error"])
    return list(answer["responses"])
