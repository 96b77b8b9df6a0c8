"""The public API, version 1. This app brings `/search`; the composition root may add routers of other apps to `api`.

Mounted through `search.api_urls`. The OpenAPI document is at `openapi.json`, and a page for people at `docs`.
"""

from __future__ import annotations

import logging

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Query

from search import service
from search.api_schema import Refusal, SearchAnswer, SearchParameters
from search.engines.base import SearchError
from search.params import Problem, read, unknown

logger = logging.getLogger(__name__)

api = NinjaAPI(
    title="Acervo",
    version="1.0.0",
    description=(
        "Datos abiertos del acervo: los mismos documentos que muestra el sitio, para programas. "
        "Solo contiene lo que cualquier persona puede ver; no pide registro ni clave."
    ),
    docs_url=None,  # Ninja's page loads scripts from elsewhere; `search.api_docs` is ours
    openapi_url="openapi.json",
    urls_namespace="api-v1",
)
UNAVAILABLE = gettext_lazy("La búsqueda no está disponible por el momento; inténtelo de nuevo en unos minutos.")


@api.get(
    "/search",
    response={200: SearchAnswer, 400: Refusal, 503: Refusal},
    operation_id="search",
    summary="Buscar documentos y las páginas donde están las palabras",
    description=(
        "Cada resultado es un documento; en `pages` están hasta tres de sus páginas que mejor responden. "
        "Repetir un filtro (`type=ley&type=acta`) pide cualquiera de sus valores; filtros distintos se cumplen todos."
    ),
    tags=["Búsqueda"],
)
def search(request: HttpRequest, parameters: Query[SearchParameters]) -> JsonResponse:
    problems = unknown(request.GET)
    params = read(request.GET)
    problems += params.problems
    if problems:
        return _answer(_refusal(problems), 400)
    try:
        found = service.find(params)
    except SearchError:
        logger.exception("search: the engine cannot answer")
        return _answer({"reason": str(UNAVAILABLE), "errors": []}, 503)
    return _answer(_found(request, found), 200)


def _refusal(problems: list[Problem]) -> dict[str, object]:
    return {
        "reason": " ".join(problem.reason for problem in problems),
        "errors": [{"parameter": problem.name, "reason": problem.reason} for problem in problems],
    }


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


def _answer(data: dict[str, object], status: int) -> JsonResponse:
    response = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"  # open data: pages of other sites may ask too
    return response


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> JsonResponse:
    """A fault of ours, told as JSON and logged; without it a program would get a page of HTML."""
    logger.exception("api: %s failed", request.path, exc_info=error)
    return _answer({"reason": _("Ocurrió un error en el servidor; quedó registrado."), "errors": []}, 500)
