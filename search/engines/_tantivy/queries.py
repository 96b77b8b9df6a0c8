"""From a request to Tantivy's query objects. Filters never add to the score; see `search.weights` for what does."""

from __future__ import annotations

from collections.abc import Iterable

import tantivy

from search import weights
from search.engines import analysed
from search.engines._tantivy import schema as fields
from search.engines._tantivy.storage import Opened
from search.engines.base import Audience, Request
from search.plan import Choice, Plan, Row

Q = tantivy.Query
MUST, SHOULD, NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def row_query(opened: Opened, field: str, row: Row) -> Q:
    """The terms of `row` next to each other in `field`."""
    if len(row) == 1:
        return Q.term_query(opened.schema, field, row[0])
    return Q.phrase_query(opened.schema, field, list(row))


def any_row(opened: Opened, field: str, rows: Iterable[Row]) -> Q:
    queries = [row_query(opened, field, row) for row in rows]
    return queries[0] if len(queries) == 1 else Q.boolean_query([(SHOULD, query) for query in queries])


def _choice(opened: Opened, field: str, choice: Choice) -> Q:
    parts = [row_query(opened, field, row) for row in choice.rows]
    parts += [Q.boolean_query([(MUST, Q.all_query()), (NOT, row_query(opened, field, row))]) for row in choice.without]
    return parts[0] if len(parts) == 1 else Q.boolean_query([(SHOULD, part) for part in parts])


def matching(opened: Opened, plan: Plan) -> Q:
    """The records of the plan's language in which every choice holds, wherever its words are."""
    field = f"text_{plan.language}"
    parts = [(MUST, _choice(opened, field, choice)) for choice in plan.must]
    if not parts:
        parts = [(MUST, no_score(Q.term_query(opened.schema, "analysis", plan.language)))]
    parts += [(NOT, row_query(opened, field, row)) for row in plan.never]
    return Q.boolean_query(parts)


def ranked(opened: Opened, plan: Plan) -> Q:
    """`matching`, with what makes one record a better answer than another."""
    title, text = f"title_{plan.language}", f"text_{plan.language}"
    parts = [(MUST, matching(opened, plan))]
    for row in dict.fromkeys(plan.rows()):
        parts.append((SHOULD, Q.boost_query(row_query(opened, title, row), weights.TITLE)))
    for word in plan.written:
        as_written = Q.term_query(opened.schema, "title_words", word)
        parts.append((SHOULD, Q.boost_query(as_written, weights.TITLE_AS_WRITTEN)))
    if len(plan.exact) > 1:
        parts.append((SHOULD, Q.boost_query(row_query(opened, title, plan.exact), weights.TITLE_EXACT)))
        parts.append((SHOULD, Q.boost_query(row_query(opened, text, plan.exact), weights.TEXT_EXACT)))
    return Q.boolean_query(parts)


def no_score(query: Q) -> Q:
    return Q.const_score_query(query, 0.0)


def in_any_language(queries: list[Q]) -> Q:
    """A record is analysed in one language, so at most one of the queries can match it."""
    return queries[0] if len(queries) == 1 else Q.boolean_query([(SHOULD, query) for query in queries])


def audience(opened: Opened, who: Audience) -> list[tuple[tantivy.Occur, Q]]:
    """Only what `who` may see: their interface locale, and neither too early nor too late."""
    now = analysed.microseconds(who.now)
    integer = tantivy.FieldType.Integer
    shown = Q.term_set_query(opened.schema, "shown_in", [analysed.EVERYWHERE, who.locale])
    begun = Q.range_query(opened.schema, "visible_from", integer, None, now)
    going_on = Q.range_query(opened.schema, "visible_until", integer, now, None, False, True)
    return [(MUST, no_score(part)) for part in (shown, begun, going_on)]


def filters(opened: Opened, request: Request, *, without: str = "") -> list[tuple[tantivy.Occur, Q]]:
    """Every filter of the request but the facet `without`, which keeps its other counts while it is refined."""
    parts = audience(opened, request.audience)
    for name, values in request.filters.items():
        if values and name != without:
            field = fields.facet_field(name)
            parts.append((MUST, no_score(Q.term_set_query(opened.schema, field, list(values)))))
    if request.date_from or request.date_to:
        low = request.date_from.toordinal() if request.date_from else None
        high = request.date_to.toordinal() if request.date_to else None
        parts.append((MUST, no_score(Q.range_query(opened.schema, "day", tantivy.FieldType.Integer, low, high))))
    return parts
