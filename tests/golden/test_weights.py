"""What counts before anything is asked: what an entry is, and its year."""

import pytest

from search import registry, weights


def test_every_source_that_only_tells_is_one_that_exists():
    assert {source.name for source in registry.sources()} >= weights.TELLING


def test_a_thing_stands_before_what_tells_of_it():
    assert weights.standing("record:1") > weights.standing("event:1")
    assert weights.standing("state:1") == weights.standing("monument:1") == weights.THING


def test_the_newer_comes_first_but_never_by_much():
    assert weights.recency(2025) > weights.recency(1917)
    assert weights.recency(2100) / weights.recency(1800) == pytest.approx(1.1)
    assert weights.recency(1917) < weights.recency(None) < weights.recency(2025), (
        "a record without a date is in between"
    )


@pytest.mark.parametrize("id", ["event:1", "record:1"])
@pytest.mark.parametrize("year", [None, 1, 1917, 2025, 9999])
def test_no_factor_is_below_one_which_the_embedded_engine_would_take_for_one(id, year):
    assert weights.prior(id, year) >= 1
