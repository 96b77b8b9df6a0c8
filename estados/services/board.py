"""The board: one row a commitment as it stood on a day, in a constant number of queries.

A past day is the day that reports speak of, not the day on which they were written down: a report dated in May and
entered in June is seen in May. What a commitment itself says (title, dates, bodies) is always as it is now.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from acervo.base.text import fold
from acervo.history.models import FieldChange
from estados.enums import Completion, MilestoneStatus, Voice
from estados.models import ActionPlan, Body, Commitment, Milestone, Verdict

from . import aging, verdicts
from .aging import Freshness
from .board_filters import filtered
from .progress import HandSet, Progress, end_of, hand_set_of_row, progress_of, status_on

__all__ = ["CLOSED", "BoardRow", "filtered", "rows", "sort"]

CLOSED = frozenset({Completion.COMPLETE, Completion.WITHDRAWN})
_OVER = frozenset({MilestoneStatus.DONE, MilestoneStatus.CANCELLED})


@dataclass(slots=True)
class BoardRow:
    """`verdicts` and `freshness` have every voice. `begun` False: the commitment starts after that day.

    `milestones`: (milestone, state on that day or None). `goals`: SDG numbers; `themes`: the terms.
    `next_milestone`: the open one that is due first, also when it is past its date. `late`: see `_is_late`.
    """

    commitment: Commitment
    plan: ActionPlan
    lead: Body | None
    progress: Progress
    verdicts: dict[str, Verdict | None]
    freshness: dict[str, Freshness]
    disagreement: bool
    next_milestone: Milestone | None
    late: bool
    begun: bool = True
    goals: list[int] = field(default_factory=list)
    themes: list[Any] = field(default_factory=list)
    milestones: list[tuple[Milestone, MilestoneStatus | None]] = field(default_factory=list)

    @property
    def last_report(self) -> dt.date | None:
        """The day of the newest report of any voice."""
        return max((verdict.on for verdict in self.verdicts.values() if verdict), default=None)


def rows(queryset: QuerySet[Commitment], *, on: dt.date) -> list[BoardRow]:
    """The rows of `queryset` (public commitments), in its order, as of the day `on`."""
    commitments = list(
        queryset.select_related("plan", "lead", "counterpart", "progress_by").prefetch_related(
            "themes", "targets", "supporting", "milestones__reports"
        )
    )
    told = verdicts.latest([commitment.pk for commitment in commitments], on)
    by_hand = hand_set_on(commitments, on)
    return [_row(commitment, told.get(commitment.pk, {}), by_hand[commitment.pk], on) for commitment in commitments]


def _row(commitment: Commitment, told: dict[str, Verdict], by_hand: HandSet, on: dt.date) -> BoardRow:
    milestones = list(commitment.milestones.all())
    states = [(milestone, status_on(milestone.reports.all(), on)) for milestone in milestones]
    by_voice: dict[str, Verdict | None] = {voice.value: told.get(voice.value) for voice in Voice}
    return BoardRow(
        commitment=commitment,
        plan=commitment.plan,
        lead=commitment.lead,
        progress=progress_of(commitment, milestones, on, hand_set=by_hand),
        verdicts=by_voice,
        freshness={voice: verdicts.freshness(verdict, on) for voice, verdict in by_voice.items()},
        disagreement=verdicts.disagreement(by_voice),
        next_milestone=_next(states),
        late=_is_late(commitment, states, by_voice[Voice.GOVERNMENT], on),
        begun=commitment.starts_on is None or commitment.starts_on <= on,
        goals=sorted({target.goal for target in commitment.targets.all()}),
        themes=list(commitment.themes.all()),
        milestones=states,
    )


def _next(states: Iterable[tuple[Milestone, MilestoneStatus | None]]) -> Milestone | None:
    open_ones = [milestone for milestone, status in states if milestone.due and status not in _OVER]
    return min(open_ones, key=lambda milestone: (milestone.due, milestone.number, milestone.pk), default=None)


def _is_late(
    commitment: Commitment,
    states: list[tuple[Milestone, MilestoneStatus | None]],
    government: Verdict | None,
    on: dt.date,
) -> bool:
    """Late by the calendar: a milestone is past its date and not done, or the end has passed and nothing says it is over.

    Over: every milestone done or cancelled, or the government reports it complete. A withdrawn commitment is not late.
    """
    if government and government.completion == Completion.WITHDRAWN:
        return False
    if any(milestone.due and milestone.due < on and status not in _OVER for milestone, status in states):
        return True
    if commitment.ends_on is None or commitment.ends_on >= on:
        return False
    over = bool(states) and all(status in _OVER for _milestone, status in states)
    return not (over or (government and government.completion in CLOSED))


def hand_set_on(commitments: list[Commitment], on: dt.date) -> dict[int, HandSet]:
    """The value put by hand in each commitment as it stood at the end of `on`; one query, none for today.

    What a field was on a day is what the first change after that day says it was before; without one, what it is.
    """
    now = {commitment.pk: hand_set_of_row(commitment) for commitment in commitments}
    past = [commitment for commitment in commitments if on < aging.today_of(commitment.plan.state)]
    if not past:
        return now
    first_after = _first_changes(past, on)
    for commitment in past:
        changed = first_after[commitment.pk]
        if changed:
            percent = changed.get("progress_set", commitment.progress_set)
            now[commitment.pk] = HandSet(percent, str(changed.get("progress_reason", commitment.progress_reason) or ""))
        elif commitment.progress_at and commitment.progress_at >= end_of(on, commitment.plan.state):
            now[commitment.pk] = HandSet(None, "")
    return now


def _first_changes(commitments: list[Commitment], on: dt.date) -> dict[int, dict[str, Any]]:
    """{pk: {field: its value before its first change after `on`}}."""
    ends = {commitment.pk: end_of(on, commitment.plan.state) for commitment in commitments}
    changes = FieldChange.objects.filter(
        content_type=ContentType.objects.get_for_model(Commitment), object_id__in=list(ends),
        field__in=("progress_set", "progress_reason"), at__gte=min(ends.values()),
    ).order_by("at", "pk")  # fmt: skip
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for change in changes:
        if change.at >= ends[change.object_id]:
            found[change.object_id].setdefault(change.field, change.old)
    return found


def _number(row: BoardRow) -> tuple[Any, ...]:
    number = row.commitment.number
    return (row.plan.state, row.plan.number, number is None, number or 0, row.commitment.pk)


#: What `?orden=` may say → what it sorts by; None comes last, whichever way.
SORTS: dict[str, Any] = {
    "numero": _number,
    "titulo": lambda row: fold(row.commitment.title),
    "entidad": lambda row: (row.plan.get_state_display(), *_number(row)),
    "avance": lambda row: row.progress.percent,
    "termina": lambda row: row.commitment.ends_on,
    "proximo": lambda row: row.next_milestone and row.next_milestone.due,
    "informe": lambda row: row.last_report,
    "responsable": lambda row: row.lead and fold(row.lead.name),
}


def sort(rows: list[BoardRow], key: str) -> list[BoardRow]:
    """By one of `SORTS`, with «-» before it the other way round; an unknown key leaves the order of the plan."""
    name, backwards = key.removeprefix("-"), key.startswith("-")
    value = SORTS.get(name, _number)
    known = [row for row in rows if value(row) is not None]
    unknown = [row for row in rows if value(row) is None]
    return [*sorted(known, key=value, reverse=backwards and name in SORTS), *unknown]
