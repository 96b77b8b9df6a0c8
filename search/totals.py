"""The lines of the journal added up by day: in our own tables, and in Wagtail's search terms for its promotions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from django.db import connections, models, router
from wagtail.contrib.search_promotions.models import Query as SearchTerm
from wagtail.contrib.search_promotions.models import QueryDailyHits

from search.models import ClickDay, QueryDay

Key: TypeAlias = tuple[str, str, str]  # query, language, ISO day
CHUNK = 400


@dataclass(slots=True)
class Sums:
    searches: Counter[Key] = field(default_factory=Counter)
    empty: Counter[Key] = field(default_factory=Counter)
    clicks: Counter[Key] = field(default_factory=Counter)
    positions: Counter[Key] = field(default_factory=Counter)
    records: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)  # a key, and the record

    @property
    def total(self) -> int:
        return self.searches.total() + self.clicks.total()


def read(lines: Iterable[str]) -> Sums:
    """Add lines up. One that cannot be read (cut by a full disk) is left out."""
    sums = Sums()
    for line in lines:
        try:
            _read(sums, json.loads(line))
        except (ValueError, TypeError):
            continue
    return sums


def _read(sums: Sums, values: Any) -> None:
    if len(values) == 3:  # as the version before wrote them: day, query, whether nothing was found
        values = ["q", values[0], "", *values[1:]]
    kind, day, *rest = values
    date.fromisoformat(day)
    match kind, rest:
        case "q", [str(language), str(query), bool(nothing)]:
            sums.searches[query, language, day] += 1
            sums.empty[query, language, day] += nothing
        case "c", [str(language), str(query), str(record), int(position)]:
            sums.clicks[query, language, day] += 1
            sums.positions[query, language, day] += position
            if record and query:
                sums.records[query, language, day, record] += 1


def add(sums: Sums) -> int:
    """Add to what the days already have; call it in a transaction. Returns the number of searches and clicks.

    Rows come in one order, so that two machines that collect at once wait for each other and do not lock up.
    """
    keys = sorted(set(sums.searches) | set(sums.clicks))
    upsert(
        QueryDay,
        ("query", "language", "day"),
        ("searches", "empty", "clicks", "positions"),
        [(*key, sums.searches[key], sums.empty[key], sums.clicks[key], sums.positions[key]) for key in keys],
    )
    upsert(
        ClickDay,
        ("query", "language", "day", "record"),
        ("clicks",),
        [(*key, times) for key, times in sorted(sums.records.items())],
    )
    hits: Counter[tuple[str, str]] = Counter()
    for (query, _language, day), times in sums.searches.items():
        if query:
            hits[query, day] += times
    _add_terms(hits)
    return sums.total


def _add_terms(hits: Counter[tuple[str, str]]) -> None:
    queries = sorted({query for query, _day in hits})
    ids: dict[str, int] = {}
    for start in range(0, len(queries), CHUNK):
        some = queries[start : start + CHUNK]
        SearchTerm.objects.bulk_create([SearchTerm(query_string=query) for query in some], ignore_conflicts=True)
        ids |= dict(SearchTerm.objects.filter(query_string__in=some).values_list("query_string", "pk"))
    rows = [(ids[query], day, times) for (query, day), times in sorted(hits.items()) if query in ids]
    upsert(QueryDailyHits, ("query", "date"), ("hits",), rows)


def upsert(
    model: type[models.Model], unique: Sequence[str], numbers: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows, or add their `numbers` to the row that has the same `unique` fields. On SQLite and PostgreSQL."""
    if not rows:
        return
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    names = [quote(str(model._meta.get_field(name).column)) for name in (*unique, *numbers)]  # type: ignore[union-attr]
    keys, sums = names[: len(unique)], names[len(unique) :]
    sets = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in sums)
    sql = (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))}) "  # noqa: S608 names only
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sets}"
    )
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(_plain(rows)))


def _plain(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Days as their ISO text, which both databases take."""
    for row in rows:
        yield tuple(value.isoformat() if isinstance(value, date) else value for value in row)
