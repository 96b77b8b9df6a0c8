"""The inventory in the public API; the composition root (`acervo.api`) mounts `router`.

Only what `PublicMonument` shows. The number of queries does not depend on the number of results.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from acervo.base.addresses import absolute, page_url
from acervo.base.api import Problem, Refusal, answer, refuse
from acervo.base.api_paging import Asked, one_of, page_of, read
from acervo.base.publicity import public
from documents.models import RecordPage
from observatorio.exports.about import LICENCE_URL
from observatorio.exports.data import public_data
from observatorio.exports.stream import public_monuments
from observatorio.models import Intervention, InterventionDocument, InterventionState, Monument
from observatorio.services.inventory_listing import apply, ordered

from .api_parameters import read_monuments
from .api_schema import (
    InterventionPage,
    InterventionParameters,
    MonumentOut,
    MonumentPage,
    MonumentParameters,
)  # fmt: skip

router = Router(tags=["Inmuebles"])


@router.get(
    "/monuments",
    response={200: MonumentPage, 400: Refusal},
    operation_id="monuments",
    summary="Inmuebles del inventario, con los filtros de la lista",
    description=(
        "Repetir un filtro (`siglo=XVII&siglo=XVIII`) pide cualquiera de sus valores; filtros distintos se cumplen "
        "todos. Lo reservado o confidencial no está, ni se encuentra por sus filtros."
    ),
)
def monuments(request: HttpRequest, parameters: Query[MonumentParameters]) -> JsonResponse:
    asked, filters = read_monuments(request.GET)
    if asked.problems:
        return refuse(asked.problems)
    found = apply(Monument.objects.all(), filters)
    if asked.updated_since:
        found = found.filter(updated_at__gte=asked.updated_since)
    rows = found.order_by("-updated_at", "code") if asked.sort == "actualizados" else ordered(found, asked.sort)
    keys = list(rows.values_list("pk", flat=True)[asked.offset : asked.offset + asked.page_size])
    shown = {item.pk: public_data(item) for item in public_monuments(Monument.objects.filter(pk__in=keys))}
    return _answer(request, asked, found.order_by().count(), [shown[pk] for pk in keys if pk in shown])


@router.get(
    "/monuments/{code}",
    response={200: MonumentOut, 404: Refusal},
    operation_id="monument",
    summary="Un inmueble, por su clave del inventario",
)
def monument(request: HttpRequest, code: str) -> JsonResponse:
    for item in public_monuments(Monument.objects.filter(code=code)):
        return answer(public_data(item))
    reason = _("No hay un inmueble con la clave «%(code)s»; las claves se ven en la lista.")
    return refuse([Problem("code", reason % {"code": code[:50]})], 404)


@router.get(
    "/interventions",
    response={200: InterventionPage, 400: Refusal},
    operation_id="interventions",
    summary="Intervenciones en los inmuebles, desde que se solicitan; primero las más recientes",
)
def interventions(request: HttpRequest, parameters: Query[InterventionParameters]) -> JsonResponse:
    asked = read(request.GET, "monument", "state")
    states = one_of(asked, request.GET, "state", InterventionState.values)
    if asked.problems:
        return refuse(asked.problems)
    found = public(Intervention.objects.all())
    if codes := request.GET.getlist("monument"):
        found = found.filter(monument__code__in=codes[:100])
    if states:
        found = found.filter(state__in=states)
    if asked.updated_since:
        found = found.filter(updated_at__gte=asked.updated_since)
    works = found.select_related("monument", "authority")[asked.offset : asked.offset + asked.page_size]
    return _answer(request, asked, found.count(), _works(works))


def _works(works: QuerySet[Intervention]) -> list[dict[str, Any]]:
    rows = list(works)
    documents: dict[int, list[dict[str, str]]] = {}
    open_records = public(RecordPage.objects.all()).values("pk")
    papers = InterventionDocument.objects.filter(intervention__in=[work.pk for work in rows], record__in=open_records)
    for paper in papers.select_related("record__locale"):
        record = {"title": paper.record.title, "url": page_url(paper.record), "note": paper.note}
        documents.setdefault(paper.intervention_id, []).append(record)
    return [_work(work, documents.get(work.pk, [])) for work in rows]


def _work(work: Intervention, documents: Iterable[dict[str, str]]) -> dict[str, Any]:
    about = work.monument
    return {
        "id": work.pk,
        "url": absolute(work.get_absolute_url()),
        "monument": {"code": about.code, "name": about.name, "url": absolute(about.get_absolute_url())},
        "title": work.title,
        "description": work.description,
        "state": {"value": work.state, "label": str(work.get_state_display())},
        "authority": work.authority.abbreviation if work.authority else "",
        "authorisation": work.authorisation,
        **{name: getattr(work, name) for name in ("requested_on", "resolved_on", "started_on", "finished_on")},
        "cost": None if work.cost is None else float(work.cost),
        "documents": list(documents),
        "updated_at": work.updated_at.isoformat(),
    }


def _answer(request: HttpRequest, asked: Asked, count: int, results: list[dict[str, Any]]) -> JsonResponse:
    return answer(page_of(request, asked, count=count, results=results, licence_url=LICENCE_URL))
