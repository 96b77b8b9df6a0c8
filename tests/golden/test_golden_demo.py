"""The golden queries on both engines, over the demonstration content.

How the expected answers were judged, without looking at this search: README.md beside the files.
"""

import pytest

from tests.golden.on_both_engines import GoldenQueries

pytestmark = pytest.mark.django_db


class TestDemo(GoldenQueries):
    corpus = "demo"
    many = 100

    @pytest.fixture(scope="class")
    @classmethod
    def reports(cls, demo_reports):
        return demo_reports
