"""The six steps of the local exercise: what each asks for, and how far a state has come, cycle by cycle.

A step counts as done only with a date and a proof that anybody may see: a public record of the archive, or a public
event that was held. Without them, what is written down as done is only declared.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import formats

from acervo.base import dates
from acervo.base.publicity import public
from acervo.base.states import STATES
from agenda.enums import Status
from agenda.models import EventPage
from documents.models import RecordPage
from estados.enums import Step, StepStatus
from estados.models import ActionPlan, StepRecord

from .aging import today_of
from .step_examples import EXAMPLES, Example, examples_for
from .step_method import METHOD, Asked, StepDefinition

__all__ = [
    "BEGUN", "CHIPS", "EXAMPLES", "METHOD", "Asked", "Cycle", "Example", "StepDefinition", "StepState", "current_cycle",
    "current_of", "current_step", "current_steps", "cycles_of", "cycles_of_states", "examples_for", "is_dated", "start_cycle",
    "status_of", "statuses",
]  # fmt: skip

#: State chip of the look (shape and colour) of each status; «declared» has a shape of its own in the sections' sheet.
CHIPS = {
    StepStatus.NO_INFORMATION: "noinfo",
    StepStatus.NOT_STARTED: "notstarted",
    StepStatus.UNDER_WAY: "underway",
    StepStatus.DECLARED: "declared",
    StepStatus.DONE: "done",
}
#: Statuses of a step that has begun.
BEGUN = (StepStatus.UNDER_WAY, StepStatus.DECLARED, StepStatus.DONE)


@dataclass(frozen=True, slots=True)
class StepState:
    """What is told of one step of one cycle. `record` is None where nothing is written down: no information."""

    step: Step
    status: StepStatus
    record: StepRecord | None = None
    proof_record: RecordPage | None = None
    proof_event: EventPage | None = None
    #: The day of the plan's launch, where that is what is known of the fifth step.
    launched_on: dt.date | None = None

    @property
    def chip(self) -> str:
        return CHIPS[self.status]

    @property
    def has_begun(self) -> bool:
        return self.status in BEGUN

    @property
    def date_text(self) -> str:
        """The day, or what is known of it, in words; "" without one."""
        if self.launched_on:
            return formats.date_format(self.launched_on, "DATE_FORMAT")
        if self.record is None:
            return ""
        if self.record.on:
            return formats.date_format(self.record.on, "DATE_FORMAT")
        return dates.display(self.record.when)

    @property
    def iso(self) -> str:
        """For `<time datetime>`; "" where only a range or an approximate date is known."""
        if self.launched_on:
            return self.launched_on.isoformat()
        if self.record is None:
            return ""
        if self.record.on:
            return self.record.on.isoformat()
        return self.record.when if self.record.when.replace("-", "").isdigit() else ""

    @property
    def signers(self) -> list[str]:
        if self.record is None:
            return []
        return [line.strip() for line in self.record.signers.splitlines() if line.strip()]

    @property
    def has_proof(self) -> bool:
        return self.proof_record is not None or self.proof_event is not None


@dataclass(frozen=True, slots=True)
class Cycle:
    """A round of the six steps, always all six, in order."""

    state: str
    number: int
    steps: tuple[StepState, ...]

    @property
    def current(self) -> StepState | None:
        """The furthest step that has begun; None when none has."""
        return next((item for item in reversed(self.steps) if item.has_begun), None)

    @property
    def done_count(self) -> int:
        return sum(item.status == StepStatus.DONE for item in self.steps)

    def step(self, step: Step | int) -> StepState:
        return self.steps[Step(step) - 1]


def status_of(record: StepRecord) -> StepStatus:
    """What the public is told of a step. At most two queries; for many records ask `statuses`."""
    return statuses([record])[record.pk].status


def statuses(records: Sequence[StepRecord]) -> dict[int, StepState]:
    """Primary key → what is told, for any number of records: two queries at most."""
    archive = _public_proofs(RecordPage, {record.proof_record_id for record in records} - {None})
    events = _public_proofs(EventPage, {record.proof_event_id for record in records} - {None})
    todays = {state: today_of(state) for state in {record.state for record in records}}
    told = {}
    for record in records:
        event = events.get(record.proof_event_id)
        if event is not None and not _was_held(event, todays[record.state]):
            event = None
        proof = archive.get(record.proof_record_id)
        proven = is_dated(record, todays[record.state]) and (proof is not None or event is not None)
        status = StepStatus(record.status)
        if status == StepStatus.DONE and not proven:
            status = StepStatus.DECLARED
        told[record.pk] = StepState(Step(record.step), status, record, proof, event)
    return told


def is_dated(record: StepRecord, today: dt.date) -> bool:
    """Whether it says when, and not a day that is still to come."""
    if record.on:
        return record.on <= today
    known = dates.bounds(record.when) if record.when else None
    return known is not None and known[0] <= today


def cycles_of(state: str) -> list[Cycle]:
    """The public cycles of a state, first one first; [] where nothing is known. Four queries in a request."""
    return cycles_of_states([state]).get(state, [])


def cycles_of_states(
    states: Iterable[str] | None = None, *, plans: Iterable[ActionPlan] | None = None
) -> dict[str, list[Cycle]]:
    """INEGI key → public cycles, for all 32 states in the same few queries; a state of which nothing is known has no key.

    A public plan that was launched says so of its cycle's fifth step, with or without rows. `plans`: the public plans of
    these states, if the caller has them already.
    """
    wanted = [key for key, _name in STATES[1:]] if states is None else list(states)
    records = list(public(StepRecord.objects.filter(state__in=wanted)).order_by("state", "cycle", "step"))
    told = statuses(records)
    if plans is None:
        plans = public(ActionPlan.objects.filter(state__in=wanted, launched_on__isnull=False))
    grouped: dict[str, dict[int, dict[int, StepState]]] = {}
    for record in records:
        grouped.setdefault(record.state, {}).setdefault(record.cycle, {})[record.step] = told[record.pk]
    _tell_launches(grouped, list(plans))
    return {
        state: [
            Cycle(state, number, tuple(rows.get(step, StepState(step, StepStatus.NO_INFORMATION)) for step in Step))
            for number, rows in sorted(cycles.items())
        ]
        for state, cycles in grouped.items()
    }


def current_step(state: str) -> StepState | None:
    """Where a state is: the furthest step that has begun in the newest cycle in which one has; None without any."""
    return current_of(cycles_of(state))


def current_of(cycles: Sequence[Cycle]) -> StepState | None:
    cycle = current_cycle(cycles)
    return cycle.current if cycle else None


def current_cycle(cycles: Sequence[Cycle]) -> Cycle | None:
    """The newest cycle in which a step has begun."""
    return next((cycle for cycle in reversed(cycles) if cycle.current), None)


def current_steps(states: Iterable[str] | None = None) -> dict[str, StepState | None]:
    """INEGI key → where the state is, for the national board; constant queries."""
    return {state: current_of(cycles) for state, cycles in cycles_of_states(states).items()}


def start_cycle(state: str) -> int:
    """Make the six rows of the next cycle of `state`, none of them begun; returns its number.

    Earlier cycles stay as they are. Raises django.db.IntegrityError when two people start the same cycle at once.
    """
    last = StepRecord.objects.filter(state=state).order_by("-cycle").values_list("cycle", flat=True).first() or 0
    number = last + 1
    StepRecord.objects.bulk_create(
        StepRecord(state=state, cycle=number, step=step, status=StepStatus.NOT_STARTED) for step in Step
    )
    return number


def _tell_launches(grouped: dict[str, dict[int, dict[int, StepState]]], plans: list[ActionPlan]) -> None:
    """Write into `grouped` (state → cycle → step) what the launched `plans` say: two queries at most.

    The fifth step is at least declared; done with a public document of the plan or a public event that was held. What a
    team wrote as under way stays so, and its own date stands before the day of the launch.
    """
    todays = {state: today_of(state) for state in {plan.state for plan in plans}}
    launched = [plan for plan in plans if plan.launched_on and plan.launched_on <= todays[plan.state]]
    archive = _public_proofs(RecordPage, {plan.record_id for plan in launched} - {None})
    events = _public_proofs(EventPage, {plan.launch_event_id for plan in launched} - {None})
    for plan in launched:
        today = todays[plan.state]
        rows = grouped.setdefault(plan.state, {}).setdefault(plan.number, {})
        told = rows.get(Step.PLAN, StepState(Step.PLAN, StepStatus.NO_INFORMATION))
        event = events.get(plan.launch_event_id)
        if event is not None and not _was_held(event, today):
            event = None
        dated = told.record is not None and is_dated(told.record, today)
        told = replace(
            told,
            proof_record=told.proof_record or archive.get(plan.record_id),
            proof_event=told.proof_event or event,
            launched_on=None if dated else plan.launched_on,
        )
        if told.status != StepStatus.UNDER_WAY:
            told = replace(told, status=StepStatus.DONE if told.has_proof else StepStatus.DECLARED)
        rows[Step.PLAN] = told


def _public_proofs(model: Any, pks: set[Any]) -> dict[Any, Any]:
    """The pages among `pks` that anybody may see; no query without any."""
    return {page.pk: page for page in public(model.objects.filter(pk__in=pks))} if pks else {}


def _was_held(event: EventPage, today: dt.date) -> bool:
    """An event proves nothing while it is to come, cancelled, postponed or unconfirmed.

    One whose day is not known is taken as held when it is confirmed.
    """
    return event.status == Status.CONFIRMED and (event.first_day is None or event.first_day <= today)
