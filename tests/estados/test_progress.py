"""How the progress of a commitment is computed, and how that is said."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estados.enums import MilestoneStatus
from estados.models import MilestoneReport
from estados.services.progress import of_statuses, progress_of, stamp, status_on
from tests.estados import making

S = MilestoneStatus
DAY = dt.date(2017, 6, 30)

statuses = st.lists(st.tuples(st.integers(1, 100), st.sampled_from([*S, None])), max_size=12)


def report(status, on, pk=None):
    return MilestoneReport(status=status, on=dt.date.fromisoformat(on), pk=pk)


def test_the_words_say_how_many_are_done_and_that_weights_count():
    told = of_statuses([(1, S.DONE), (1, S.DONE), (1, S.DONE), (1, S.NOT_STARTED), (1, S.NOT_STARTED)])
    assert (told.percent, told.how) == (60, "3 de 5 hitos hechos, todos con el mismo peso: 60 %")
    weighed = of_statuses([(3, S.DONE), (1, S.NOT_STARTED)])
    assert (weighed.percent, weighed.how) == (75, "1 de 2 hitos hechos, por su peso: 75 %")


def test_what_is_under_way_counts_when_it_is_done_and_the_words_say_so():
    told = of_statuses([(1, S.DONE), (1, S.UNDER_WAY)])
    assert told.percent == 50
    assert "1 en marcha, que contará cuando se termine" in told.how


def test_a_cancelled_milestone_leaves_the_denominator():
    told = of_statuses([(1, S.DONE), (5, S.CANCELLED)])
    assert told.percent == 100
    assert "1 cancelado, que no cuenta" in told.how


@pytest.mark.parametrize("known", [[], [(1, None), (9, None)], [(1, S.CANCELLED)]])
def test_without_information_there_is_no_percentage(known):
    told = of_statuses(known)
    assert told.percent is None
    assert told.how


def test_a_report_of_nothing_done_is_zero_and_not_unknown():
    assert of_statuses([(1, S.NOT_STARTED), (1, None)]).percent == 0


@given(statuses)
def test_a_percentage_is_between_nothing_and_all_and_says_all_only_when_all_is_done(pairs):
    told = of_statuses(pairs)
    counted = [status for _weight, status in pairs if status != S.CANCELLED]
    if told.percent is None:
        assert all(status in (None, S.CANCELLED) for _weight, status in pairs)
        return
    assert 0 <= told.percent <= 100
    assert (told.percent == 100) == all(status == S.DONE for status in counted)
    assert (told.percent == 0) == (S.DONE not in counted)


@given(statuses, st.integers(1, 100))
def test_one_more_milestone_done_never_lowers_the_percentage(pairs, weight):
    before = of_statuses([*pairs, (weight, S.NOT_STARTED)]).percent
    after = of_statuses([*pairs, (weight, S.DONE)]).percent
    assert before is not None
    assert after is not None
    assert after >= before


def test_the_state_on_a_day_is_the_last_report_up_to_that_day():
    reports = [
        report(S.DONE, "2017-07-01", 1),
        report(S.UNDER_WAY, "2017-03-01", 2),
        report(S.NOT_STARTED, "2017-01-01", 3),
    ]
    assert status_on(reports, dt.date(2016, 12, 31)) is None
    assert status_on(reports, dt.date(2017, 3, 1)) == S.UNDER_WAY
    assert status_on(reports, DAY) == S.UNDER_WAY
    assert status_on(reports, dt.date(2017, 7, 1)) == S.DONE


def test_two_reports_of_one_day_leave_the_later_one():
    assert status_on([report(S.DONE, "2017-01-01", 8), report(S.CANCELLED, "2017-01-01", 9)], DAY) == S.CANCELLED


def test_a_value_put_by_hand_says_who_when_and_why_from_that_day_on(zacatecas, django_user_model):
    ana = django_user_model.objects.create_user("ana", first_name="Ana", last_name="Ruiz")
    commitment = making.commitment(
        making.plan(zacatecas), progress_set=40, progress_reason="Falta un hito que no se previó."
    )
    making.milestone(commitment, status=S.DONE, on="2017-01-01")
    stamp(commitment, by=ana)
    commitment.progress_at = dt.datetime(2017, 7, 1, 4, 59, tzinfo=dt.UTC)  # still the 30th in Zacatecas
    told = progress_of(commitment, commitment.milestones.all(), DAY)
    assert told.by_hand
    assert (told.percent, told.how) == (
        40, "Puesto a mano por Ana Ruiz el 30/06/2017: Falta un hito que no se previó",
    )  # fmt: skip
    day_before = progress_of(commitment, commitment.milestones.all(), dt.date(2017, 6, 29))
    assert (day_before.percent, day_before.by_hand) == (100, False)


def test_taking_the_value_away_takes_its_author_away_too(zacatecas, django_user_model):
    ana = django_user_model.objects.create_user("ana")
    commitment = making.commitment(making.plan(zacatecas), progress_set=40, progress_reason="Sí")
    stamp(commitment, by=ana)
    commitment.progress_set = None
    stamp(commitment, by=ana)
    assert (commitment.progress_by, commitment.progress_at, commitment.progress_reason) == (None, None, "")


@pytest.mark.django_db
def test_a_budget_written_again_without_its_decimals_is_no_change(zacatecas):
    made = making.commitment(budget=1250000)
    stored = type(made).objects.get(pk=made.pk)
    assert made.history_state() == stored.history_state()
