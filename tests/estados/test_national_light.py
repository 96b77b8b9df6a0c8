"""The traffic light's rule: dates in, a level and its reason out."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estados.services.traffic_light import LETTERS, SHAPES, Facts, Level, light_of, rule

TODAY = dt.date(2026, 11, 21)
FRESH, OLD = dt.date(2026, 6, 1), dt.date(2025, 11, 20)


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (Facts(), Level.NONE),
        (Facts(last=FRESH), Level.NONE),
        (Facts(begun=True, last=FRESH, in_force=True), Level.GREEN),
        (Facts(begun=True, last=FRESH, under_way=True), Level.GREEN),
        (Facts(begun=True, last=FRESH), Level.AMBER),
        (Facts(begun=True), Level.AMBER),
        (Facts(begun=True, last=OLD, in_force=True), Level.AMBER),
        (Facts(begun=True, last=FRESH, in_force=True, late_since=dt.date(2026, 11, 20)), Level.AMBER),
        (Facts(begun=True, last=FRESH, in_force=True, late_since=dt.date(2026, 5, 21)), Level.AMBER),
        (Facts(begun=True, last=FRESH, in_force=True, late_since=dt.date(2026, 5, 20)), Level.RED),
        (Facts(begun=True, last=FRESH, ended_on=dt.date(2026, 5, 21)), Level.AMBER),
        (Facts(begun=True, last=FRESH, ended_on=dt.date(2026, 5, 20)), Level.RED),
        (Facts(begun=True, last=FRESH, ended_on=dt.date(2026, 5, 20), in_force=True), Level.GREEN),
    ],
)
def test_the_first_line_of_the_rule_that_fits_decides(facts, level):
    light = light_of(facts, TODAY)
    assert light.level == level
    assert light.reason


def test_information_is_old_the_day_after_twelve_months():
    facts = Facts(begun=True, in_force=True, last=dt.date(2025, 11, 21))
    assert light_of(facts, dt.date(2026, 11, 21)).level == Level.GREEN
    assert light_of(facts, dt.date(2026, 11, 22)).level == Level.AMBER


_DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2030, 1, 1))
_FACTS = st.builds(
    Facts, begun=st.booleans(), in_force=st.booleans(), under_way=st.booleans(), late_since=st.none() | _DAYS,
    ended_on=st.none() | _DAYS, last=st.none() | _DAYS,
)  # fmt: skip
_SEVERITY = [Level.GREEN, Level.AMBER, Level.RED]


@given(_FACTS, _DAYS, st.integers(0, 4000))
def test_time_alone_never_makes_a_light_better(facts, day, days):
    """Of the same facts a later day gives the same light or a worse one."""
    now, then = light_of(facts, day).level, light_of(facts, day + dt.timedelta(days)).level
    assert (now == Level.NONE) == (then == Level.NONE) == (not facts.begun)
    if facts.begun:
        assert _SEVERITY.index(then) >= _SEVERITY.index(now)


@given(_FACTS, _DAYS)
def test_green_is_never_late_nor_old(facts, day):
    if light_of(facts, day).level == Level.GREEN:
        assert facts.late_since is None
        assert facts.last is not None
        assert facts.in_force or facts.under_way


def test_each_level_has_a_shape_and_a_letter_of_its_own_and_a_line_in_the_rule():
    assert len(set(SHAPES.values())) == len(set(LETTERS.values())) == len(Level)
    assert {level for level, _words in rule()} == set(Level)
