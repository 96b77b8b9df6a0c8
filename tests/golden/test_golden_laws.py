"""The golden queries on both engines, over the 72 real laws.

How the expected answers were judged, without looking at this search: README.md beside the files.
"""

import datetime as dt

import pytest

from search import golden
from tests.golden.on_both_engines import FOLDER, GoldenQueries

pytestmark = [pytest.mark.shared, pytest.mark.django_db]


class TestLaws(GoldenQueries):
    corpus = "laws"
    many = 200

    @pytest.fixture(scope="class")
    @classmethod
    def reports(cls, law_reports):
        return law_reports

    def test_dates_of_a_line_are_read(self):
        (line,) = [g for g in golden.read(FOLDER / "laws.csv") if g.date_to]
        assert (line.date_from, line.date_to) == (dt.date(1974, 1, 1), dt.date(1974, 12, 31))
