"""The part of the public API that searches; the composition root (`acervo.api`) mounts `router`."""

from __future__ import annotations

import logging

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy
from ninja import Query, Router

from acervo.base.api import Refusal, answer, refuse
from search import service
from search.api_schema import SearchAnswer, SearchParameters
from search.engines.base import SearchError
from search.params import read, unknown

logger = logging.getLogger(__name__)

router = Router(tags=["Búsqueda"])
UNAVAILABLE = gettext_lazy("La búsqueda no está disponible por el momento; inténtelo de nuevo en unos minutos.")


@router.get(
    "/search",
    response={200: SearchAnswer, 400: Refusal, 503: Refusal},
    operation_id="search",
    summary="Buscar documentos y las páginas donde están las palabras",
    description=(
        "Cada resultado es un documento; en `pages` están hasta tres de sus páginas que mejor responden. "
        "Repetir un filtro (`type=ley&type=acta`) pide cualquiera de sus valores; filtros distintos se cumplen todos."
    ),
)
def search(request: HttpRequest, parameters: Query[SearchParameters]) -> JsonResponse:
    problems = unknown(request.GET)
    params = read(request.GET)
    problems += params.problems
    if problems:
        return refuse(problems)
    try:
        found = service.find(params)
    except SearchError:
        logger.exception("search: the engine cannot answer")
        return answer({"reason": str(UNAVAILABLE), "errors": []}, 503)
    return answer(_found(request, found), 200)


def _found(request: HttpRequest, found: service.Found) -> dict[str, object]:
    return {
        "query": found.params.q,
        "total": found.total,
        "suggestion": found.suggestion or None,
        "facets": {
            facet.name: [{"value": v.value, "label": v.label, "count": v.count} for v in facet.values]
            for facet in found.facets
        },
        "results": [
            {
                "id": result.record.id,
                "type": result.record.kind,
                "title": result.record.title,
                "url": request.build_absolute_uri(result.record.url),
                "date": result.record.date or None,
                "state": result.record.state or None,
                "pages_total": result.record.pages_total,
                "pages": [
                    {
                        "number": page.number,
                        "file": page.file,
                        "url": request.build_absolute_uri(page.url),
                        "snippet": page.snippet,
                    }
                    for page in result.pages
                ],
            }
            for result in found.results
        ],
    }
