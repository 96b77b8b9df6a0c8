"""The action plans of a state, cycle by cycle: none is overwritten by the next. Constant number of queries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from acervo.base.publicity import public
from agenda.models import EventPage
from documents.models import RecordPage
from estados.enums import Completion, DueKind, Voice
from estados.models import ActionPlan, Commitment

from . import aging, board
from .board import BoardRow
from .deadlines import Due, dues_of_plans
from .due_dates import due_dates


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan with what anybody may see of it. `complete`: (name of the voice, commitments it says are complete)."""

    plan: ActionPlan
    dues: list[Due]
    rows: list[BoardRow]
    record: RecordPage | None
    event: EventPage | None
    is_in_force: bool

    @property
    def complete(self) -> list[tuple[str, int]]:
        return [
            (str(voice.label), number)
            for voice in Voice
            if (number := sum(_says_complete(row, voice) for row in self.rows)) or voice != Voice.OVERSIGHT
        ]

    @property
    def without_reports(self) -> int:
        return sum(not any(row.verdicts.values()) for row in self.rows)

    @property
    def disagreements(self) -> int:
        return sum(row.disagreement for row in self.rows)


def _says_complete(row: BoardRow, voice: str) -> bool:
    verdict = row.verdicts[voice]
    return verdict is not None and verdict.completion == Completion.COMPLETE


def views_of(plans: Sequence[ActionPlan], state: str) -> list[PlanView]:
    today = aging.today_of(state)
    dues = dues_of_plans(plans, today)
    commitments = public(Commitment.objects.filter(plan__in=[plan.pk for plan in plans]))
    rows: dict[int, list[BoardRow]] = {}
    for row in board.rows(commitments, on=today):
        rows.setdefault(row.plan.pk, []).append(row)
    records = _public(RecordPage, {plan.record_id for plan in plans})
    events = _public(EventPage, {plan.launch_event_id for plan in plans})
    return [
        PlanView(
            plan, dues[plan.pk], rows.get(plan.pk, []), records.get(plan.record_id), events.get(plan.launch_event_id),
            _in_force(plan, today),
        )
        for plan in plans
    ]  # fmt: skip


def _in_force(plan: ActionPlan, today: dt.date) -> bool:
    if plan.launched_on is None:
        return False
    return plan.launched_on <= today <= due_dates(plan.launched_on, months=plan.months)[DueKind.END]


def _public(model: Any, pks: set[int | None]) -> dict[int | None, Any]:
    wanted = pks - {None}
    return {page.pk: page for page in public(model.objects.filter(pk__in=wanted)).select_related("locale")} if wanted else {}  # fmt: skip


def context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """For `estados/plans_page.html`: the newest plan first."""
    state = page.state_page.state
    return {"plans": views_of(list(public(ActionPlan.objects.filter(state=state)).order_by("-number")), state)}
