"""`/buscar/resultados.<rss|atom|csv|json>`: any search in another form; the API gives the same."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from acervo.base.api import answer, refuse
from search import exports, feeds, outage
from search.engines.base import SearchError
from search.params import read, unknown

FORMS = (*feeds.FORMS, *exports.FORMS)
UNAVAILABLE = gettext_lazy("La búsqueda no está disponible por el momento; inténtelo de nuevo en unos minutos.")


@require_safe
def results(request: HttpRequest, form: str) -> HttpResponseBase:
    """The search of the address in one of `FORMS`. A part that cannot be used is refused: half a search would lie."""
    params = read(request.GET)
    problems = unknown(request.GET) + params.problems
    try:
        if form in feeds.FORMS:
            return feeds.refusal(request, params, form, problems) if problems else feeds.feed(request, params, form)
        if problems:
            return refuse(problems)
        return exports.export(request, params, form)
    except SearchError:
        return unavailable()


def unavailable() -> HttpResponse:
    """503 as a problem document (RFC 9457), with the members of the API's other refusals."""
    reason = str(UNAVAILABLE)
    response = answer(
        {
            "type": "about:blank",
            "title": _("La búsqueda no está disponible"),
            "status": 503,
            "detail": reason,
            "reason": reason,
            "errors": [],
        },
        503,
    )
    response["Content-Type"] = "application/problem+json"
    response["Retry-After"] = str(outage.RETRY_AFTER)
    add_never_cache_headers(response)
    return response
