"""What came of golden queries: figures for all of them and for each kind, and a table for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from search.golden_metrics import mean, ndcg, reciprocal_rank, share

if TYPE_CHECKING:
    from search.golden import Golden


@dataclass(frozen=True, slots=True)
class Outcome:
    """A line and its answer. `found`: key → numbers of the pages shown, both in the order of the results."""

    golden: Golden
    found: Mapping[str, tuple[int, ...]]
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    suggested: str = ""

    @property
    def missing(self) -> frozenset[str]:
        return self.golden.records - set(self.found)

    @property
    def wrong(self) -> frozenset[str]:
        extra = set(self.found) - self.golden.records if self.golden.exact else set()
        return frozenset(extra | (set(self.found) & self.golden.never))

    @property
    def missing_pages(self) -> frozenset[tuple[str, int]]:
        return self.golden.pages - {(key, number) for key, numbers in self.found.items() for number in numbers}

    @property
    def wrong_counts(self) -> frozenset[tuple[str, str]]:
        return frozenset(name for name, count in self.golden.facets.items() if self.counts.get(name, 0) != count)

    @property
    def right(self) -> int:
        return len(self.golden.records & set(self.found))

    @property
    def good(self) -> bool:
        misled = self.golden.suggestion != self.suggested
        return not (self.missing or self.wrong or self.missing_pages or self.wrong_counts or misled)

    @property
    def ndcg(self) -> float | None:
        """None when any order of what was expected is as good as another."""
        return ndcg([*self.found], self.golden.grades) if self.golden.is_graded else None

    @property
    def reciprocal_rank(self) -> float | None:
        """Of the first record that was looked for; None when the line does not tell it from the others."""
        return reciprocal_rank([*self.found], self.golden.best) if self.golden.best else None

    @property
    def first_page(self) -> float | None:
        """1 when each record that has a best page shows it first, otherwise 0; None without such a record."""
        if not self.golden.first_pages:
            return None
        shown = {key: numbers[0] for key, numbers in self.found.items() if numbers}
        return float(all(shown.get(key) in pages for key, pages in self.golden.first_pages.items()))


@dataclass(frozen=True, slots=True)
class Report:
    outcomes: tuple[Outcome, ...]

    @property
    def precision(self) -> float:
        """Of the records that were found, the share that was right; only over lines that name every record."""
        exact = [outcome for outcome in self.outcomes if outcome.golden.exact]
        return share(sum(o.right for o in exact), sum(len(o.found) for o in exact))

    @property
    def recall(self) -> float:
        """Of the records that were expected, the share that was found."""
        return share(sum(o.right for o in self.outcomes), sum(len(o.golden.grades) for o in self.outcomes))

    @property
    def page_recall(self) -> float:
        """Of the pages that were expected, the share that was shown."""
        expected = sum(len(o.golden.pages) for o in self.outcomes)
        return share(expected - sum(len(o.missing_pages) for o in self.outcomes), expected)

    @property
    def ndcg(self) -> float | None:
        """Mean nDCG@10 of the lines in which the order matters: the others would only flatter it."""
        return mean(value for o in self.outcomes if (value := o.ndcg) is not None)

    @property
    def mean_reciprocal_rank(self) -> float | None:
        return mean(value for o in self.outcomes if (value := o.reciprocal_rank) is not None)

    @property
    def first_page_precision(self) -> float | None:
        """Of the queries with a best page, the share that shows it first."""
        return mean(value for o in self.outcomes if (value := o.first_page) is not None)

    @property
    def failures(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if not outcome.good]

    def by_kind(self) -> dict[str, Report]:
        """The same figures for each kind of query, in the order of the file."""
        kinds: dict[str, list[Outcome]] = {}
        for outcome in self.outcomes:
            kinds.setdefault(outcome.golden.kind, []).append(outcome)
        return {kind: Report(tuple(outcomes)) for kind, outcomes in kinds.items()}

    def table(self) -> str:
        """What went wrong, what could stand higher, then a line of figures for each kind and for all."""
        lines = [line for o in self.failures for line in _failure(o)]
        for o in self.outcomes:
            shortfalls = [
                f"{name} {value:.2f}"
                for name, value in (("nDCG", o.ndcg), ("rank", o.reciprocal_rank), ("first page", o.first_page))
                if value is not None and value < 0.9995
            ]
            if shortfalls:
                first = ", ".join([*o.found][:5])
                lines.append(f"line {o.golden.line}: {o.golden.query}: {', '.join(shortfalls)} ({first})")
        lines.append(f"{'kind':<14}{'queries':>8}{'P':>7}{'R':>7}{'pages':>7}{'nDCG@10':>9}{'MRR':>7}{'page 1':>8}")
        kinds = self.by_kind()
        for kind, report in kinds.items() if len(kinds) > 1 else ():
            lines.append(report.line(kind))
        return "\n".join([*lines, self.line("all")])

    def line(self, name: str) -> str:
        """The figures in columns; a dash where no query of these has such a figure."""
        figures = (self.precision, self.recall, self.page_recall)
        cells = "".join(f"{value:>7.3f}" for value in figures)
        ranked = zip((self.ndcg, self.mean_reciprocal_rank, self.first_page_precision), (9, 7, 8), strict=True)
        cells += "".join(f"{'–' if value is None else f'{value:.3f}':>{width}}" for value, width in ranked)
        return f"{name:<14}{len(self.outcomes):>8}{cells}"


def _failure(o: Outcome) -> list[str]:
    lines = [f"line {o.golden.line}: {o.golden.query}"]
    if o.golden.suggestion != o.suggested:
        lines.append(f"  suggested: {o.suggested or 'nothing'}, expected: {o.golden.suggestion}")
    wrong = (("missing", o.missing), ("wrong", o.wrong), ("pages", o.missing_pages), ("facets", o.wrong_counts))
    return lines + [f"  {name}: {', '.join(sorted(map(str, keys)))}" for name, keys in wrong if keys]
