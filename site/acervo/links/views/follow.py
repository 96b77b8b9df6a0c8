"""`/q/<code>/`: lead the visitor to the target, or say plainly why not."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from ..services import Outcome, count_scan, find, language_of, resolve

# 410: it was here and will not come back. 404 also for what is not public: it may return, and its absence
# is told in the same words to everybody.
_STATUS = {Outcome.GONE: 410, Outcome.EXPIRED: 410, Outcome.NOT_PUBLIC: 404, None: 404}


@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """302 to the target in the visitor's language; never kept by a cache, as the target may move."""
    language = language_of(request)
    link = find(code)
    if link is None:
        return _unavailable(request, outcome=None, code=code, language=language)
    destination = resolve(link, language=language, request=request)
    if destination.outcome is not Outcome.LEADS:
        return _unavailable(request, outcome=destination.outcome, code=link.code, language=language)
    count_scan(link, request)
    return _uncached(HttpResponseRedirect(destination.url))


def _unavailable(request: HttpRequest, *, outcome: Outcome | None, code: str, language: str) -> HttpResponse:
    # The address has no language prefix, so the middleware took the site's language, not the visitor's.
    translation.activate(language)
    request.LANGUAGE_CODE = language  # type: ignore[attr-defined]  # set by Django's LocaleMiddleware
    context = {"outcome": outcome.value if outcome else "unknown", "code": code}
    return _uncached(render(request, "links/unavailable.html", context, status=_STATUS[outcome]))


def _uncached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"  # search engines should list the target
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
