"""The best pages of the records of one page of results, in one round trip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from search.engines._elasticsearch import queries
from search.engines._elasticsearch.queries import Q
from search.engines.base import PAGES_PER_RECORD, PageHit
from search.plan import Plan

# Steps between kinds of pages; no sum of BM25 scores of a page comes near them.
PHRASE, EVERY_WORD = 4_000.0, 1_000.0


def searches(plan: Plan, revisions: Sequence[str]) -> list[dict[str, Any]]:
    """The bodies of a multi search: first the pages by words and phrases, then one for each article that is asked."""
    field = f"page_{plan.language}"
    here: Q = {"terms": {"revision": list(revisions)}}
    found = [_grouped({"bool": {"filter": [here], **_by_words(plan, field)}}, len(revisions), PAGES_PER_RECORD)]
    quoted = plan.quoted_rows()
    for article in plan.articles:
        parts = [here, {"term": {"articles": article}}]
        if quoted:
            parts.append(queries.any_row(field, quoted))
        # The law itself comes before decrees printed behind it, so the first page that begins the article leads.
        sort = [{"number": "asc"}]
        found.append(_grouped({"bool": {"filter": parts}}, len(revisions), 1, sort))
    return found


def best_pages(plan: Plan, answers: Sequence[Mapping[str, Any]]) -> dict[str, list[PageHit]]:
    """revision → up to three pages: where an article that was asked for begins, those with a quoted phrase, or with
    the very words, or with the most words. `answers` are those to `searches`."""
    words, *articles = [_hits(answer) for answer in answers]
    quoted = bool(plan.quoted_rows())
    found: dict[str, list[PageHit]] = {}
    for revision in dict.fromkeys([*words, *(revision for article in articles for revision in article)]):
        beginning = [hit for article in articles for hit in article.get(revision, [])]
        by_words = words.get(revision, [])
        phrase = [hit for hit in by_words if hit["_score"] >= PHRASE]
        if quoted and (phrase or beginning):
            by_words = phrase
        best = {hit["_id"]: PageHit(**hit["_source"]["data"]) for hit in [*beginning, *by_words]}
        found[revision] = list(best.values())[:PAGES_PER_RECORD]
    return found


def _by_words(plan: Plan, field: str) -> Q:
    """Pages with any of the words, the more the better; then steps for all of them, and for a phrase."""
    rows = list(dict.fromkeys(plan.rows()))
    terms = list(dict.fromkeys(term for row in rows for term in row))
    any_word = [queries.row_query(field, (term,)) for term in terms]
    steps = []
    phrases = plan.quoted_rows() or [row for row in dict.fromkeys([*rows, plan.exact]) if len(row) > 1]
    if phrases:
        phrase = queries.any_row(field, phrases)
        step: Q = {"query": phrase, "functions": [{"weight": PHRASE}], "boost_mode": "sum"}
        steps.append({"function_score": step})
    if len(terms) > 1 and all(len(choice.rows) == 1 for choice in plan.must):
        steps.append({"constant_score": {"filter": {"bool": {"filter": any_word}}, "boost": EVERY_WORD}})
    return {"must": [queries.any_of(any_word)], "should": steps}


def _grouped(query: Q, groups: int, pages: int, sort: list[Q] | None = None) -> dict[str, Any]:
    """The best of each record in one pass. (Collapsing would search again for each of the records.)"""
    best: dict[str, Any] = {"size": pages, "_source": ["data"]}
    if sort:
        best["sort"] = sort
    by_record = {"terms": {"field": "revision", "size": groups}, "aggs": {"best": {"top_hits": best}}}
    return {"query": query, "size": 0, "track_total_hits": False, "aggs": {"records": by_record}}


def _hits(answer: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    buckets = answer["aggregations"]["records"]["buckets"]
    return {bucket["key"]: bucket["best"]["hits"]["hits"] for bucket in buckets}
