"""Due dates that follow from the launch of a plan, what is late, and the events that they bring to the calendar."""

import calendar as months
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail.models import Page

from acervo.base.publicity import is_public
from acervo.base.states import STATES
from agenda.enums import Status
from agenda.models import EventChange, EventDocument, EventPage
from agenda.zones import zone_of_state
from estados.enums import DueKind, StepStatus
from estados.models import ActionPlan, PlanEvent, StepRecord
from estados.services import aging, deadlines
from estados.services.due_dates import due_dates, is_past
from tests import factories
from tests.agenda import making as agenda_making
from tests.estados import making

pytestmark = pytest.mark.django_db

LAUNCH = dt.date(2016, 8, 22)
days = st.dates(dt.date(2000, 1, 1), dt.date(2090, 12, 31))


# --- Arithmetic -----------------------------------------------------------------------------------------
@given(launch=days, length=st.integers(1, 72))
@example(dt.date(2015, 8, 31), 12)  # + 6 months: 29 February of a leap year
@example(dt.date(2016, 2, 29), 12)
@example(dt.date(2016, 2, 29), 48)
def test_a_due_day_is_the_same_day_of_its_month_or_the_last_one(launch, length):
    for kind, day in due_dates(launch, months=length).items():
        after = {DueKind.MONITORING: 6, DueKind.EVALUATION: 12, DueKind.END: length}[kind]
        assert (day.year * 12 + day.month) - (launch.year * 12 + launch.month) == after
        last = months.monthrange(day.year, day.month)[1]
        assert day.day == min(launch.day, last)


@given(launch=days, later=st.integers(1, 400))
def test_a_later_launch_never_has_an_earlier_due_day(launch, later):
    second = launch + dt.timedelta(days=later)
    first_dues, second_dues = due_dates(launch), due_dates(second)
    assert all(first_dues[kind] <= second_dues[kind] for kind in DueKind)


def test_months_ends_and_leap_days():
    assert due_dates(dt.date(2015, 8, 31))[DueKind.MONITORING] == dt.date(2016, 2, 29)
    assert due_dates(dt.date(2016, 8, 31))[DueKind.MONITORING] == dt.date(2017, 2, 28)
    assert due_dates(dt.date(2016, 2, 29))[DueKind.EVALUATION] == dt.date(2017, 2, 28)
    assert due_dates(dt.date(2016, 2, 29), months=48)[DueKind.END] == dt.date(2020, 2, 29)


@given(
    moment=st.datetimes(dt.datetime(2005, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(dt.UTC)),
    state=st.sampled_from([key for key, _name in STATES[1:]]),
    launch=st.dates(dt.date(2004, 1, 1), dt.date(2039, 1, 1)),
)
@example(dt.datetime(2017, 2, 23, 6, 30, tzinfo=dt.UTC), "02", LAUNCH)  # past midnight in the capital, not in Tijuana
def test_a_due_day_is_past_when_the_clocks_of_its_state_show_the_next(moment, state, launch):
    due = due_dates(launch)[DueKind.MONITORING]
    local = moment.astimezone(ZoneInfo(zone_of_state(state)))
    midnight = dt.datetime.combine(due + dt.timedelta(days=1), dt.time(0), local.tzinfo)
    assert is_past(due, aging.today_of(state, moment)) == (moment >= midnight)


def test_the_last_minute_of_a_due_day_is_not_the_same_everywhere():
    moment = dt.datetime(2017, 2, 23, 6, 30, tzinfo=dt.UTC)
    due = due_dates(LAUNCH)[DueKind.MONITORING]
    assert due == dt.date(2017, 2, 22)
    assert is_past(due, aging.today_of("32", moment))
    assert not is_past(due, aging.today_of("02", moment))


# --- What is late ----------------------------------------------------------------------------------------
def dues(plan, on) -> dict:
    return {due.kind: due for due in deadlines.dues_of(plan, on)}


def follow_up(number: int = 1, **fields) -> StepRecord:
    fields = {"status": StepStatus.DONE, "on": dt.date(2017, 8, 30)} | fields
    return StepRecord.objects.create(state="32", cycle=number, step=6, **fields)


def test_a_plan_without_a_known_launch_has_nothing_due(zacatecas):
    assert deadlines.dues_of(making.plan(launched_text="22 de agosto, sin año")) == []


def test_what_nobody_proves_is_late_the_day_after(zacatecas):
    plan = making.plan(launched_on=LAUNCH)
    assert not any(due.is_late for due in deadlines.dues_of(plan, dt.date(2017, 2, 22)))
    assert dues(plan, dt.date(2017, 2, 23))[DueKind.MONITORING].is_late
    after = dues(plan, dt.date(2017, 8, 23))
    assert after[DueKind.EVALUATION].is_late
    assert not after[DueKind.END].is_late
    assert after[DueKind.END].is_past


def test_following_up_in_another_cycle_meets_nothing(site_tree, zacatecas):
    plan = making.plan(launched_on=LAUNCH)
    follow_up(2, proof_record=factories.record(site_tree.collection))
    assert dues(plan, dt.date(2018, 1, 1))[DueKind.EVALUATION].is_late


def test_a_follow_up_under_way_with_a_proof_meets_the_monitoring_only(site_tree, zacatecas):
    plan = making.plan(launched_on=LAUNCH)
    follow_up(status=StepStatus.UNDER_WAY, proof_record=factories.record(site_tree.collection))
    found = dues(plan, dt.date(2018, 1, 1))
    assert found[DueKind.MONITORING].is_met
    assert not found[DueKind.MONITORING].is_late
    assert found[DueKind.EVALUATION].is_late


def test_a_declared_evaluation_is_still_late_and_a_proven_one_is_not(site_tree, zacatecas):
    plan = making.plan(launched_on=LAUNCH)
    record = follow_up()
    assert dues(plan, dt.date(2018, 1, 1))[DueKind.EVALUATION].is_late
    record.proof_record = factories.record(site_tree.collection)
    record.save()
    found = dues(plan, dt.date(2018, 1, 1))
    assert not found[DueKind.EVALUATION].is_late
    assert not found[DueKind.MONITORING].is_late


def test_a_public_document_of_its_event_meets_a_due_date(site_tree, with_calendar):
    plan = launch(LAUNCH)
    event = PlanEvent.objects.get(plan=plan, kind=DueKind.MONITORING).event
    record = factories.record(site_tree.collection, "Informe de monitoreo", live=False)
    EventDocument.objects.create(page=event, record=record)
    assert dues(plan, dt.date(2017, 3, 1))[DueKind.MONITORING].is_late
    record.get_latest_revision().publish()
    found = dues(plan, dt.date(2017, 3, 1))[DueKind.MONITORING]
    assert not found.is_late
    assert found.is_met


def test_dues_of_many_plans_take_the_queries_of_one(with_calendar, django_assert_num_queries):
    one = launch(LAUNCH)
    with django_assert_num_queries(5):
        deadlines.dues_of(one, dt.date(2018, 1, 1))
    plans = [one, *(launch(LAUNCH, number) for number in range(2, 9))]
    with django_assert_num_queries(5):
        found = deadlines.dues_of_plans(plans, dt.date(2018, 1, 1))
    assert all(len(of) == 3 for of in found.values())


# --- Events ------------------------------------------------------------------------------------------------
@pytest.fixture
def with_calendar(zacatecas):
    return agenda_making.calendar(zacatecas)


def launch(on: dt.date | None, number: int = 1, **fields) -> ActionPlan:
    """A plan as an editor publishes it: by a revision."""
    plan = making.plan(number=number, live=False, launched_on=on, **fields)
    plan.save_revision().publish()
    plan.refresh_from_db()
    return plan


def republish(plan: ActionPlan, **changes) -> ActionPlan:
    plan = ActionPlan.objects.get(pk=plan.pk)
    for name, value in changes.items():
        setattr(plan, name, value)
    plan.save_revision().publish()
    return ActionPlan.objects.get(pk=plan.pk)


def event_of(plan: ActionPlan, kind: DueKind = DueKind.MONITORING) -> EventPage | None:
    return PlanEvent.objects.get(plan=plan, kind=kind).event


def test_publishing_a_plan_puts_its_three_dates_in_the_calendar_of_its_state(with_calendar):
    plan = launch(LAUNCH, title="Primer plan")
    events = {row.kind: row.event for row in PlanEvent.objects.filter(plan=plan)}
    assert set(events) == set(DueKind)
    for event in events.values():
        assert event.get_parent().pk == with_calendar.pk
        assert is_public(event)
        assert event.all_day
        assert "Primer plan" in event.title
    assert events[DueKind.MONITORING].wall_start == dt.datetime(2017, 2, 22)
    assert events[DueKind.EVALUATION].wall_start.date() == dt.date(2017, 8, 22)
    assert events[DueKind.MONITORING].status == Status.TENTATIVE


def test_the_day_of_an_event_is_that_of_the_clocks_of_its_state(site_tree):
    agenda_making.calendar(making.state(site_tree, "02"))
    plan = making.plan("02", live=False, launched_on=dt.date(2020, 9, 30))
    plan.save_revision().publish()
    event = event_of(plan)
    assert event.time_zone == "America/Tijuana"
    assert event.first_day == dt.date(2021, 3, 30)  # summer time has begun meanwhile


def test_publishing_again_makes_no_event_twice(with_calendar):
    plan = launch(LAUNCH)
    republish(plan, title="Otro título")
    assert EventPage.objects.count() == 3


def test_a_draft_brings_no_event(with_calendar):
    plan = making.plan(live=False, launched_on=LAUNCH)
    plan.save_revision()
    assert not EventPage.objects.exists()


def test_events_move_with_the_launch_and_say_why(with_calendar):
    plan = launch(LAUNCH)
    republish(plan, launched_on=dt.date(2016, 9, 30))
    event = event_of(plan)
    assert event.wall_start.date() == dt.date(2017, 3, 30)
    change = EventChange.objects.filter(translation_key=event.translation_key).get()
    assert change.reason
    assert EventPage.objects.count() == 3


def test_a_longer_validity_moves_only_the_end(with_calendar):
    plan = launch(LAUNCH)
    republish(plan, months=24)
    assert event_of(plan, DueKind.END).first_day == dt.date(2018, 8, 22)
    assert event_of(plan).first_day == dt.date(2017, 2, 22)
    assert not EventChange.objects.filter(translation_key=event_of(plan).translation_key).exists()


def test_a_launch_taken_back_cancels_the_events_and_a_new_one_brings_them_back(with_calendar):
    plan = launch(LAUNCH)
    plan = republish(plan, launched_on=None)
    event = event_of(plan)
    assert event.status == Status.CANCELLED
    assert event.change_reason
    republish(plan, launched_on=dt.date(2030, 1, 31))
    event = event_of(plan)
    assert event.status == Status.TENTATIVE
    assert event.first_day == dt.date(2030, 7, 31)
    assert EventPage.objects.count() == 3


def test_a_plan_off_the_site_or_deleted_cancels_its_events(with_calendar):
    plan, other = launch(LAUNCH), launch(LAUNCH, 2)
    plan.unpublish()
    assert event_of(plan).status == Status.CANCELLED
    event = event_of(other)
    other.delete()
    event.refresh_from_db()
    assert event.status == Status.CANCELLED


def test_an_event_that_an_editor_deleted_is_not_made_again(with_calendar):
    plan = launch(LAUNCH)
    Page.objects.get(pk=event_of(plan).pk).delete()
    assert event_of(plan) is None
    republish(plan, launched_on=dt.date(2016, 9, 30))
    assert event_of(plan) is None
    assert EventPage.objects.count() == 2


def test_an_event_that_an_editor_moved_cancelled_or_hid_is_left_alone(with_calendar):
    plan = launch(LAUNCH)
    moved, hidden = event_of(plan), event_of(plan, DueKind.EVALUATION)
    agenda_making.edit(moved, start=moved.start + dt.timedelta(days=7))
    hidden.unpublish()
    republish(plan, launched_on=dt.date(2016, 9, 30))
    assert event_of(plan).first_day == dt.date(2017, 3, 1)
    hidden = event_of(plan, DueKind.EVALUATION)
    assert not hidden.live
    assert hidden.first_day == dt.date(2017, 8, 22)


def test_an_event_that_an_editor_cancelled_does_not_come_back(with_calendar):
    plan = launch(LAUNCH)
    agenda_making.edit(event_of(plan), status=Status.CANCELLED, change_reason="No habrá")
    republish(plan, launched_on=dt.date(2016, 9, 30))
    assert event_of(plan).status == Status.CANCELLED


def test_what_was_held_already_is_not_moved_nor_cancelled(with_calendar):
    plan = launch(LAUNCH)
    agenda_making.edit(event_of(plan), status=Status.CONFIRMED)
    plan = republish(plan, launched_on=dt.date(2016, 9, 30))
    assert event_of(plan).first_day == dt.date(2017, 2, 22)
    republish(plan, launched_on=None)
    assert event_of(plan).status == Status.CONFIRMED


def test_what_an_editor_has_in_a_draft_stays_a_draft(with_calendar):
    plan = launch(LAUNCH)
    draft = event_of(plan).get_latest_revision_as_object()
    draft.summary = "Todavía sin revisar"
    draft.save_revision()
    republish(plan, launched_on=dt.date(2016, 9, 30))
    event = event_of(plan)
    assert event.summary != "Todavía sin revisar"
    latest = event.get_latest_revision_as_object()
    assert latest.summary == "Todavía sin revisar"
    assert latest.wall_start.date() == event.first_day == dt.date(2017, 3, 30)


def test_a_plan_waits_for_the_microsite_and_its_calendar(site_tree):
    front = making.state(site_tree, "32", live=False)
    plan = launch(LAUNCH)
    assert not EventPage.objects.exists()
    front.get_latest_revision().publish()
    assert not EventPage.objects.exists()
    agenda_making.calendar(front)
    assert EventPage.objects.count() == 3
    assert event_of(plan).first_day == dt.date(2017, 2, 22)


def test_a_calendar_in_two_languages_has_the_events_in_both(site_tree, with_calendar):
    for page in (site_tree.home, making.states_page(site_tree), making.state(site_tree, "32"), with_calendar):
        page.refresh_from_db()
        page.copy_for_translation(site_tree.english).save_revision().publish()
    plan = launch(LAUNCH)
    event = event_of(plan)
    assert event.locale == site_tree.spanish
    english = event.get_translation(site_tree.english)
    assert english.live
    republish(plan, launched_on=dt.date(2016, 9, 30))
    english.refresh_from_db()
    assert english.first_day == dt.date(2017, 3, 30)
    assert EventPage.objects.count() == 6


def test_two_plans_with_the_same_title_have_events_of_their_own(with_calendar):
    first, second = launch(LAUNCH, 1, title="Plan"), launch(dt.date(2018, 1, 31), 2, title="Plan")
    assert event_of(first).slug != event_of(second).slug
    assert event_of(second).first_day == dt.date(2018, 7, 31)


def test_an_event_that_nobody_may_see_is_not_told_with_its_due_date(with_calendar):
    plan = launch(LAUNCH)
    assert dues(plan, dt.date(2017, 1, 1))[DueKind.MONITORING].event is not None
    event_of(plan).unpublish()
    found = dues(plan, dt.date(2017, 1, 1))[DueKind.MONITORING]
    assert found.event is None
    assert found.date == dt.date(2017, 2, 22)


def test_today_is_asked_of_the_state_when_no_day_is_given(zacatecas):
    plan = making.plan(launched_on=timezone.localdate() - dt.timedelta(days=800))
    assert {due.kind for due in deadlines.dues_of(plan) if due.is_late} == {DueKind.MONITORING, DueKind.EVALUATION}
