"""From a request to the query language of Elasticsearch. The twin of `_tantivy.queries`: same parts, same weights.

Filters never add to the score; see `search.weights` for what does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search import weights
from search.engines.analysed import EVERYWHERE, microseconds
from search.engines.base import Audience, Request
from search.plan import Choice, Plan, Row

Q = dict[str, Any]
ALL: Q = {"match_all": {}}
ALL_BUCKETS = 10_000  # values of one facet; an aggregation gives ten unless told
SHOWN = ["data"]  # of the source: what a result needs


def row_query(field: str, row: Row, boost: float = 1.0) -> Q:
    """The terms of `row` next to each other in `field`."""
    if len(row) == 1:
        return {"term": {field: {"value": row[0], "boost": boost}}}
    return {"match_phrase": {field: {"query": " ".join(row), "boost": boost}}}


def any_of(queries: Iterable[Q]) -> Q:
    found = list(queries)
    return found[0] if len(found) == 1 else {"bool": {"should": found, "minimum_should_match": 1}}


def any_row(field: str, rows: Iterable[Row]) -> Q:
    return any_of(row_query(field, row) for row in rows)


def _choice(field: str, choice: Choice) -> Q:
    parts = [row_query(field, row) for row in choice.rows]
    parts += [{"bool": {"must": [ALL], "must_not": [row_query(field, row)]}} for row in choice.without]
    return any_of(parts)


def matching(plan: Plan) -> Q:
    """The records of the plan's language in which every choice holds, wherever its words are."""
    field = f"text_{plan.language}"
    found: Q = {"filter": [{"term": {"analysis": plan.language}}]}
    if plan.must:
        found["must"] = [_choice(field, choice) for choice in plan.must]
    if plan.never:
        found["must_not"] = [row_query(field, row) for row in plan.never]
    return {"bool": found}


def ranked(plan: Plan) -> Q:
    """`matching`, with what makes one record a better answer than another."""
    title, text = f"title_{plan.language}", f"text_{plan.language}"
    better = [row_query(title, row, weights.TITLE) for row in dict.fromkeys(plan.rows())]
    better += [{"term": {"title_words": {"value": word, "boost": weights.TITLE_AS_WRITTEN}}} for word in plan.written]
    if len(plan.exact) > 1:
        better.append(row_query(title, plan.exact, weights.TITLE_EXACT))
        better.append(row_query(text, plan.exact, weights.TEXT_EXACT))
    return {"bool": {"must": [matching(plan)], "should": better}}


def with_recency(query: Q) -> Q:
    """The score multiplied by what the year of the record gives."""
    factor = {"field": "recency", "missing": 1.0}
    return {"function_score": {"query": query, "field_value_factor": factor, "boost_mode": "multiply"}}


def audience(who: Audience) -> list[Q]:
    """Only what `who` may see: their interface locale, and neither too early nor too late."""
    now = microseconds(who.now)
    return [
        {"terms": {"shown_in": [EVERYWHERE, who.locale]}},
        {"range": {"visible_from": {"lte": now}}},
        {"range": {"visible_until": {"gt": now}}},
    ]


def always(request: Request) -> list[Q]:
    """The filters that also hold for the counts of every facet."""
    parts = audience(request.audience)
    if request.date_from or request.date_to:
        limits = {"gte": request.date_from, "lte": request.date_to}
        parts.append({"range": {"day": {name: day.toordinal() for name, day in limits.items() if day}}})
    return parts


def chosen(request: Request, *, without: str = "") -> list[Q]:
    """The values of facets that were chosen, but for the facet `without`: it keeps its other counts."""
    return [
        {"terms": {f"f_{name}": list(values)}} for name, values in request.filters.items() if values and name != without
    ]


def facets(request: Request) -> dict[str, Q]:
    """One aggregation for each facet, over what the other facets leave."""
    return {
        name: {
            "filter": {"bool": {"filter": chosen(request, without=name)}},
            "aggs": {"values": {"terms": {"field": f"f_{name}", "size": ALL_BUCKETS}}},
        }
        for name in request.facets
    }


def search_body(request: Request, plans: list[Plan]) -> dict[str, Any]:
    """The search for records: hits, total and facets in one."""
    sort = request.sort
    if sort == "relevance" and not any(p.must for p in plans):
        sort = "newest"  # nothing to be relevant to
    body: dict[str, Any] = {
        "from": request.offset,
        "size": request.limit,
        "_source": SHOWN,
        "track_total_hits": True,
        "aggs": facets(request),
    }
    if narrowed := chosen(request):
        body["post_filter"] = {"bool": {"filter": narrowed}}
    limits = always(request)
    if sort == "relevance":
        match = any_of(ranked(p) for p in plans)
        body["query"] = with_recency({"bool": {"must": [match], "filter": limits}})
        body["sort"] = ["_score", "by_title"]
        return body
    if plans:
        limits.append(any_of(matching(p) for p in plans))
    body["query"] = {"bool": {"filter": limits}}
    if sort == "title":
        body["sort"] = ["by_title"]
    else:
        order = "desc" if sort == "newest" else "asc"
        body["sort"] = [{"by_date": {"order": order, "missing": "_last"}}, "by_title"]
    return body
