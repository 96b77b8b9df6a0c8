"""What the public is told of the six steps: done only with a date and a proof that anybody may see."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from agenda.enums import Status
from estados.enums import Step, StepStatus
from estados.models import StepRecord
from estados.services import steps
from estados.services.step_examples import EXAMPLES
from tests import factories
from tests.agenda import making as agenda_making
from tests.estados import making

pytestmark = pytest.mark.django_db


def step(state: str = "32", step: int = 1, cycle: int = 1, **fields) -> StepRecord:
    fields = {"status": StepStatus.DONE} | fields
    return StepRecord.objects.create(state=state, cycle=cycle, step=step, **fields)


@pytest.fixture
def calendar(zacatecas):
    return agenda_making.calendar(zacatecas)


def test_a_dated_step_with_a_public_record_is_done(site_tree, zacatecas):
    proof = factories.record(site_tree.collection, "Declaración Conjunta")
    made = step(on=dt.date(2015, 7, 2), proof_record=proof)
    assert steps.status_of(made) == StepStatus.DONE


def test_a_partial_date_is_a_date(site_tree, zacatecas):
    proof = factories.record(site_tree.collection)
    assert steps.status_of(step(when="2015-07", proof_record=proof)) == StepStatus.DONE


@pytest.mark.parametrize("missing", ["date", "proof", "both"])
def test_without_date_or_proof_a_step_is_declared(site_tree, zacatecas, missing):
    fields = {}
    if missing == "proof":
        fields["on"] = dt.date(2015, 7, 2)
    if missing == "date":
        fields["proof_record"] = factories.record(site_tree.collection)
    assert steps.status_of(step(**fields)) == StepStatus.DECLARED


def test_a_proof_that_nobody_may_see_proves_nothing(site_tree, zacatecas):
    draft = factories.record(site_tree.collection, live=False)
    made = step(on=dt.date(2015, 7, 2), proof_record=draft)
    assert steps.status_of(made) == StepStatus.DECLARED
    told = steps.statuses([made])[made.pk]
    assert told.proof_record is None


def test_a_proof_that_is_withdrawn_from_the_public_takes_the_step_back(site_tree, zacatecas):
    proof = factories.record(site_tree.collection)
    made = step(on=dt.date(2015, 7, 2), proof_record=proof)
    assert steps.status_of(made) == StepStatus.DONE
    PageViewRestriction.objects.create(page=proof, restriction_type=PageViewRestriction.LOGIN)
    from acervo.base import per_request

    per_request.clear()
    assert steps.status_of(made) == StepStatus.DECLARED


@pytest.mark.parametrize(
    ("status", "start", "told"),
    [
        (Status.CONFIRMED, "2015-09-25", StepStatus.DONE),
        (Status.CANCELLED, "2015-09-25", StepStatus.DECLARED),
        (Status.POSTPONED, "2015-09-25", StepStatus.DECLARED),
        (Status.TENTATIVE, "2015-09-25", StepStatus.DECLARED),
        (Status.CONFIRMED, "2099-09-25", StepStatus.DECLARED),
    ],
)
def test_an_event_proves_a_step_only_once_it_was_held(calendar, status, start, told):
    event = agenda_making.event(calendar, "Instalación", start, status=status)
    assert steps.status_of(step(step=3, on=dt.date(2015, 9, 25), proof_event=event)) == told


def test_a_date_to_come_is_no_date_of_something_done(site_tree, zacatecas):
    proof = factories.record(site_tree.collection)
    assert steps.status_of(step(on=dt.date(2099, 1, 1), proof_record=proof)) == StepStatus.DECLARED
    assert steps.status_of(step(step=2, when="2099", proof_record=proof)) == StepStatus.DECLARED


@given(chosen=st.sampled_from([s for s in StepStatus if s not in (StepStatus.DONE, StepStatus.DECLARED)]))
def test_a_proof_never_makes_more_of_a_step_than_was_written_down(chosen):
    record = StepRecord(pk=1, state="32", step=1, status=chosen, on=dt.date(2015, 7, 2))
    assert steps.statuses([record])[1].status == chosen


def test_a_cycle_has_always_six_steps_and_silence_is_no_information(zacatecas):
    step(step=2, status=StepStatus.UNDER_WAY)
    [cycle] = steps.cycles_of("32")
    assert [item.step for item in cycle.steps] == list(Step)
    assert [item.status for item in cycle.steps].count(StepStatus.NO_INFORMATION) == 5
    assert cycle.current.step == Step.AWARENESS


def test_earlier_cycles_stay_and_the_newest_that_has_begun_says_where_a_state_is(zacatecas):
    step(step=5, cycle=1, on=dt.date(2016, 8, 22))
    step(step=2, cycle=2, status=StepStatus.UNDER_WAY)
    step(step=1, cycle=3, status=StepStatus.NOT_STARTED)
    cycles = steps.cycles_of("32")
    assert [cycle.number for cycle in cycles] == [1, 2, 3]
    assert cycles[0].step(Step.PLAN).status == StepStatus.DECLARED
    assert steps.current_step("32").step == Step.AWARENESS
    assert steps.current_cycle(cycles).number == 2


def test_a_state_without_rows_has_no_current_step(zacatecas):
    assert steps.cycles_of("32") == []
    assert steps.current_step("32") is None


def test_steps_of_a_state_that_is_no_longer_public_are_told_nowhere(zacatecas):
    step(step=1, on=dt.date(2015, 7, 2))
    assert steps.cycles_of("32")
    zacatecas.unpublish()
    assert steps.cycles_of("32") == []
    assert steps.current_steps() == {}


def test_all_states_are_told_in_the_same_number_of_queries(site_tree, django_assert_num_queries):
    proof = factories.record(site_tree.collection)
    for key in ("32", "17"):
        making.state(site_tree, key)
        step(key, 1, on=dt.date(2015, 7, 2), proof_record=proof)
    with django_assert_num_queries(6):  # outside a request, each question asks what is restricted too
        assert len(steps.current_steps()) == 2
    calendar = agenda_making.calendar(making.state(site_tree, "32"))
    event = agenda_making.event(calendar, "Firma", "2015-07-02")
    for key in ("20", "14", "10", "30", "05"):
        making.state(site_tree, key)
        for number in (1, 2):
            for which in Step:
                step(key, which, number, on=dt.date(2015, 7, 2), proof_record=proof, proof_event=event)
    with django_assert_num_queries(8):  # rows, records, events, plans: whatever their number
        told = steps.cycles_of_states()
    assert len(told) == 7
    assert told["20"][1].done_count == 6


@pytest.mark.parametrize("rows", [False, True])
def test_a_launched_plan_makes_its_cycle_the_current_one(site_tree, zacatecas, rows):
    step(step=5, cycle=1, when="2016")
    if rows:
        steps.start_cycle("32")
    plan = making.plan(number=2, launched_on=dt.date(2020, 8, 31))
    told = steps.current_step("32")
    assert steps.current_cycle(steps.cycles_of("32")).number == 2
    assert (told.step, told.status, told.iso) == (Step.PLAN, StepStatus.DECLARED, "2020-08-31")
    assert steps.current_steps()["32"] == told
    plan.record = factories.record(site_tree.collection)
    plan.save()
    assert steps.current_step("32").status == StepStatus.DONE


@pytest.mark.parametrize("fields", [{"live": False}, {"launched_on": dt.date(2099, 1, 1)}, {"launched_on": None}])
def test_a_plan_that_was_not_launched_says_nothing_of_the_steps(zacatecas, fields):
    making.plan(**({"launched_on": dt.date(2020, 8, 31)} | fields))
    assert steps.current_step("32") is None


def test_starting_a_cycle_makes_its_six_rows_and_leaves_the_others(zacatecas):
    before = step(step=5, on=dt.date(2016, 8, 22), note="Primer plan")
    assert steps.start_cycle("32") == 2
    assert steps.start_cycle("17") == 1
    assert StepRecord.objects.filter(state="32", cycle=2, status=StepStatus.NOT_STARTED).count() == 6
    before.refresh_from_db()
    assert before.note == "Primer plan"


def test_the_method_covers_each_step_and_the_fifth_has_no_example():
    assert set(steps.METHOD) == set(Step)
    assert {item.step for item in EXAMPLES} == set(Step) - {Step.PLAN}
    assert all(item.state != "17" for item in steps.examples_for(Step.SECRETARIAT, but="17"))
