"""The golden queries on both engines: over the 72 real laws, and over the demonstration content.

How the expected answers were judged, without looking at this search: README.md beside the files.
"""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from search import golden
from tests.engines import ENGINES
from tests.golden.least import APART, LEAST, REQUIRED_NDCG

pytestmark = [pytest.mark.shared, pytest.mark.django_db]

FOLDER = Path(__file__).parent
FIGURES = ("precision", "recall", "page_recall", "ndcg", "mean_reciprocal_rank", "first_page_precision")
KINDS = {
    "palabra", "flexión", "acento", "frase", "operador", "número", "título", "errata", "pregunta", "páginas",
    "filtro", "rareza",
}  # fmt: skip


@pytest.fixture(params=["laws", "demo"])
def corpus(request) -> str:
    return request.param


@pytest.fixture
def reports(request, corpus):
    return request.getfixturevalue("law_reports" if corpus == "laws" else "demo_reports")


def test_the_queries_are_many_and_of_every_kind(corpus):
    goldens = golden.read(FOLDER / f"{corpus}.csv")
    assert len(goldens) >= {"laws": 200, "demo": 100}[corpus]
    kinds = Counter(line.kind for line in goldens)
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= 3
    assert len([line for line in goldens if line.is_graded]) >= len(goldens) / 2, "most can be ranked well or badly"


@pytest.mark.parametrize("engine", ENGINES)
def test_the_golden_queries_are_answered_in_a_good_order(corpus, engine, reports):
    report = reports(engine)
    assert report.ndcg >= REQUIRED_NDCG
    measured = {name: getattr(report, name) for name in FIGURES}
    least = {name: getattr(LEAST[corpus], name) for name in FIGURES}
    fallen = {name: (round(value, 3), least[name]) for name, value in measured.items() if value < least[name]}
    assert not fallen, "(measured, at least)"


def test_the_engines_rank_equally_well(corpus, reports):
    embedded, elasticsearch = (reports(engine) for engine in ENGINES)
    assert abs(embedded.ndcg - elasticsearch.ndcg) <= APART


def test_the_engines_find_the_same_records(corpus, reports):
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
