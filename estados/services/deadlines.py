"""What is due of a plan: monitoring, evaluation and the end of its validity; what was met, and what is late.

A due date counts as met when anybody may see it: the monitoring, with any public proof in the sixth step of the plan's
cycle; the evaluation, with that step done; either, with a public record among the documents that its event produced.
The end of the validity is a fact, not a task: it is never late.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from acervo.base.publicity import public
from agenda.models import EventDocument, EventPage
from documents.models import RecordPage
from estados.enums import DueKind, Step, StepStatus
from estados.models import ActionPlan, PlanEvent, StepRecord

from .aging import today_of
from .due_dates import due_dates, is_past
from .plan_events import keep_events
from .steps import StepState, statuses

__all__ = ["Due", "dues_of", "dues_of_plans", "keep_events"]


@dataclass(frozen=True, slots=True)
class Due:
    """A date that follows from the launch. `event` is None where nobody may see it, or there is none.

    `date` is what the method asks for, whatever day an editor gave the event. `is_late`: the day went by and nothing
    shows that it was met.
    """

    kind: DueKind
    date: dt.date
    event: EventPage | None
    is_late: bool
    is_met: bool = False
    is_past: bool = False

    @property
    def chip(self) -> str:
        """State chip of the look."""
        if self.is_late:
            return "late"
        if self.is_met:
            return "done"
        return "cancelled" if self.kind == DueKind.END and self.is_past else "notstarted"


def dues_of(plan: ActionPlan, on: dt.date | None = None) -> list[Due]:
    """By date; [] without a known launch. `on`: default, the day it is in the plan's state. Three queries in a request."""
    return dues_of_plans([plan], on)[plan.pk]


def dues_of_plans(plans: Sequence[ActionPlan], on: dt.date | None = None) -> dict[int, list[Due]]:
    """Primary key → dues, for any number of plans in the same few queries."""
    launched = [plan for plan in plans if plan.launched_on is not None]
    events = _events([plan.pk for plan in launched])
    follow_up = _follow_up(launched)
    reported = _with_documents({event.translation_key for event in events.values()})
    found: dict[int, list[Due]] = {plan.pk: [] for plan in plans}
    for plan in plans:
        if plan.launched_on is None:
            continue
        today = on or today_of(plan.state)
        step = follow_up.get((plan.state, plan.number))
        for kind, day in due_dates(plan.launched_on, months=plan.months).items():
            event = events.get((plan.pk, kind))
            met = is_met_by(kind, step) or (event is not None and event.translation_key in reported)
            past = is_past(day, today)
            late = past and not met and kind != DueKind.END
            found[plan.pk].append(Due(kind, day, event, late, met and kind != DueKind.END, past))
        found[plan.pk].sort(key=lambda due: (due.date, list(DueKind).index(due.kind)))
    return found


def is_met_by(kind: DueKind, step: StepState | None) -> bool:
    if step is None:
        return False
    if kind == DueKind.MONITORING:
        return step.has_begun and step.has_proof
    return kind == DueKind.EVALUATION and step.status == StepStatus.DONE


def _events(plans: list[int]) -> dict[tuple[int, DueKind], EventPage]:
    """(plan, kind) → its event, if anybody may see it."""
    if not plans:
        return {}
    rows = PlanEvent.objects.filter(plan__in=plans, event__in=public(EventPage.objects.all()).order_by().values("pk"))
    found = rows.select_related("event")
    return {(row.plan_id, DueKind(row.kind)): row.event for row in found if row.event is not None}


def _follow_up(plans: Sequence[ActionPlan]) -> dict[tuple[str, int], StepState]:
    """(state, cycle) → its sixth step. The cycle of a plan has the plan's number."""
    if not plans:
        return {}
    records = list(
        StepRecord.objects.filter(
            step=Step.FOLLOW_UP, state__in={plan.state for plan in plans}, cycle__in={plan.number for plan in plans}
        )
    )
    told = statuses(records)
    return {(record.state, record.cycle): told[record.pk] for record in records}


def _with_documents(keys: set) -> set:
    """Translation keys of the events that produced a record that anybody may see."""
    if not keys:
        return set()
    records = public(RecordPage.objects.all()).order_by().values("pk")
    found = EventDocument.objects.filter(page__translation_key__in=keys, record__in=records)
    return set(found.order_by().values_list("page__translation_key", flat=True).distinct())
