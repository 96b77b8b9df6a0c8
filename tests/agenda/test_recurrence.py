"""Recurrences: rules are checked, expanded cheaply, and as another library expands them."""

import datetime as dt
from types import SimpleNamespace

import pytest
from dateutil import rrule as dateutil_rrule
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda.services import local_times, recurrence
from agenda.services.occurrences import occurrences_of, span_of
from agenda.zones import to_instant

START = dt.datetime(2016, 1, 5, 10, 0)  # a Tuesday


def an_event(rule="", *, start=START, end=None, exdates="", rdates="", all_day=False, zone="America/Mexico_City"):
    return SimpleNamespace(
        start=to_instant(start, zone), end=to_instant(end, zone) if end else None, time_zone=zone, rrule=rule,
        exdates=exdates, rdates=rdates, all_day=all_day,
    )  # fmt: skip


def days_of(event, first, last):
    return [item.start.isoformat(" ", "minutes") for item in occurrences_of(event, first, last)]


def test_exceptions_are_left_out_and_extra_days_are_put_in():
    event = an_event("FREQ=WEEKLY;BYDAY=TU;COUNT=4", exdates="2016-01-12", rdates="2016-01-14 17:30")
    assert days_of(event, dt.date(2016, 1, 1), dt.date(2016, 2, 28)) == [
        "2016-01-05 10:00", "2016-01-14 17:30", "2016-01-19 10:00", "2016-01-26 10:00",
    ]  # fmt: skip


def test_single_days_need_no_rule():
    event = an_event(start=dt.datetime(2020, 9, 15), all_day=True, rdates="2020-09-18\n2020-09-24")
    assert days_of(event, dt.date(2020, 9, 1), dt.date(2020, 9, 30)) == [
        "2020-09-15 00:00", "2020-09-18 00:00", "2020-09-24 00:00",
    ]  # fmt: skip
    assert span_of(event) == (dt.date(2020, 9, 15), dt.date(2020, 9, 24))


def test_the_last_day_of_a_rule_is_included():
    event = an_event("FREQ=DAILY;UNTIL=20160108")
    assert len(days_of(event, dt.date(2016, 1, 1), dt.date(2016, 12, 31))) == 4
    assert span_of(event) == (dt.date(2016, 1, 5), dt.date(2016, 1, 8))


def test_a_rule_without_end_has_no_last_day():
    assert span_of(an_event("FREQ=DAILY")) == (dt.date(2016, 1, 5), None)


def test_the_hour_on_the_clock_stays_where_the_clock_is_put_forward():
    """Tijuana keeps daylight saving: 10:00 before and after the second Sunday of March."""
    event = an_event("FREQ=WEEKLY;BYDAY=TU", start=dt.datetime(2024, 3, 5, 10), zone="America/Tijuana")
    found = occurrences_of(event, dt.date(2024, 3, 1), dt.date(2024, 3, 15))
    assert [item.starts_at.isoformat() for item in found] == ["2024-03-05T10:00:00-08:00", "2024-03-12T10:00:00-07:00"]


def test_far_windows_cost_as_much_as_near_ones():
    """The rule is counted from shortly before the window, not from its first day."""
    counted = recurrence._near("FREQ=DAILY", dt.datetime(1950, 1, 1, 9), dt.datetime(2026, 5, 1))
    assert counted._dtstart > dt.datetime(2026, 4, 1)


@settings(max_examples=150, deadline=None)
@given(
    start=st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2020, 12, 31)).map(lambda t: t.replace(second=0, microsecond=0)),
    after=st.integers(0, 9_000),
    frequency=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    interval=st.integers(1, 7),
    shape=st.sampled_from(["plain", "weekday", "ordinal", "last"]),
)  # fmt: skip
def test_a_window_far_away_has_what_counting_from_the_first_day_gives(start, after, frequency, interval, shape):
    """Against dateutil counted from the start, for every kind of rule the form offers and more."""
    day = recurrence._DAYS[start.weekday()]
    rule = f"FREQ={frequency};INTERVAL={interval}"
    if shape == "weekday" and frequency in ("DAILY", "WEEKLY"):
        rule += f";BYDAY={day}"
    elif shape == "ordinal" and frequency == "MONTHLY" and start.day < 29:
        rule += f";BYDAY={(start.day - 1) // 7 + 1}{day}"
    elif shape == "last" and frequency == "MONTHLY" and (start + dt.timedelta(days=1)).day == 1:
        rule += ";BYMONTHDAY=-1"
    rule = recurrence.normalised(rule, start=start)
    first = start + dt.timedelta(days=after)
    last = first + dt.timedelta(days=120)
    expected = dateutil_rrule.rrulestr(rule, dtstart=start).between(first, last, inc=True)
    assert list(recurrence.starts_between(rule, start, first, last)) == expected


@pytest.mark.parametrize(
    "rule",
    ["cada martes", "FREQ=HOURLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;COUNT=2;UNTIL=20200101", "FREQ=DAILY;COUNT=0",
     "FREQ=DAILY;COUNT=100000", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;UNTIL=ayer", "FREQ=DAILY;UNTIL=20150101",
     "FREQ=WEEKLY;BYDAY=WE", "FREQ=DAILY;BYHOUR=1,2,3", "FREQ=DAILY;FREQ=DAILY", "", "FREQ=MONTHLY;BYMONTHDAY=99",
     "FREQ=DAILY;UNTIL=99991231", "FREQ=MONTHLY;BYSETPOS=1"],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused_in_words(rule):
    with pytest.raises(ValidationError) as refused:
        recurrence.normalised(rule, start=START)
    assert refused.value.messages[0]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="FREQ=WKLYDAIBCOUNTSPM;0123456789-+,Z", max_size=60))
def test_no_text_makes_more_than_a_refusal(text):
    try:
        rule = recurrence.normalised(text, start=START)
    except ValidationError:
        return
    list(recurrence.starts_between(rule, START, START, START + dt.timedelta(days=60)))


def test_until_in_utc_becomes_the_local_day():
    rule = recurrence.normalised("FREQ=DAILY;UNTIL=20160108T160000Z", start=START, zone_offset=dt.timedelta(hours=-6))
    assert rule == "FREQ=DAILY;UNTIL=20160108"
    early = recurrence.normalised("FREQ=DAILY;UNTIL=20160108T155959Z", start=START, zone_offset=dt.timedelta(hours=-6))
    assert early == "FREQ=DAILY;UNTIL=20160107"


def test_lists_of_days_are_read_once_each_and_a_wrong_line_is_named():
    assert local_times.write(local_times.read("2026-5-18\n\n2026-05-04 17:30, 2026-05-18")) == (
        "2026-05-04 17:30\n2026-05-18"
    )
    with pytest.raises(ValidationError, match="18 de mayo"):
        local_times.read("18 de mayo")
    with pytest.raises(ValidationError):
        local_times.read("2026-02-30")
