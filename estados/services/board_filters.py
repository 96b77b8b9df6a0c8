"""The filters of the board as one condition in the database, so that lists of any length can be cut into pages."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from estados.enums import Completion, Freshness, MilestoneStatus, Voice
from estados.models import STATE_OF_SLUG, Commitment, CommitmentTarget, Milestone, MilestoneReport, Verdict

NO_INFORMATION = Freshness.NONE.value
_OVER = (MilestoneStatus.DONE, MilestoneStatus.CANCELLED)


def filtered(
    queryset: QuerySet[Commitment], params: Mapping[str, Any], *, on: dt.date | None = None
) -> QuerySet[Commitment]:
    """`queryset` narrowed by what an address says; values that mean nothing narrow nothing.

    `estado` (INEGI key or slug), `plan` (number), `tema` (code of the term), `ods` (1–17), `institucion` (key of the
    body, in any role), `gobierno`, `sociedad`, `garante` (what that voice said last: a completion level or
    «sin-informacion»), `desacuerdo`, `atraso` (any value), `q` (words). What depends on the day is told for `on`.
    """
    day = on or timezone.localdate()
    queryset = _by_columns(queryset, params)
    queryset = _by_voices(queryset, params, day)
    if params.get("atraso"):
        queryset = queryset.filter(pk__in=_late(day))
    return queryset


def _by_columns(queryset: QuerySet[Commitment], params: Mapping[str, Any]) -> QuerySet[Commitment]:
    if state := params.get("estado"):
        queryset = queryset.filter(plan__state=STATE_OF_SLUG.get(state, state))
    if (plan := _number(params, "plan")) is not None:
        queryset = queryset.filter(plan__number=plan)
    if theme := params.get("tema"):
        queryset = queryset.filter(pk__in=Commitment.objects.filter(themes__code=theme).order_by().values("pk"))
    if (goal := _number(params, "ods")) is not None:
        queryset = queryset.filter(Exists(CommitmentTarget.objects.filter(commitment=OuterRef("pk"), goal=goal)))
    if (body := _number(params, "institucion")) is not None:
        supported = Commitment.objects.filter(supporting=body).order_by().values("pk")
        queryset = queryset.filter(Q(lead=body) | Q(counterpart=body) | Q(pk__in=supported))
    for word in str(params.get("q") or "").split()[:8]:
        queryset = queryset.filter(
            Q(title__icontains=word) | Q(code__icontains=word) | Q(description__icontains=word)
            | Q(problem__icontains=word) | Q(change__icontains=word) | Q(lead__name__icontains=word)
        )  # fmt: skip
    return queryset


def last_said(voice: str, on: dt.date, *, commitment: str = "pk") -> Subquery:
    """The completion level that `voice` told last up to `on`, of the commitment in that column of the outer query."""
    told = Verdict.objects.filter(commitment=OuterRef(commitment), voice=voice, on__lte=on, withdrawn_at=None)
    return Subquery(told.order_by("-on", "-pk").values("completion")[:1])


def _by_voices(queryset: QuerySet[Commitment], params: Mapping[str, Any], on: dt.date) -> QuerySet[Commitment]:
    wanted = {voice.value: params.get(voice.value) for voice in Voice}
    wanted = {voice: value for voice, value in wanted.items() if value in Completion.values or value == NO_INFORMATION}
    divided = bool(params.get("desacuerdo"))
    for voice in Voice.values if divided else wanted:
        queryset = queryset.annotate(**{f"said_{voice}": last_said(voice, on)})
    for voice, value in wanted.items():
        queryset = queryset.filter(**{f"said_{voice}": None if value == NO_INFORMATION else value})
    if divided:
        one, two, three = (f"said_{voice}" for voice in Voice.values)
        # A voice that has said nothing is NULL, and NULL differs from nothing.
        queryset = queryset.filter(
            ~Q(**{one: F(two)}) & Q(**{f"{one}__isnull": False, f"{two}__isnull": False})
            | ~Q(**{one: F(three)}) & Q(**{f"{one}__isnull": False, f"{three}__isnull": False})
            | ~Q(**{two: F(three)}) & Q(**{f"{two}__isnull": False, f"{three}__isnull": False})
        )
    return queryset


def _late(on: dt.date) -> QuerySet[Any]:
    """Keys of the commitments that are late on `on`; the same rule as `board._is_late`."""
    told = MilestoneReport.objects.filter(milestone=OuterRef("pk"), on__lte=on).order_by("-on", "-pk")
    own = Milestone.objects.annotate(status_then=Subquery(told.values("status")[:1]))
    open_ones = own.filter(Q(status_then=None) | ~Q(status_then__in=_OVER)).filter(commitment=OuterRef("pk"))
    any_milestone = Milestone.objects.filter(commitment=OuterRef("pk"))
    unfinished = Q(government=None) | ~Q(government=Completion.COMPLETE)
    past_end = Q(ends_on__lt=on) & unfinished & (Exists(open_ones) | ~Exists(any_milestone))
    late = (
        Commitment.objects.annotate(government=last_said(Voice.GOVERNMENT, on))
        .filter(Q(government=None) | ~Q(government=Completion.WITHDRAWN))
        .filter(Exists(open_ones.filter(due__lt=on)) | past_end)
    )
    return late.order_by().values("pk")


def _number(params: Mapping[str, Any], name: str) -> int | None:
    value = str(params.get(name) or "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
