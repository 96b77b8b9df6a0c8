"""Everything that the public page of a commitment shows, as of a day, in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _

from acervo.base.publicity import public
from acervo.history.models import FieldChange
from agenda.models import EventPage
from documents.models import RecordPage
from estados.admin.history import field_label, words_of
from estados.enums import Voice
from estados.models import Body, Commitment, Evidence, Milestone, MilestoneReport, Verdict

from . import aging, board, verdicts
from .aging import Freshness
from .board import BoardRow
from .commitment_facts import rows_of
from .creas import checks_of
from .progress import end_of, progress_of
from .verdict_view import Chip, MilestoneChip, chip, disagreement_text, milestone_chip

MOST_CHANGES = 60
#: Kept from the public history: the milestone shows its reports itself, and a name of a proof may not be public.
_SHOWN_ELSEWHERE = ("reports", "evidence")


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """`share`: what part of the progress it counts for, in per cent of all weights."""

    milestone: Milestone
    chip: MilestoneChip
    share: int
    reports: list[MilestoneReport]
    evidence: list[Evidence]


@dataclass(slots=True)
class VoiceView:
    """What a voice says on that day, and everything that it said before, newest first.

    `withdrawn_at`: no report stands, and the last one was withdrawn then.
    """

    chip: Chip
    next_due: dt.date | None
    withdrawn_at: dt.datetime | None = None
    history: list[tuple[Chip, Verdict]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Change:
    day: dt.datetime
    label: str
    old: list[str]
    new: list[str]


def row_of(commitment: Commitment, on: dt.date) -> BoardRow:
    """As the board has it. A draft that was never saved has no milestones and no reports."""
    if commitment.pk and (found := board.rows(Commitment.objects.filter(pk=commitment.pk), on=on)):
        return found[0]
    voices = [voice.value for voice in Voice]
    return BoardRow(
        commitment=commitment, plan=commitment.plan, lead=commitment.lead,
        progress=progress_of(commitment, [], on), verdicts=dict.fromkeys(voices),
        freshness=dict.fromkeys(voices, Freshness.NONE), disagreement=False, next_milestone=None, late=False,
    )  # fmt: skip


def context_of(commitment: Commitment, *, on: dt.date, today: dt.date, row: BoardRow | None = None) -> dict[str, Any]:
    """The context of `estados/commitment.html`, but for what depends on the request.

    `commitment` may be a draft that differs from what is stored, or was never saved; `row`: if the caller has it.
    """
    row = row or row_of(commitment, on)
    told = list(verdicts.history(commitment, on)) if commitment.pk else []
    open_records = _open_records(told)
    milestones = _milestones(row, on)
    return {
        "commitment": commitment,
        "plan": row.plan,
        "row": row,
        "on": on,
        "today": today,
        "is_past": on < today,
        "voices": _voices(row, told, open_records),
        "open_records": open_records,
        "disagreement": disagreement_text(row.verdicts) if row.disagreement else "",
        "milestones": milestones,
        "checks": checks_of(commitment),
        "changes": _changes(commitment, row, on, today) if commitment.pk else [],
        "rule": aging.rule(),
    }


def _milestones(row: BoardRow, on: dt.date) -> list[MilestoneView]:
    weights = sum(milestone.weight for milestone, _status in row.milestones) or 1
    proofs: dict[int, list[Evidence]] = {}
    for proof in _evidence([milestone.pk for milestone, _status in row.milestones], on):
        proofs.setdefault(proof.milestone_id, []).append(proof)
    return [
        MilestoneView(
            milestone, milestone_chip(milestone, status, on), round(milestone.weight * 100 / weights),
            [report for report in milestone.reports.all() if report.on <= on], proofs.get(milestone.pk, []),
        )
        for milestone, status in row.milestones
    ]  # fmt: skip


def _evidence(milestones: list[int], on: dt.date) -> Iterable[Evidence]:
    """What anybody may see: a record or an event that is not public proves nothing yet."""
    if not milestones:
        return []
    records = public(RecordPage.objects.all()).order_by().values("pk")
    events = public(EventPage.objects.all()).order_by().values("pk")
    found = public(Evidence.objects.filter(milestone__in=milestones)).filter(
        Q(record=None) | Q(record__in=records), Q(event=None) | Q(event__in=events), Q(on=None) | Q(on__lte=on)
    )
    return found.select_related("record__locale", "event__locale").order_by("sort_order", "pk")


def _open_records(told: list[Verdict]) -> set[int]:
    wanted = {verdict.record_id for verdict in told if verdict.record_id}
    return set(public(RecordPage.objects.filter(pk__in=wanted)).values_list("pk", flat=True)) if wanted else set()


def _voices(row: BoardRow, told: list[Verdict], open_records: set[int]) -> list[VoiceView]:
    """Government and society always; the oversight body once it has said something."""
    found = []
    for voice in Voice.values:
        history = [verdict for verdict in told if verdict.voice == voice]
        if voice == Voice.OVERSIGHT and not history:
            continue
        for verdict in history:
            if verdict.record_id not in open_records:
                verdict.record = None
        now = chip(voice, row.verdicts[voice], row.freshness[voice], begun=row.begun)
        last = row.verdicts[voice]
        if last is not None and last.record_id not in open_records:
            last.record = None
        due = verdicts.next_due(last) if last else None
        taken_back = history[0].withdrawn_at if history and last is None else None
        past = [(chip(voice, verdict, Freshness.FRESH), verdict) for verdict in history]
        found.append(VoiceView(now, due, taken_back, past))
    return found


def _changes(commitment: Commitment, row: BoardRow, on: dt.date, today: dt.date) -> list[Change]:
    """What the commitment and its milestones said before; who wrote it is the office's matter, not the page's."""
    types = ContentType.objects.get_for_models(Commitment, Milestone)
    names = {milestone.pk: milestone.deliverable for milestone, _status in row.milestones}
    found = FieldChange.objects.filter(
        Q(content_type=types[Commitment], object_id=commitment.pk)
        | Q(content_type=types[Milestone], object_id__in=list(names))
    ).exclude(field__in=_SHOWN_ELSEWHERE)
    if on < today:
        found = found.filter(at__lt=end_of(on, row.plan.state))
    rows = list(found[:MOST_CHANGES])
    keys = {
        value
        for change in rows if change.field in ("lead_id", "counterpart_id", "responsible")
        for value in (change.old, change.new) if value
    }  # fmt: skip
    bodies = {body.pk: str(body) for body in Body.objects.filter(pk__in=keys)} if keys else {}
    changes = []
    for change in rows:
        of_milestone = change.content_type_id == types[Milestone].pk
        label = field_label(Milestone if of_milestone else Commitment, change.field)
        if of_milestone:
            label = _("Hito «{name}»: {field}").format(name=names.get(change.object_id, ""), field=label.lower())
        changes.append(
            Change(
                change.at, label, words_of(change.field, change.old, bodies), words_of(change.field, change.new, bodies)
            )
        )
    return changes


def preview_context(commitment: Commitment) -> dict[str, Any]:
    """A draft as the public would see it; it may never have been saved."""
    today = aging.today_of(commitment.plan.state)
    return context_of(commitment, on=today, today=today) | {"metadata": rows_of(commitment)}
