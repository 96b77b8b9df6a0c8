"""When a report grows old, for any dates and in any of the country's time zones."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acervo.base.states import STATES
from agenda.zones import zone_of_state
from estados.services import aging
from estados.services.aging import Freshness

days = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))
states = st.sampled_from([key for key, _name in STATES])
moments = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2060, 1, 1), timezones=st.just(dt.UTC))


@pytest.mark.parametrize(
    ("reported", "due"),
    [
        ("2017-05-15", "2017-11-15"),
        ("2017-08-31", "2018-02-28"),
        ("2015-08-30", "2016-02-29"),
        ("2017-12-31", "2018-06-30"),
    ],
)
def test_a_report_is_up_to_date_until_the_same_day_six_months_later(reported, due):
    reported, due = dt.date.fromisoformat(reported), dt.date.fromisoformat(due)
    assert aging.next_due(reported) == due
    assert aging.freshness_on(reported, due) == Freshness.FRESH
    assert aging.freshness_on(reported, due + dt.timedelta(days=1)) == Freshness.STALE


@given(days)
def test_no_report_is_no_information_and_never_old(on):
    assert aging.freshness_on(None, on) == Freshness.NONE


@given(days, st.integers(1, 20_000))
def test_a_report_of_the_future_says_nothing_yet(reported, before):
    assert aging.freshness_on(reported, reported - dt.timedelta(days=before)) == Freshness.NONE


@given(days, st.integers(0, 4000), st.integers(0, 4000))
def test_once_old_a_report_stays_old(reported, first, more):
    early = reported + dt.timedelta(days=first)
    if aging.freshness_on(reported, early) == Freshness.STALE:
        assert aging.freshness_on(reported, early + dt.timedelta(days=more)) == Freshness.STALE


@given(days)
def test_six_months_are_between_181_and_184_days(reported):
    assert 181 <= (aging.next_due(reported) - reported).days <= 184


@given(days, days)
def test_a_later_report_is_never_due_earlier(one, other):
    early, late = sorted((one, other))
    assert aging.next_due(early) <= aging.next_due(late)


@given(days, st.integers(0, 120), st.integers(0, 120))
def test_months_keep_the_day_or_take_the_last_of_the_month(day, first, second):
    moved = aging.add_months(day, first + second)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == first + second
    assert moved.day == day.day or (moved + dt.timedelta(days=1)).day == 1


@given(states, moments)
def test_today_is_what_the_calendars_of_the_state_show(state, at):
    assert aging.today_of(state, at) == at.astimezone(ZoneInfo(zone_of_state(state))).date()


@given(states, states, moments)
def test_two_states_are_never_more_than_a_day_apart(one, other, at):
    assert abs((aging.today_of(one, at) - aging.today_of(other, at)).days) <= 1


@given(states, moments, st.integers(0, 86_400 * 400))
def test_today_never_goes_back(state, at, seconds):
    assert aging.today_of(state, at) <= aging.today_of(state, at + dt.timedelta(seconds=seconds))


def test_the_last_evening_of_a_report_is_still_its_day_in_the_west():
    """At 23:30 of 15 November in Tijuana it is already the 16th in Cancún and in UTC."""
    at = dt.datetime(2017, 11, 16, 7, 30, tzinfo=dt.UTC)
    reported = dt.date(2017, 5, 15)
    assert aging.freshness_on(reported, aging.today_of("02", at)) == Freshness.FRESH
    assert aging.freshness_on(reported, aging.today_of("23", at)) == Freshness.STALE


def test_the_rule_is_told_with_its_number():
    assert f"cada {aging.PERIOD_MONTHS} meses" in aging.rule()
    assert "no es 0 %" in aging.rule()
