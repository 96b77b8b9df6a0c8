"""The golden queries on both engines, over the 72 real laws.

How the expected answers were judged, without looking at this search: README.md beside the files.
"""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from search import golden
from tests.engines import ENGINES
from tests.golden.least import APART, FIGURES, KINDS, LEAST, REQUIRED_NDCG

pytestmark = [pytest.mark.shared, pytest.mark.django_db]

FOLDER = Path(__file__).parent


@pytest.fixture(scope="module")
def reports(law_reports):
    return law_reports


def test_the_queries_are_many_and_of_every_kind():
    goldens = golden.read(FOLDER / "laws.csv")
    assert len(goldens) >= 200
    kinds = Counter(line.kind for line in goldens)
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 3
    assert len([line for line in goldens if line.is_graded]) >= len(goldens) / 2, "most can be ranked well or badly"


@pytest.mark.parametrize("engine", ENGINES)
def test_the_golden_queries_are_answered_in_a_good_order(engine, reports):
    report = reports(engine)
    assert report.ndcg >= REQUIRED_NDCG
    measured = {name: getattr(report, name) for name in FIGURES}
    least = {name: getattr(LEAST["laws"], name) for name in FIGURES}
    fallen = {name: (round(value, 3), least[name]) for name, value in measured.items() if value < least[name]}
    assert not fallen, "(measured, at least)"


def test_the_engines_rank_equally_well(reports):
    embedded, elasticsearch = (reports(engine) for engine in ENGINES)
    assert abs(embedded.ndcg - elasticsearch.ndcg) <= APART


def test_the_engines_find_the_same_records(reports):
    """Whatever the order: they have one analysis, so one meaning. Suggestions may differ where two words are as near."""
    pairs = zip(*(reports(engine).outcomes for engine in ENGINES), strict=True)
    differ = [
        (one.golden.query, set(one.found) ^ set(other.found))
        for one, other in pairs
        if not one.golden.suggestion and set(one.found) != set(other.found)
    ]
    assert not differ


def test_dates_of_a_line_are_read():
    (line,) = [g for g in golden.read(FOLDER / "laws.csv") if g.date_to]
    assert (line.date_from, line.date_to) == (dt.date(1974, 1, 1), dt.date(1974, 12, 31))
