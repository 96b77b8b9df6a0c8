"""The states in the public API; the composition root (`acervo.api`) mounts `router`.

Only what is public. The number of queries does not depend on the number of results.
"""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from acervo.base.api import Problem, Refusal, answer, refuse
from acervo.base.api_paging import Asked, one_of, page_of, read
from acervo.base.publicity import public
from acervo.base.states import STATES
from estados.enums import MilestoneStatus, Step, StepStatus
from estados.exports.about import LICENCE_URL
from estados.exports.states import state_rows
from estados.models import Commitment, CutRow, Milestone, MilestoneReport
from estados.services.board_filters import NO_INFORMATION
from estados.services.traffic_light import Level

from . import api_data, api_parameters
from .api_schema import (
    CommitmentDetail,
    CommitmentParameters,
    CommitmentResults,
    CutParameters,
    CutResults,
    MilestoneParameters,
    MilestoneResults,
    StateParameters,
    StateResults,
)  # fmt: skip

router = Router(tags=["Estados"])
#: Value of `board` → column of the download.
_TOLD = {
    "declaration": "declaracion", "awareness": "sensibilizacion", "secretariat": "secretariado", "plan": "plan",
    "step": "paso_actual", "member": "comision",
}  # fmt: skip
_MARKS = ("declaration", "awareness", "secretariat", "plan", "light_dot", "member")


@router.get(
    "/states",
    response={200: StateResults, 400: Refusal},
    operation_id="states",
    summary="Las 32 entidades: dónde va cada una hoy",
)
def states(request: HttpRequest, parameters: Query[StateParameters]) -> JsonResponse:
    asked = read(request.GET, "state")
    wanted = api_parameters.states(asked, request.GET) or [key for key, _name in STATES[1:]]
    if asked.problems:
        return refuse(asked.problems)
    shown = wanted[asked.offset : asked.offset + asked.page_size]
    rows = state_rows({"entidad": tuple(shown)}) if shown else []
    return _answer(request, asked, len(wanted), [_state(row) for row in rows])


def _state(row: Any) -> dict[str, Any]:
    step = None
    if row["paso"]:
        status = StepStatus(row["situacion"])
        step = {
            "number": row["paso"], "name": str(Step(row["paso"]).label), "cycle": row["ciclo"],
            "status": api_data.term(status, status.label),
        }  # fmt: skip
    return {
        "key": row["clave_entidad"],
        "name": row["entidad"],
        "official_name": row["nombre_oficial"],
        "abbreviation": row["abreviatura"],
        "group": row["grupo"],
        "current_step": step,
        "secretariat_members": row["integrantes"],
        "plans": row["planes"],
        "commitments": row["compromisos"],
        "url": row["pagina_web"],
        "board": _board(row),
    }


def _board(row: Any) -> dict[str, Any]:
    """What the national board says today."""
    level = Level(row["semaforo"]) if row["semaforo"] else None
    return {
        **{name: _told(row, column) for name, column in _TOLD.items()},
        "light": {**(api_data.term(level, level.label) or {}), "reason": row["semaforo_razon"]} if level else None,
        "last_update": row["ultima_informacion"],
    }


def _told(row: Any, column: str) -> dict[str, str] | None:
    mark, detail, when = (row.get(f"{column}{end}", "") for end in ("", "_detalle", "_de_cuando"))
    return {"mark": mark, "detail": detail, "when": when} if mark or detail or when else None


@router.get(
    "/commitments",
    response={200: CommitmentResults, 400: Refusal},
    operation_id="commitments",
    summary="Compromisos de los planes, con el último informe de cada voz",
    description=(
        "Repetir un filtro pide cualquiera de sus valores; filtros distintos se cumplen todos. Con `on` el avance y los "
        "informes se dicen como estaban ese día. Los informes de las voces están uno al lado del otro y no se promedian."
    ),
)
def commitments(request: HttpRequest, parameters: Query[CommitmentParameters]) -> JsonResponse:
    asked = read(request.GET, *api_parameters.COMMITMENTS)
    on = api_parameters.day(asked, request.GET)
    found = api_parameters.choose(public(Commitment.objects.all()), asked, request.GET, on=on)
    if asked.problems:
        return refuse(asked.problems)
    if asked.updated_since:
        found = found.filter(updated_at__gte=asked.updated_since)
    results = api_data.commitments(found[asked.offset : asked.offset + asked.page_size], on=on)
    return _answer(request, asked, found.order_by().count(), results)


@router.get(
    "/commitments/{code}",
    response={200: CommitmentDetail, 400: Refusal, 404: Refusal},
    operation_id="commitment",
    summary="Un compromiso por su clave, con sus hitos, evidencias e informes",
)
def commitment(request: HttpRequest, code: str, on: str | None = None) -> JsonResponse:
    asked = Asked()
    day = api_parameters.day(asked, request.GET)
    if asked.problems:
        return refuse(asked.problems)
    found = public(Commitment.objects.filter(code=code)).first()
    if found is None:
        reason = _("No hay un compromiso con la clave «%(code)s»; las claves se ven en la lista.")
        return refuse([Problem("code", reason % {"code": code[:50]})], 404)
    return answer(api_data.detail(found, on=day))


@router.get(
    "/milestones",
    response={200: MilestoneResults, 400: Refusal},
    operation_id="milestones",
    summary="Hitos de los compromisos, con sus evidencias",
)
def milestones(request: HttpRequest, parameters: Query[MilestoneParameters]) -> JsonResponse:
    asked = read(request.GET, "state", "plan", "commitment", "status", "on")
    on = api_parameters.day(asked, request.GET)
    keys, plans = api_parameters.states(asked, request.GET), api_parameters.plans(asked, request.GET)
    said = one_of(asked, request.GET, "status", [*MilestoneStatus.values, NO_INFORMATION])
    if asked.problems:
        return refuse(asked.problems)
    found = public(Milestone.objects.all())
    if keys:
        found = found.filter(commitment__plan__state__in=keys)
    if plans is not None:
        found = found.filter(commitment__plan__in=plans)
    if codes := [value for value in request.GET.getlist("commitment") if value]:
        found = found.filter(commitment__code__in=codes[:100])
    if said:
        told = MilestoneReport.objects.filter(milestone=OuterRef("pk"), on__lte=on).order_by("-on", "-pk")
        known = Milestone.objects.annotate(then=Subquery(told.values("status")[:1]))
        chosen = known.filter(then__in=said)
        if NO_INFORMATION in said:
            chosen = chosen | known.filter(then=None)
        found = found.filter(pk__in=chosen.order_by().values("pk"))
    if asked.updated_since:
        found = found.filter(updated_at__gte=asked.updated_since)
    rows = found.select_related("commitment__plan", "responsible").prefetch_related("reports")
    rows = rows.order_by("commitment__code", "number", "pk")[asked.offset : asked.offset + asked.page_size]
    return _answer(request, asked, found.order_by().count(), api_data.milestones(rows, on=on))


@router.get(
    "/cuts",
    response={200: CutResults, 400: Refusal},
    operation_id="cuts",
    summary="La tabla nacional como la dio cada fuente en su fecha",
)
def cuts(request: HttpRequest, parameters: Query[CutParameters]) -> JsonResponse:
    asked = read(request.GET, "state", "cut")
    keys = api_parameters.states(asked, request.GET)
    if asked.problems:
        return refuse(asked.problems)
    found = public(CutRow.objects.all()).select_related("cut").order_by("cut__date", "state")
    if keys:
        found = found.filter(state__in=keys)
    if slugs := [value for value in request.GET.getlist("cut") if value]:
        found = found.filter(cut__slug__in=slugs[:100])
    rows = found[asked.offset : asked.offset + asked.page_size]
    return _answer(request, asked, found.order_by().count(), [_cut(row) for row in rows])


def _cut(row: CutRow) -> dict[str, Any]:
    return {
        "cut": row.cut.slug,
        "date": row.cut.date,
        "date_label": row.cut.label,
        "certainty": api_data.term(row.cut.kind, row.cut.get_kind_display()),
        "state": api_data.term(row.state, row.get_state_display()),
        "group": row.group,
        **{name: api_data.term(getattr(row, name), getattr(row, f"get_{name}_display")()) for name in _MARKS},
        "awareness_dates": row.awareness_dates,
        "plans": row.plans,
        "status": row.status,
        "note": row.note,
        "source": row.cut.source,
    }


def _answer(request: HttpRequest, asked: Asked, count: int, results: list[dict[str, Any]]) -> JsonResponse:
    return answer(page_of(request, asked, count=count, results=results, licence_url=LICENCE_URL))
