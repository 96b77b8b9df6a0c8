"""What is asked of a corpus of golden queries, whatever it is about."""

from collections import Counter
from pathlib import Path

import pytest

from search import golden
from tests.engines import ENGINES
from tests.golden.least import APART, FIGURES, KINDS, LEAST, REQUIRED_NDCG

FOLDER = Path(__file__).parent


class GoldenQueries:
    """Subclass it in a module of the corpus's own, with its `reports` (an index made for one module ends with it)."""

    corpus: str  # the name of its file, and of its figures in `least`
    many: int  # queries that the file has at least

    def test_the_queries_are_many_and_of_every_kind(self):
        goldens = golden.read(FOLDER / f"{self.corpus}.csv")
        assert len(goldens) >= self.many
        kinds = Counter(line.kind for line in goldens)
        assert set(kinds) == set(KINDS)
        assert min(kinds.values()) >= 3
        assert len([line for line in goldens if line.is_graded]) >= len(goldens) / 2, "most can be ranked well or badly"

    @pytest.mark.parametrize("engine", ENGINES)
    def test_the_golden_queries_are_answered_in_a_good_order(self, engine, reports):
        report = reports(engine)
        assert report.ndcg >= REQUIRED_NDCG
        measured = {name: getattr(report, name) for name in FIGURES}
        least = {name: getattr(LEAST[self.corpus], name) for name in FIGURES}
        fallen = {name: (round(value, 3), least[name]) for name, value in measured.items() if value < least[name]}
        assert not fallen, "(measured, at least)"

    def test_the_engines_rank_equally_well(self, reports):
        embedded, elasticsearch = (reports(engine) for engine in ENGINES)
        assert abs(embedded.ndcg - elasticsearch.ndcg) <= APART

    def test_the_engines_find_the_same_records(self, reports):
        """Whatever the order: they have one analysis, so one meaning. Suggestions may differ where two words are as near."""
        pairs = zip(*(reports(engine).outcomes for engine in ENGINES), strict=True)
        differ = [
            (one.golden.query, set(one.found) ^ set(other.found))
            for one, other in pairs
            if not one.golden.suggestion and set(one.found) != set(other.found)
        ]
        assert not differ
