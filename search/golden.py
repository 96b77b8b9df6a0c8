"""Golden queries: a file of queries with the records and pages that must be found, and in which order.

The file is CSV. Only `query` and `records` must be there; lists are separated by spaces. What a key is, the caller says
(`key_of`: for example a slug).

- `kind`: what the query tries («palabra», «frase» …); the report has a line for each kind.
- `records`: keys, each perhaps with its grade (`lfda=3`, see `search.golden_metrics`; 1 without). No other record may be
  found, unless the list begins with `*`. `not_records`: keys that may in no case be found.
- `best`: a key of grade 3, which should come first; or `key:number`, the page of its record that should be shown
  first (`key:4|7`: either).
- `pages`: `key:number` pairs that must be among the pages shown with their record.
- `filters`: `facet=value`, several values as `a|b`; `from=` and `to=` with ISO dates. `facets`: `facet:value=count`.
- `suggestion`: what «quisiste decir» must offer. The records are then those of the suggested query: what a visitor
  sees after one click.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from search import service
from search.engines import get_engine
from search.engines.base import Audience, RecordHit, Request
from search.golden_report import Outcome, Report
from search.params import Params
from search.query import parse

__all__ = ["READ", "Golden", "Outcome", "Report", "read", "run"]

READ = 200  # results of a query that are compared
BEST, MENTIONED = 3, 1  # grades: of a record under `best`, and of one without a grade


@dataclass(frozen=True, slots=True)
class Golden:
    """One line: the records of `grades` must be found; with `exact` nothing else may be, and `never` in no case."""

    query: str
    grades: dict[str, int]
    exact: bool
    line: int
    kind: str = ""
    note: str = ""
    never: frozenset[str] = frozenset()
    pages: frozenset[tuple[str, int]] = frozenset()
    first_pages: dict[str, frozenset[int]] = field(default_factory=dict)
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: datetime.date | None = None
    date_to: datetime.date | None = None
    facets: dict[tuple[str, str], int] = field(default_factory=dict)
    suggestion: str = ""

    @property
    def records(self) -> frozenset[str]:
        return frozenset(self.grades)

    @property
    def best(self) -> frozenset[str]:
        """The records that were looked for, if the line tells them from those that only have the words."""
        return frozenset(key for key, grade in self.grades.items() if grade == BEST)

    @property
    def is_graded(self) -> bool:
        """Whether some order of results is better than another."""
        return bool(self.grades) and (not self.exact or len(set(self.grades.values())) > 1)


def read(path: Path) -> list[Golden]:
    """The lines of a file of golden queries. Raises ValueError that names the line of a slip."""
    with open(path, encoding="utf-8-sig", newline="") as handle:
        rows = csv.DictReader(handle)
        return [_golden(row, rows.line_num) for row in rows if (row.get("query") or "").strip()]


def run(goldens: Iterable[Golden], *, audience: Audience, key_of: Callable[[RecordHit], str]) -> Report:
    """Ask each query of the engine in use, as the audience."""
    return Report(tuple(_asked(golden, audience, key_of) for golden in goldens))


def _asked(golden: Golden, audience: Audience, key_of: Callable[[RecordHit], str]) -> Outcome:
    query, suggested = golden.query, ""
    if golden.suggestion:
        query = suggested = service.find(Params(q=golden.query, filters=golden.filters), audience).suggestion
        if suggested != golden.suggestion:
            return Outcome(golden, {}, suggested=suggested)
    request = Request(
        query=parse(query),
        audience=audience,
        filters=golden.filters,
        date_from=golden.date_from,
        date_to=golden.date_to,
        limit=READ,
        facets=tuple(dict.fromkeys(name for name, _ in golden.facets)),
        synonyms=service.load_synonyms(),
    )
    results = get_engine().search(request)
    found = {key_of(hit): tuple(page.number for page in hit.pages) for hit in results.hits}
    counts = {(name, value): count for name, values in results.facets.items() for value, count in values.items()}
    return Outcome(golden, found, counts, suggested)


# --- Reading a line -------------------------------------------------------------------------------
def _golden(row: dict[str, str | None], line: int) -> Golden:
    def cell(name: str) -> list[str]:
        return (row.get(name) or "").split()

    def pair(text: str, separator: str, example: str) -> tuple[str, str]:
        key, _, value = text.rpartition(separator)
        if not key or not value:
            raise ValueError(f"line {line}: {text!r} is not of the form {example}")
        return key, value

    def number(text: str, whole: str) -> int:
        if not text.isdigit():
            raise ValueError(f"line {line}: {whole!r} has no number")
        return int(text)

    def page(text: str) -> tuple[str, str]:
        key, numbers = pair(text, ":", "slug:12")
        for one in numbers.split("|"):
            number(one, text)
        return key, numbers

    keys = cell("records")
    grades = {}
    for text in (text for text in keys if text != "*"):
        key, grade = pair(text, "=", "slug=3") if "=" in text else (text, str(MENTIONED))
        grades[key] = number(grade, text)
    first_pages = {}
    for text in cell("best"):
        if ":" in text:
            key, numbers = page(text)
            first_pages[key] = frozenset(map(int, numbers.split("|")))
        elif text in grades:
            grades[text] = BEST
        else:
            raise ValueError(f"line {line}: {text!r} is best, but not among the records")
    filters = dict(pair(text, "=", "facet=value") for text in cell("filters"))
    dates = {name: datetime.date.fromisoformat(filters.pop(name)) for name in ("from", "to") if name in filters}
    counts = [(text, pair(text, "=", "facet:value=3")) for text in cell("facets")]
    return Golden(
        query=(row.get("query") or "").strip(),
        grades=grades,
        exact="*" not in keys,
        line=line,
        kind=(row.get("kind") or "").strip(),
        note=(row.get("note") or "").strip(),
        never=frozenset(cell("not_records")),
        pages=frozenset((key, int(numbers)) for key, numbers in map(page, cell("pages"))),
        first_pages=first_pages,
        filters={name: tuple(values.split("|")) for name, values in filters.items()},
        date_from=dates.get("from"),
        date_to=dates.get("to"),
        facets={pair(names, ":", "facet:value=3"): number(count, text) for text, (names, count) in counts},
        suggestion=(row.get("suggestion") or "").strip(),
    )
