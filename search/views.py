"""`/buscar/`: results as a page, and the lines that appear while somebody types."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from acervo.base.hosts import reachable
from search import browsing, clicks, journal, outage, service
from search.engines.base import SORTS, SearchError
from search.params import DEEPEST, DEFAULT_SIZE, Params, read
from search.promotions import promoted


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The page of results. Parameters that cannot be used are named on the page and otherwise ignored."""
    params = read(request.GET)
    context: dict[str, Any] = {"params": params, "query": params.q, "sorts": _sorts(params), "kept": _kept(params)}
    try:
        with outage.watched():
            found = service.find(params)
    except SearchError:
        return _unavailable(request, context)
    first_page = params.page == 1 and not params.narrowed
    if first_page and request.method == "GET" and not journal.declines(request):
        journal.note(params.q, found.total)
    page = _page(found.total, params)
    context |= {
        "found": found,
        "total": found.total,
        "results": [_shown(request, result) for result in found.results],
        "facets": [_facet(facet, params) for facet in found.facets],
        "active": _active(found, params),
        "active_count": len(_active(found, params)),
        "page_obj": page,
        "beyond": page is None,
        "cut": found.total > DEEPEST,
        "suggestion": found.suggestion,
        "suggestion_url": Params(q=found.suggestion, filters=params.filters).address() if found.suggestion else "",
        "without_filters_url": Params(q=params.q).address(),
        "forms": _forms(params),
        "click_token": clicks.token(params.q, offset=params.offset, ids=[result.record.id for result in found.results]),
        "promoted": promoted(request, params.q, service.audience().locale) if first_page else [],
    }
    return render(request, "search/results.html", context)


@require_safe
@cache_control(public=True, max_age=30)
def suggestions(request: HttpRequest) -> JsonResponse:
    """`{"query", "suggestions": [{"text", "url", "kind": "title" | "words"}]}`; `url` is empty for words."""
    query = request.GET.get("q", "")[:100]
    try:
        with outage.watched():
            lines = service.complete(query)
    except SearchError:
        lines = []
    found = [
        {"text": line.text, "url": reachable(request, line.url), "kind": "title" if line.url else "words"}
        for line in lines
    ]
    return JsonResponse({"query": query, "suggestions": found}, json_dumps_params={"ensure_ascii": False})


def _unavailable(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """503 with the search kept, and ways to browse without an engine."""
    context["ways"] = browsing.ways(request, service.audience().locale)
    response = render(request, "search/unavailable.html", context, status=503)
    response["Retry-After"] = str(outage.RETRY_AFTER)
    add_never_cache_headers(response)
    return response


def _forms(params: Params) -> list[dict[str, str]]:
    """This very search in its other forms."""
    names = {"rss": "RSS", "atom": "Atom", "csv": "CSV", "json": "JSON"}
    types = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
    return [
        {
            "name": name,
            "type": types.get(form, ""),
            "url": reverse("search_results_as", args=[form]) + replace(params, page=1, size=DEFAULT_SIZE).address(),
        }
        for form, name in names.items()
    ]


def _page(total: int, params: Params) -> Page[int] | None:
    """The page for the pager; None when there are results, but not as many pages."""
    pages = Paginator(range(min(total, DEEPEST // params.size * params.size)), params.size)
    return pages.page(params.page) if params.page <= pages.num_pages else None


def _shown(request: HttpRequest, result: service.Result) -> dict[str, Any]:
    """A result as `components/result.html` takes it."""
    record = result.record
    return {
        "id": record.id,
        "title": record.title,
        "url": reachable(request, record.url),
        "kind_label": result.type_label,
        "date_label": record.date_label or record.date,
        "state": record.state,
        "summary": result.summary,
        "pages_total": record.pages_total,
        "thumbnail": record.thumbnail,
        "language": record.language,
        "pages": [replace(page, url=reachable(request, page.url)) for page in result.pages],
        "more_url": reachable(request, result.more_url),
    }


def _facet(facet: service.FacetCounts, params: Params) -> dict[str, Any]:
    return {
        "name": facet.name,
        "label": facet.label,
        "values": [
            {
                "value": item.value,
                "label": item.label,
                "count": item.count,
                "selected": item.selected,
                "url": params.toggled(facet.name, item.value).address(),
            }
            for item in facet.values
        ],
    }


def _active(found: service.Found, params: Params) -> list[dict[str, str]]:
    """What narrows the search now, each with the address without it."""
    active = [
        {"label": f"{facet.label}: {item.label}", "url": params.toggled(facet.name, item.value).address()}
        for facet in found.facets
        for item in facet.values
        if item.selected
    ]
    if params.date_from:
        label = _("Desde el %(date)s") % {"date": params.date_from.isoformat()}
        active.append({"label": label, "url": params.address(without=("from", params.date_from.isoformat()))})
    if params.date_to:
        label = _("Hasta el %(date)s") % {"date": params.date_to.isoformat()}
        active.append({"label": label, "url": params.address(without=("to", params.date_to.isoformat()))})
    return active


def _sorts(params: Params) -> list[dict[str, Any]]:
    labels = {
        "relevance": _("Más pertinentes"),
        "newest": _("Más recientes"),
        "oldest": _("Más antiguos"),
        "title": _("Por título"),
    }
    return [{"value": sort, "label": labels[sort], "selected": sort == params.sort} for sort in SORTS]


def _kept(params: Params) -> dict[str, list[tuple[str, str]]]:
    """The hidden fields of each form, so that what it does not ask stays as it is."""
    pairs = params.pairs()
    return {
        "words": [pair for pair in pairs if pair[0] != "q"],
        "sort": [pair for pair in pairs if pair[0] != "sort"],
        "dates": [pair for pair in pairs if pair[0] not in ("from", "to")],
    }
