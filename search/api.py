"""The part of the public API that searches; the composition root (`acervo.api`) mounts `router`."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from acervo.base.api import Refusal, answer, refuse
from search import downloads, outage, service
from search.api_schema import SearchAnswer, SearchParameters, Unavailable
from search.engines.base import SearchError
from search.params import read, unknown

router = Router(tags=["Búsqueda"])
FORMS = Literal["rss", "atom", "csv", "json"]


@router.get(
    "/search",
    response={200: SearchAnswer, 400: Refusal, 503: Unavailable},
    operation_id="search",
    summary="Buscar documentos y las páginas donde están las palabras",
    description=(
        "Cada resultado es un documento; en `pages` están hasta tres de sus páginas que mejor responden. "
        "Repetir un filtro (`type=ley&type=acta`) pide cualquiera de sus valores; filtros distintos se cumplen todos."
    ),
)
def search(request: HttpRequest, parameters: Query[SearchParameters]) -> HttpResponse:
    problems = unknown(request.GET)
    params = read(request.GET)
    problems += params.problems
    if problems:
        return refuse(problems)
    try:
        with outage.watched():
            found = service.find(params)
    except SearchError:
        return downloads.unavailable()
    return answer(_found(request, found), 200)


@router.get(
    "/search/results.{form}",
    response={200: None, 400: Refusal, 503: Unavailable},
    operation_id="search_results",
    summary="Todos los resultados de una búsqueda, como CSV, JSON, RSS o Atom",
    description=(
        "Los mismos filtros que `/search`. CSV y JSON dan hasta 10,000 resultados de una vez, cada uno con su mejor "
        "página, su colección y su versión; `page` y `size` no cuentan. RSS y Atom dan los 50 más recientes (o `size`), "
        "y con una búsqueda que no se puede usar, una entrada que dice por qué."
    ),
)
def search_results(request: HttpRequest, form: FORMS, parameters: Query[SearchParameters]) -> HttpResponseBase:
    return downloads.results(request, form)


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
