"""Everything that the national board tells, read in one query: rows of values, which are the key of what is kept of them.

Whatever changes them, however it was written (admin, import, a command, another process), makes them other rows. The
board keeps what it drew under the rows it was drawn from, so that a change shows at once.

Composing the query costs ten times as much as running it, so it is composed once in a process, and the moment for which
dates of expiry and embargo are asked is put into its parameters in each request.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from acervo.base import per_request, publicity
from agenda.models import EventDocument, EventPage
from documents.models import RecordPage
from estados.models import (
    ActionPlan,
    Commitment,
    CommitmentTarget,
    Contradiction,
    Cut,
    CutRow,
    Figure,
    MilestoneReport,
    PlanEvent,
    SecretariatMember,
    StatePage,
    StatesPage,
    StepRecord,
    Verdict,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read: (kind, its values as JSON). It is the key of itself: two are equal when they say the same."""

    raw: tuple[tuple[str, str], ...]

    def rows(self, kind: str) -> list[Row]:
        return [json.loads(text) for name, text in self.raw if name == kind]


#: (page, its path, restricted paths) → the query, and the places of the moment among its parameters.
_composed: dict[tuple[Any, ...], tuple[str, tuple[Any, ...], frozenset[int]]] = {}
_MOST = 16


def read_inputs(page: StatesPage) -> Inputs:
    """One query. The rows of each kind come in no order: whoever shows them sorts them."""
    at = timezone.now()
    sql, parameters = _query(page, at)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found = cursor.fetchall()
    if found and not isinstance(found[0][1], str):  # a database whose driver reads JSON by itself
        found = [(kind, json.dumps(told)) for kind, told in found]
    return Inputs(tuple(found))


def _query(page: StatesPage, at: dt.datetime) -> tuple[str, Any]:
    """Composed twice for two moments, what differs is the moment; were anything else to, it is composed anew each time."""
    key = (page.pk, page.path, str(per_request.restricted_paths()))
    if key not in _composed:
        moments = at, at - dt.timedelta(days=4000, seconds=4321)
        (sql, first), (other, second) = (_compose(page, moment) for moment in moments)
        told = [connection.ops.adapt_datetimefield_value(moment) for moment in moments]
        places = frozenset(i for i, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1])
        if sql != other or any([first[i], second[i]] != told for i in places):
            return sql, first
        if len(_composed) >= _MOST:
            _composed.clear()
        _composed[key] = sql, first, places
    sql, parameters, places = _composed[key]
    now = connection.ops.adapt_datetimefield_value(at)
    return sql, tuple(now if i in places else value for i, value in enumerate(parameters))


def _compose(page: StatesPage, at: dt.datetime) -> tuple[str, tuple[Any, ...]]:
    first, *others = _parts(page, at)
    sql, parameters = first.union(*others, all=True).query.sql_with_params()
    return sql, tuple(parameters)


def _parts(page: StatesPage, at: dt.datetime) -> Iterator[QuerySet[Any]]:
    def public(queryset: QuerySet[Any]) -> QuerySet[Any]:
        return publicity.public(queryset, at=at)

    yield _rows("page", public(StatePage.objects.child_of(page)), "pk", "state", "slug", "group", "title")
    steps = public(StepRecord.objects.all())
    yield _rows("step", steps, "state", "cycle", "step", "status", "on", "when", "proof_record_id", "proof_event_id")
    proven, launched = StepRecord.objects.order_by(), ActionPlan.objects.order_by()
    of_plans = Q(pk__in=launched.values("record"))
    records = public(RecordPage.objects.filter(Q(pk__in=proven.values("proof_record")) | of_plans))
    yield _rows("record", records, "pk")
    of_plans = Q(pk__in=launched.values("launch_event"))
    events = public(EventPage.objects.filter(Q(pk__in=proven.values("proof_event")) | of_plans))
    yield _rows("event", events, "pk", "status", "first_day")
    yield _rows(
        "plan",
        public(ActionPlan.objects.all()),
        "pk",
        "state",
        "number",
        "launched_on",
        "launched_text",
        "months",
        "record_id",
        "launch_event_id",
    )
    yield _rows("reported", _reported(public), "plan_id", "kind")
    commitments = public(Commitment.objects.all()).order_by()
    yield _rows("commitments", commitments.values("plan__state").annotate(count=Count("pk")), "plan__state", "count")
    goals = CommitmentTarget.objects.filter(commitment__in=commitments.values("pk")).order_by()
    yield _rows("goal", goals.values("goal").annotate(count=Count("commitment", distinct=True)), "goal", "count")
    verdicts = public(Verdict.objects.filter(withdrawn_at=None)).order_by().values("commitment__plan__state")
    yield _rows("verdict", verdicts.annotate(last=Max("on")), "commitment__plan__state", "last")
    told = MilestoneReport.objects.filter(milestone__commitment__in=commitments.values("pk")).order_by()
    reports = told.values("milestone__commitment__plan__state").annotate(last=Max("on"))
    yield _rows("report", reports, "milestone__commitment__plan__state", "last")
    members = public(SecretariatMember.objects.all())
    yield _rows("member", members, "pk", "state", "sector", "gender", "seat", "since", "until")
    for kind, model in (("cut", Cut), ("cut_row", CutRow), ("figure", Figure), ("contradiction", Contradiction)):
        yield _rows(
            kind, public(model._default_manager.all()), *(field.attname for field in model._meta.concrete_fields)
        )


def _reported(public: Callable[[QuerySet[Any]], QuerySet[Any]]) -> QuerySet[PlanEvent]:
    """The dates of plans whose public event produced a public record: they were met (`services.deadlines`)."""
    records = public(RecordPage.objects.all()).order_by().values("pk")
    documented = EventDocument.objects.filter(record__in=records).order_by().values("page__translation_key")
    events = public(EventPage.objects.filter(translation_key__in=documented)).order_by().values("pk")
    return PlanEvent.objects.filter(event__in=events)


def _rows(kind: str, queryset: QuerySet[Any], *names: str) -> QuerySet[Any]:
    """(kind, its values as JSON): rows of one shape, so that one query holds them all."""
    told = JSONObject(**{name: name for name in names})
    return queryset.order_by().annotate(_kind=Value(kind), _told=told).values_list("_kind", "_told")
