"""The embedded engine: a Tantivy index in a folder. Two levels, records and pages; see `_tantivy.schema`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy
from django.utils import timezone

from search.analysis import LANGUAGES, analyzer, fold, words
from search.engines._tantivy import queries, schema, vocabulary
from search.engines._tantivy.pages import best_pages
from search.engines._tantivy.storage import Opened, Storage, open_index
from search.engines.base import (
    Audience,
    Completion,
    Health,
    RecordHit,
    Request,
    Results,
    SearchError,
    Writer,
)
from search.plan import Plan, plan
from search.query import Query, parse
from search.registry import Entry

Q = tantivy.Query
MUST = tantivy.Occur.Must
SMALL_HEAP, LARGE_HEAP = 15_000_000, 96_000_000  # bytes: an editor's change; a rebuild
ALL_BUCKETS = 65_000


class TantivyWriter:
    """Puts and deletes on one open writer; nothing is visible before `commit`."""

    refused: dict[str, str]

    def __init__(self, index: tantivy.Index, heap: int) -> None:
        self.refused = {}  # an entry has fields of ours only, so this index takes any
        self._schema = index.schema
        try:
            self._writer = index.writer(heap, 1)
        except ValueError as error:
            raise SearchError(f"the index cannot be written: {error}") from error

    def put(self, entry: Entry) -> None:
        self.delete(entry.id)
        for document in schema.documents(entry):
            self._writer.add_document(tantivy.Document.from_dict(document, self._schema))

    def delete(self, id: str) -> None:
        self._writer.delete_documents_by_term("rid", id)

    def commit(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()

    def rollback(self) -> None:
        self._writer.rollback()
        self._writer.wait_merging_threads()


class TantivyEngine:
    name = "Tantivy"

    def __init__(self, root: Path) -> None:
        self.storage = Storage(root)

    # --- Writing ---------------------------------------------------------------------------------
    def ready(self) -> bool:
        try:
            self.storage.open()
        except SearchError:
            return False
        return True

    @contextmanager
    def batch(self, *, wait: float = 10.0) -> Iterator[TantivyWriter]:
        with (
            self.storage.exclusive("write", wait=wait),
            _committed(self.storage.open().index, SMALL_HEAP) as writer,
        ):
            yield writer

    def rebuild(
        self,
        fill: Callable[[Writer], None],
        catch_up: Callable[[Writer], None],
        check: Callable[[int], None] = lambda records: None,
    ) -> None:
        with self.storage.exclusive("rebuild", wait=0):
            self.storage.clean()
            folder = self.storage.new_folder()
            try:
                with _committed(open_index(folder), LARGE_HEAP) as writer:
                    fill(writer)
                with self.storage.exclusive("write", wait=60):
                    with _committed(open_index(folder), SMALL_HEAP) as writer:
                        catch_up(writer)
                    check(_records(open_index(folder)))
                    self.storage.switch(folder, built=timezone.now().isoformat(timespec="seconds"))
            finally:
                self.storage.clean()

    # --- Searching -------------------------------------------------------------------------------
    def search(self, request: Request) -> Results:
        opened = self.storage.open()
        if not request.query.is_empty:
            plans = self._plans(opened, request.query, request)
        elif request.query.text:
            return Results(0, [], {name: {} for name in request.facets})  # only signs, no word to look for
        else:
            plans = []
        match = _match(opened, plans)
        found = self._records(opened, request, plans, match)
        hits = self._hits(opened, [address for _, address in found.hits], plans)
        return Results(found.count, hits, self._facets(opened, request, match))

    def _plans(self, opened: Opened, query: Query, request: Request) -> list[Plan]:
        """One plan for each language that has records; Spanish in any case."""
        languages = [code for code in LANGUAGES if code == "es" or opened.searcher.doc_freq("analysis", code)]
        return [plan(query, analyzer(code), request.synonyms) for code in languages]

    def _records(self, opened: Opened, request: Request, plans: list[Plan], match: Q) -> Any:
        parts = queries.filters(opened, request)
        kwargs: dict[str, Any] = {"limit": max(1, request.limit), "offset": request.offset}
        sort = request.sort
        if sort == "relevance" and not any(p.must for p in plans):
            sort = "newest"  # nothing to be relevant to
        if sort == "relevance":
            match = queries.in_any_language([queries.ranked(opened, p) for p in plans])
            kwargs["weight_by_field"] = "recency"
        else:
            kwargs["order_by_field"] = "by_title" if sort == "title" else "by_date"
            kwargs["order"] = tantivy.Order.Desc if sort == "newest" else tantivy.Order.Asc
        return opened.searcher.search(Q.boolean_query([(MUST, match), *parts]), **kwargs)

    def _facets(self, opened: Opened, request: Request, match: Q) -> dict[str, dict[str, int]]:
        refined = [name for name in request.facets if request.filters.get(name)]
        groups = [(name, [name]) for name in refined]
        if others := [name for name in request.facets if name not in refined]:
            groups.append(("", others))
        counted: dict[str, dict[str, int]] = {}
        for without, names in groups:
            parts = queries.filters(opened, request, without=without)
            wanted = {name: {"terms": {"field": schema.facet_field(name), "size": ALL_BUCKETS}} for name in names}
            answer = opened.searcher.aggregate(Q.boolean_query([(MUST, match), *parts]), wanted)
            for name in names:
                counted[name] = {b["key"]: b["doc_count"] for b in answer[name]["buckets"]}
        return {name: counted[name] for name in request.facets}

    def _hits(self, opened: Opened, addresses: list[tantivy.DocAddress], plans: list[Plan]) -> list[RecordHit]:
        analysed: dict[str, list[str]] = {}
        hits = []
        for address in addresses:
            data = opened.data(address)
            data.pop("hash")
            analysed.setdefault(data.pop("analysis"), []).append(data["id"])
            hits.append(RecordHit(**data))
        for p in plans:
            if p.language in analysed and any(p.rows()):
                found = best_pages(opened, p, analysed[p.language])
                for hit in hits:
                    hit.pages = found.get(hit.id, hit.pages)
        return hits

    # --- Words -----------------------------------------------------------------------------------
    def autocomplete(self, text: str, audience: Audience, *, limit: int = 8) -> list[Completion]:
        typed = words(text[:100])
        if not typed:
            return []
        opened = self.storage.open()
        visible = queries.audience(opened, audience)
        *before, last = [fold(word) for word in typed]
        parts = [(MUST, Q.term_query(opened.schema, "title_words", word)) for word in before]
        parts.append((MUST, Q.fuzzy_term_query(opened.schema, "title_words", last, 0, False, True)))
        found = opened.searcher.search(Q.boolean_query([*parts, *visible]), limit=limit, weight_by_field="recency")
        titles = [opened.data(address) for _, address in found.hits]
        completions = [Completion(data["title"], data["url"]) for data in titles]
        if len(completions) < limit and (head := text[: text.rfind(typed[-1])]) is not None:
            context = parse(head)
            if not context.is_empty:
                plans = [plan(context, analyzer(code)) for code in LANGUAGES]
                visible.append((MUST, queries.in_any_language([queries.matching(opened, p) for p in plans])))
            endings = vocabulary.starting_with(opened, last, Q.boolean_query(visible), limit * 2)
            room = limit - len(completions)
            completions += [Completion(f"{head}{word}".strip()) for word, _ in endings[:room]]
        return completions

    def suggest(self, typed: Iterable[str], audience: Audience) -> dict[str, str]:
        opened = self.storage.open()
        visible = queries.audience(opened, audience)
        found = {word: self._mended(opened, word, visible) for word in typed if words(word) == [word]}
        return {word: better for word, better in found.items() if better}

    def _mended(self, opened: Opened, word: str, visible: list[tuple[tantivy.Occur, Q]]) -> str | None:
        present = [
            (tantivy.Occur.Should, Q.term_query(opened.schema, f"text_{code}", analyzer(code).term(word)))
            for code in LANGUAGES
        ]
        there = Q.boolean_query([(MUST, Q.boolean_query(present)), *visible])
        if opened.searcher.search(there, limit=1, count=False).hits:
            return None
        return vocabulary.closest(opened, word, Q.boolean_query(visible))

    # --- Care ------------------------------------------------------------------------------------
    def hashes(self) -> dict[str, str]:
        opened = self.storage.open()
        query = Q.term_query(opened.schema, "level", schema.RECORD)
        found: dict[str, str] = {}
        total = opened.count(query)
        for address in [a for _, a in opened.searcher.search(query, limit=max(1, total), count=False).hits]:
            data = opened.data(address)
            found[data["id"]] = data["hash"]
        return found

    def health(self) -> Health:
        try:
            opened = self.storage.open()
        except SearchError as error:
            return Health(self.name, False, str(error), leftovers=self.storage.leftovers())
        level = {
            name: opened.count(Q.term_query(opened.schema, "level", name)) for name in (schema.RECORD, schema.PAGE)
        }
        current = self.storage.current() or {}
        return Health(
            self.name,
            True,
            str(self.storage.root),
            records=level[schema.RECORD],
            pages=level[schema.PAGE],
            size=self.storage.size(),
            built=current.get("built", ""),
            generation=opened.generation,
            leftovers=self.storage.leftovers(),
        )


def _records(index: tantivy.Index) -> int:
    """How many records an index holds that is not in use yet."""
    index.reload()
    every = Q.term_query(index.schema, "level", schema.RECORD)
    found: Any = index.searcher().search(every, limit=1)
    return int(found.count)


def _match(opened: Opened, plans: list[Plan]) -> Q:
    if plans:
        return queries.in_any_language([queries.matching(opened, p) for p in plans])
    return queries.no_score(Q.term_query(opened.schema, "level", schema.RECORD))


@contextmanager
def _committed(index: tantivy.Index, heap: int) -> Iterator[TantivyWriter]:
    writer = TantivyWriter(index, heap)
    try:
        yield writer
    except BaseException:
        writer.rollback()
        raise
    writer.commit()
