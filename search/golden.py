"""Golden queries: a file of queries with the records and pages that must be found, and how well they are.

The file is CSV with the columns `query, records, best, pages, not_records, note`. `records` and `not_records` hold keys
separated by spaces; `pages` holds `key:number` pairs. What a key is, the caller says (`key_of`: for example a slug);
`records` equal to `*` followed by keys means that these are among the results, without any other being an error.

`best` (optional column) holds what should come first: a key for the first record, `key:number` for the first page of
its record. It gives the mean reciprocal rank: 1 when each comes first, 0.5 when each comes second.

Precision and recall are counted over records. A page is expected among the snippets of its record.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.engines import get_engine
from search.engines.base import Audience, RecordHit, Request
from search.query import parse
from search.service import load_synonyms

READ = 200  # results of a query that are compared


@dataclass(frozen=True, slots=True)
class Golden:
    """One line: `records` must be found; with `exact` nothing else may be, and `never` in no case."""

    query: str
    records: frozenset[str]
    pages: frozenset[tuple[str, int]]
    never: frozenset[str]
    exact: bool
    best: tuple[str, ...]
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class Outcome:
    golden: Golden
    found: tuple[str, ...]
    pages: frozenset[tuple[str, int]]
    ranks: tuple[float, ...] = ()  # 1 / rank of each `best`, 0 where it was not found

    @property
    def missing(self) -> frozenset[str]:
        return self.golden.records - set(self.found)

    @property
    def wrong(self) -> frozenset[str]:
        extra = set(self.found) - self.golden.records if self.golden.exact else set()
        return frozenset(extra | (set(self.found) & self.golden.never))

    @property
    def missing_pages(self) -> frozenset[tuple[str, int]]:
        return self.golden.pages - self.pages

    @property
    def right(self) -> int:
        return len(self.golden.records & set(self.found))

    @property
    def good(self) -> bool:
        return not (self.missing or self.wrong or self.missing_pages)


@dataclass(frozen=True, slots=True)
class Report:
    outcomes: tuple[Outcome, ...]

    @property
    def precision(self) -> float:
        """Of the records that were found, the share that was right; only over lines that name every record."""
        exact = [outcome for outcome in self.outcomes if outcome.golden.exact]
        return _share(sum(o.right for o in exact), sum(len(o.found) for o in exact))

    @property
    def recall(self) -> float:
        """Of the records that were expected, the share that was found."""
        return _share(sum(o.right for o in self.outcomes), sum(len(o.golden.records) for o in self.outcomes))

    @property
    def page_recall(self) -> float:
        """Of the pages that were expected, the share that was shown."""
        expected = sum(len(o.golden.pages) for o in self.outcomes)
        return _share(expected - sum(len(o.missing_pages) for o in self.outcomes), expected)

    @property
    def mean_reciprocal_rank(self) -> float:
        ranks = [rank for outcome in self.outcomes for rank in outcome.ranks]
        return sum(ranks) / len(ranks) if ranks else 1.0

    @property
    def failures(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if not outcome.good]

    def table(self) -> str:
        """A line for each query that went wrong, then the totals; for a terminal."""
        lines = []
        for o in self.failures:
            lines.append(f"line {o.golden.line}: {o.golden.query}")
            for name, keys in (("missing", o.missing), ("wrong", o.wrong), ("pages", o.missing_pages)):
                if keys:
                    lines.append(f"  {name}: {', '.join(sorted(map(str, keys)))}")
        for o in self.outcomes:
            lines += [
                f"line {o.golden.line}: {o.golden.query}: {best} comes {f'at {1 / rank:.0f}' if rank else 'nowhere'}"
                for best, rank in zip(o.golden.best, o.ranks, strict=True)
                if rank < 1
            ]
        lines.append(
            f"{len(self.outcomes)} queries: precision {self.precision:.3f}, recall {self.recall:.3f}, "
            f"pages {self.page_recall:.3f}, mean reciprocal rank {self.mean_reciprocal_rank:.3f}"
        )
        return "\n".join(lines)


def read(path: Path) -> list[Golden]:
    """The lines of a file of golden queries. Raises ValueError that names the line of a page without a number."""
    with open(path, encoding="utf-8-sig", newline="") as handle:
        rows = csv.DictReader(handle)
        return [_golden(row, rows.line_num) for row in rows if (row.get("query") or "").strip()]


def run(goldens: Iterable[Golden], *, audience: Audience, key_of: Callable[[RecordHit], str]) -> Report:
    """Ask each query of the engine in use, as the audience."""
    engine, synonyms = get_engine(), load_synonyms()
    outcomes = []
    for golden in goldens:
        request = Request(query=parse(golden.query), audience=audience, limit=READ, synonyms=synonyms)
        hits: Sequence[RecordHit] = engine.search(request).hits
        pages = frozenset((key_of(hit), page.number) for hit in hits for page in hit.pages)
        found = {key_of(hit): [page.number for page in hit.pages] for hit in hits}
        ranks = tuple(_rank(best, found) for best in golden.best)
        outcomes.append(Outcome(golden, tuple(found), pages, ranks))
    return Report(tuple(outcomes))


def _rank(best: str, found: dict[str, list[int]]) -> float:
    key, _, number = best.rpartition(":")
    order: list[str] = [f"{key}:{page}" for page in found.get(key, [])] if key and number.isdigit() else [*found]
    return 1 / (order.index(best) + 1) if best in order else 0.0


def _golden(row: dict[str, str | None], line: int) -> Golden:
    keys = (row.get("records") or "").split()
    exact = "*" not in keys
    pages = set()
    for pair in (row.get("pages") or "").split():
        key, _, number = pair.rpartition(":")
        if not key or not number.isdigit():
            raise ValueError(f"line {line}: {pair!r} is not a record and a page, such as «slug:12»")
        pages.add((key, int(number)))
    return Golden(
        query=(row.get("query") or "").strip(),
        records=frozenset(keys) - {"*"},
        pages=frozenset(pages),
        never=frozenset((row.get("not_records") or "").split()),
        exact=exact,
        best=tuple((row.get("best") or "").split()),
        note=(row.get("note") or "").strip(),
        line=line,
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
