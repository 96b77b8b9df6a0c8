"""Writing many entries: in bulk requests, with the surplus pages of the version before taken out.

Every operation names its document, so that a request may be repeated. A record's document is written after its pages
and carries their number; the pages carry the hash of the record's content, and readers only look at pages of the hash
that the record has, so that pages of an older version never show.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from elasticsearch import Elasticsearch, helpers

from search.engines._elasticsearch.client import Caller, refusal, understood
from search.engines._elasticsearch.indices import Generation
from search.engines.analysed import AnalysedRecord, analyse
from search.engines.base import IndexMissing, Unavailable
from search.registry import Entry

MAX_CHARACTERS = 4_000_000  # of one request, about
MAX_ACTIONS = 1_000
THREADS = 2
WAITING = 2  # full requests that may wait for a thread: what is faster than the server waits for it
RETRIES = 6  # of a document that the server was too busy for, with pauses from FIRST to LAST seconds
FIRST, LAST = 0.2, 5.0
TIMEOUT = 60.0  # seconds for one request

Action = dict[str, Any]


class BulkWriter:
    """One batch. `fresh`: the indices are new, so there is nothing to replace, and requests go in parallel."""

    refused: dict[str, str]

    def __init__(self, client: Elasticsearch, call: Caller, to: Generation, *, fresh: bool = False) -> None:
        self.refused = {}
        self._client = client.options(request_timeout=TIMEOUT)
        self._call = call
        self._to = to
        self._fresh = fresh
        self._pending: dict[str, list[Action]] = {}  # id → the documents of that record; none: take it out
        self._characters = self._actions = 0
        self._pool = ThreadPoolExecutor(THREADS) if fresh else None
        self._room = threading.BoundedSemaphore(THREADS + WAITING)
        self._sent: list[Future[None]] = []

    def put(self, entry: Entry) -> None:
        documents = list(self._documents(entry))
        self._pending[entry.id] = documents
        self._actions += len(documents)
        self._characters += sum(_length(document["_source"]) for document in documents)
        if self._characters > MAX_CHARACTERS or self._actions > MAX_ACTIONS:
            self.flush()

    def delete(self, id: str) -> None:
        self._pending[id] = []
        self._actions += 1
        if self._actions > MAX_ACTIONS:
            self.flush()

    def flush(self) -> None:
        """Send what is pending; in a fresh index that happens meanwhile, in threads."""
        pending, self._pending = self._pending, {}
        self._characters = self._actions = 0
        if not pending:
            return
        if self._pool is None:
            self._send(list(self._replacing(pending)))
            return
        self._done_so_far()
        actions = [document for documents in pending.values() for document in documents]
        self._room.acquire()
        self._sent.append(self._pool.submit(self._send_and_make_room, actions))

    def close(self) -> None:
        """Send the rest and wait for all. Raises Unavailable, SearchError; then nobody knows what is in."""
        self.flush()
        self._done_so_far(wait=True)
        self.stop()

    def stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _done_so_far(self, *, wait: bool = False) -> None:
        for future in [future for future in self._sent if wait or future.done()]:
            self._sent.remove(future)
            future.result()

    def _send_and_make_room(self, actions: list[Action]) -> None:
        try:
            self._send(actions)
        finally:
            self._room.release()

    def _send(self, actions: list[Action]) -> None:
        """One or a few bulk requests, in order. What the server refuses goes to `refused`, by record."""
        with self._call.breaker.guard(), understood():
            answers = helpers.streaming_bulk(
                self._client, actions, chunk_size=MAX_ACTIONS, max_chunk_bytes=2 * MAX_CHARACTERS,
                max_retries=RETRIES, initial_backoff=FIRST, max_backoff=LAST,
                raise_on_error=False, raise_on_exception=True,
            )  # fmt: skip
            for fine, answer in answers:
                if not fine:
                    self._note(answer)

    def _note(self, answer: dict[str, Any]) -> None:
        ((operation, about),) = answer.items()
        status, error = about.get("status", 0), about.get("error") or {}
        if operation == "delete" and status == 404 and not error:
            return  # it was not there
        refused = refusal(status, error)
        if isinstance(refused, Unavailable | IndexMissing):
            raise refused
        record = about["_id"].rpartition("#")[0] if about["_index"] == self._to.pages else about["_id"]
        self.refused[record] = str(refused)

    # --- Documents -------------------------------------------------------------------------------
    def _replacing(self, pending: dict[str, list[Action]]) -> Iterator[Action]:
        """Surplus pages out, new pages in, then the records: what follows the last request that arrived is missing,
        never wrong."""
        before = self._call(lambda: self._page_counts(list(pending)))
        for id, documents in pending.items():
            yield from documents[:-1]
            for place in range(max(0, len(documents) - 1), before.get(id, 0)):
                yield {"_op_type": "delete", "_index": self._to.pages, "_id": f"{id}#{place}"}
        for id, documents in pending.items():
            yield documents[-1] if documents else {"_op_type": "delete", "_index": self._to.records, "_id": id}

    def _page_counts(self, ids: list[str]) -> dict[str, int]:
        """Of the records that are there now; getting by id sees also what no search can see yet."""
        answer = self._client.mget(index=self._to.records, ids=ids, source_includes=["pages"])
        return {doc["_id"]: doc["_source"]["pages"] for doc in answer["docs"] if doc.get("found")}

    def _documents(self, entry: Entry) -> Iterator[Action]:
        pages, record = analyse(entry)
        revision = record.shown["hash"]
        for place, page in enumerate(pages):
            source = {
                "revision": revision,
                "number": page.number,
                "articles": page.articles,
                f"page_{page.language}": page.terms,
                "data": {"file": page.file, "number": page.number, "url": page.url},
            }
            yield {"_index": self._to.pages, "_id": f"{entry.id}#{place}", "_source": source}
        yield {"_index": self._to.records, "_id": record.id, "_source": _record(record, len(pages))}


def _record(record: AnalysedRecord, pages: int) -> dict[str, Any]:
    document: dict[str, Any] = {
        "rid": record.id,
        "analysis": record.language,
        "shown_in": record.shown_in,
        f"title_{record.language}": record.title,
        f"text_{record.language}": record.texts,
        "title_words": " ".join(record.title_words),
        "vocabulary": record.vocabulary,
        "folded": " ".join(sorted({term.partition("|")[0] for term in record.vocabulary})),
        "by_title": record.by_title,
        "visible_from": record.visible_from,
        "visible_until": record.visible_until,
        "recency": record.recency,
        "data": record.shown,
        "pages": pages,
    }
    if record.day is not None:
        document |= {"by_date": record.by_date, "day": record.day}
    return document | {f"f_{name}": values for name, values in record.facets.items()}


def _length(source: dict[str, Any]) -> int:
    """Characters of the long fields: enough to keep a request in bounds."""
    found = 200
    for value in source.values():
        if isinstance(value, str):
            found += len(value)
        elif isinstance(value, list):
            found += sum(len(item) for item in value if isinstance(item, str))
    return found
