"""The best pages of the records of one page of results.

Measured on 100,000 pages: inside Tantivy a union, or a phrase that rarely occurs, walks through the whole index even
when it is joined with one record's id; twenty of them cost 30–120 ms. So words are asked record by record, as
intersections only (they skip), and phrases once for all the records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import tantivy

from search.engines._tantivy import queries
from search.engines._tantivy.schema import record_key
from search.engines._tantivy.storage import Opened
from search.engines.base import PAGES_PER_RECORD, PageHit
from search.plan import Plan, Row

Q = tantivy.Query
MUST = tantivy.Occur.Must
PHRASE_HITS = 500  # when a phrase has more, it is so frequent that asking record by record is quick
WORD_HITS = 30
Ranked = dict[tuple[int, int], tantivy.DocAddress]  # best first; the key tells two addresses apart


def best_pages(opened: Opened, plan: Plan, ids: Sequence[str]) -> dict[str, list[PageHit]]:
    """id → up to three pages: where an article that was asked for begins, those with a quoted phrase, or with the very
    words, or with the most words."""
    quoted = plan.quoted_rows()
    phrases = quoted or [row for row in dict.fromkeys([*plan.rows(), plan.exact]) if len(row) > 1]
    by_phrase = _with_phrase(opened, plan, phrases, ids) if phrases else {}
    beginning = _with_article(opened, plan, quoted, ids) if plan.articles else {}
    found: dict[str, list[PageHit]] = {}
    for id in ids:
        pages = {**beginning.get(id, {}), **by_phrase.get(id, {})}
        if not (quoted and pages) and len(pages) < PAGES_PER_RECORD:
            pages = {**pages, **_with_words(opened, plan, id)}
        best = list(pages.values())[:PAGES_PER_RECORD]
        found[id] = [PageHit(*opened.data(page)) for page in best]
    return found


def _with_phrase(opened: Opened, plan: Plan, rows: Iterable[Row], ids: Sequence[str]) -> dict[str, Ranked]:
    field = f"page_{plan.language}"
    phrase = queries.any_row(opened, field, rows)
    records = Q.term_set_query(opened.schema, "rid", list(ids))
    together = Q.boolean_query([(MUST, phrase), (MUST, queries.no_score(records))])
    hits = opened.searcher.search(together, limit=PHRASE_HITS, count=False).hits
    if len(hits) == PHRASE_HITS:
        return {id: _top(opened, [_of(opened, id), (MUST, phrase)], PAGES_PER_RECORD) for id in ids}
    return _by_record(opened, [address for _, address in hits], ids)


def _with_article(opened: Opened, plan: Plan, quoted: list[Row], ids: Sequence[str]) -> dict[str, Ranked]:
    """Where an article begins: the law itself comes before decrees printed behind it, so the first such page leads."""
    parts = [(MUST, Q.term_set_query(opened.schema, "rid", list(ids)))]
    if quoted:
        parts.append((MUST, queries.any_row(opened, f"page_{plan.language}", quoted)))
    found: dict[str, Ranked] = {}
    for article in plan.articles:
        begins = (MUST, Q.term_query(opened.schema, "articles", article))
        hits = opened.searcher.search(Q.boolean_query([begins, *parts]), limit=PHRASE_HITS, count=False).hits
        for id, pages in _by_record(opened, [address for _, address in hits], ids).items():
            first = min(pages, key=lambda key: opened.data(pages[key])[1])
            found.setdefault(id, {}).setdefault(first, pages[first])
    return found


def _by_record(opened: Opened, addresses: list[tantivy.DocAddress], ids: Sequence[str]) -> dict[str, Ranked]:
    keys = opened.searcher.fast_field_values("record", addresses)
    names = {record_key(id): id for id in ids}
    grouped: dict[str, Ranked] = defaultdict(dict)
    for key, address in zip(keys, addresses, strict=True):
        grouped[names[int(key or 0)]][_key(address)] = address
    return grouped


def _with_words(opened: Opened, plan: Plan, id: str) -> Ranked:
    """Pages with every word; if they are few, then also those with some, the best sum of scores first."""
    field = f"page_{plan.language}"
    terms = list(dict.fromkeys(term for row in plan.rows() for term in row))
    words = [(MUST, Q.term_query(opened.schema, field, term)) for term in terms]
    of_record = _of(opened, id)
    best: Ranked = {}
    if all(len(choice.rows) == 1 for choice in plan.must):
        best = _top(opened, [of_record, *words], PAGES_PER_RECORD)
    if len(best) == PAGES_PER_RECORD or len(words) == 1:
        return best
    scores: dict[tuple[int, int], float] = defaultdict(float)
    addresses: Ranked = {}
    for word in words:
        query = Q.boolean_query([of_record, word])
        for score, address in opened.searcher.search(query, limit=WORD_HITS, count=False).hits:
            scores[_key(address)] += score
            addresses[_key(address)] = address
    for key in sorted(scores, key=lambda key: (-scores[key], key)):
        best.setdefault(key, addresses[key])
    return best


def _of(opened: Opened, id: str) -> tuple[tantivy.Occur, Q]:
    return (MUST, queries.no_score(Q.term_query(opened.schema, "rid", id)))


def _top(opened: Opened, parts: list[tuple[tantivy.Occur, Q]], limit: int) -> Ranked:
    hits = opened.searcher.search(Q.boolean_query(parts), limit=limit, count=False).hits
    return {_key(address): address for _, address in hits}


def _key(address: tantivy.DocAddress) -> tuple[int, int]:
    return (address.segment_ord, address.doc)
