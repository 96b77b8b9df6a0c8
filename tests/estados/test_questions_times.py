"""How long answers take, on the calendar of the state."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estados.enums import QuestionKind
from estados.services.answer_times import _times, by_commitment, times_of
from estados.services.questions import public_questions
from tests.estados import making
from tests.estados.test_questions import question

NOW = dt.datetime(2017, 6, 30, 18, tzinfo=dt.UTC)
START = dt.datetime(2012, 1, 1, tzinfo=dt.UTC)
moments = st.integers(0, 9_500_000).map(lambda minutes: START + dt.timedelta(minutes=minutes))


@pytest.fixture
def commitment(zacatecas):
    return making.commitment(making.plan("32"), 1)


def at(day: int, month: int = 6) -> dt.datetime:
    return dt.datetime(2017, month, day, 18, tzinfo=dt.UTC)


def answered(commitment, asked, told, **fields):
    return question(commitment, created_at=asked, answer="Sí", answered_at=told, **fields)


def test_the_median_counts_days_of_answered_questions_only(commitment):
    answered(commitment, at(1), at(3))
    answered(commitment, at(1), at(11))
    answered(commitment, at(1), at(5))
    question(commitment, created_at=at(20))
    question(commitment, created_at=at(25), status="pendiente")
    question(commitment, created_at=at(1), kind=QuestionKind.COMMENT)
    times = times_of(public_questions(commitment), "32", now=NOW)
    assert (times.answered, times.waiting, times.median_days, times.oldest_days) == (3, 1, 4, 10)
    assert times.total == 4


def test_without_answers_there_is_no_time_rather_than_zero(commitment):
    times = times_of(public_questions(commitment), "32", now=NOW)
    assert (times.answered, times.waiting, times.median_days, times.oldest_days) == (0, 0, None, None)


def test_each_commitment_has_its_own_times(commitment):
    other = making.commitment(commitment.plan, 2)
    answered(commitment, at(1), at(3))
    question(other, created_at=at(20))
    rows = by_commitment(public_questions(state="32"), "32", now=NOW)
    assert [(row.code, row.times.answered, row.times.waiting) for row in rows] == [
        (commitment.code, 1, 0), (other.code, 0, 1),
    ]  # fmt: skip


def test_another_states_questions_do_not_count(commitment, morelos):
    theirs = making.commitment(making.plan("17"), 1)
    question(theirs, created_at=at(1))
    assert times_of(public_questions(state="32"), "32", now=NOW).total == 0
    assert times_of(public_questions(state="17"), "17", now=NOW).waiting == 1


def test_the_page_says_the_times_and_the_rule(client, commitment):
    answered(commitment, at(1), at(3))
    html = client.get("/estados/zacatecas/preguntas/").content.decode()
    assert "Tiempos de respuesta" in html
    assert "Los comentarios no se cuentan" in html
    assert "de 1 pregunta" in html


def test_days_are_those_of_the_state_and_not_of_greenwich():
    asked = dt.datetime(2017, 6, 1, 5, 30, tzinfo=dt.UTC)  # 31 May, 22:30 in Tijuana; 1 June, 00:30 in Cancún
    told = dt.datetime(2017, 6, 1, 18, tzinfo=dt.UTC)
    assert _times([(asked, told)], "America/Tijuana", told).median_days == 1
    assert _times([(asked, told)], "America/Cancun", told).median_days == 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the rule
@given(st.lists(st.tuples(moments, st.one_of(st.none(), moments)), max_size=8), moments)
def test_no_time_is_negative_and_every_question_is_counted_once(rows, now):
    times = _times(rows, "America/Mexico_City", now)
    assert times.total == len(rows)
    assert times.answered == sum(told is not None for _asked, told in rows)
    assert (times.median_days is None) == (times.answered == 0)
    assert (times.median_days or 0) >= 0
    assert (times.oldest_days or 0) >= 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the rule
@given(moments, st.integers(0, 2000))
def test_a_wait_of_n_calendar_days_counts_n(asked, days):
    zone = ZoneInfo("America/Tijuana")
    local = asked.astimezone(zone)
    told = dt.datetime.combine(local.date() + dt.timedelta(days=days), dt.time(12), tzinfo=zone)
    if told >= asked:
        assert _times([(asked, told)], "America/Tijuana", told).median_days == days
