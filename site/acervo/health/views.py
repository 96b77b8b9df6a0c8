"""`/salud/`: the report as JSON, and as a page for people."""

import datetime as dt
import hmac
import time

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from . import checks
from .report import Line, Report

#: The page stands alone: only its own style sheet.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def readiness(request: HttpRequest) -> HttpResponse:
    """200 when visitors can be sent here, 503 when not. States for everybody; details for staff or with the token."""
    report = checks.reporter.report()
    details = may_see_details(request)
    status = 200 if report.ready else 503
    if _wants_page(request):
        with override(get_language_from_request(request)):
            response = render(request, "health/status.html", _page(report, details), status=status)
    else:
        response = JsonResponse(_data(report, details), status=status, json_dumps_params={"ensure_ascii": False})
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    if status == 503:
        response["Retry-After"] = "10"
    patch_vary_headers(response, ["Accept", "Accept-Language", "Authorization", "Cookie"])
    add_never_cache_headers(response)
    return response


def may_see_details(request: HttpRequest) -> bool:
    """Whoever has the token of the environment, and whoever works here. Without a database nobody can be known."""
    token = settings.HEALTH_TOKEN
    given = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    try:
        return request.user.has_perm("wagtailadmin.access_admin")
    except DatabaseError:
        return False


def _wants_page(request: HttpRequest) -> bool:
    return request.GET.get("format") != "json" and "text/html" in request.headers.get("Accept", "")


def _data(report: Report, details: bool) -> dict[str, object]:
    if not details:
        return {"status": report.state, "checks": {line.check.name: line.state for line in report.lines}}
    return {
        "status": report.state,
        "age_seconds": round(_age(report), 1),
        "checks": {
            line.check.name: {
                "state": line.state,
                "essential": line.check.essential,
                "detail": str(line.outcome.sentence),
                "facts": line.outcome.facts,
            }
            for line in report.lines
        },
    }


def _age(report: Report) -> float:
    return max(0.0, time.time() - report.at)


def _page(report: Report, details: bool) -> dict[str, object]:
    titles = {
        "ok": _("Todo funciona"),
        "degraded": _("El sitio funciona, con limitaciones"),
        "failed": _("El sitio no puede atender"),
    }
    at = localtime(dt.datetime.fromtimestamp(report.at, dt.UTC))
    return {
        "title": titles[report.state],
        "state": report.state,
        "lines": [_shown(line, details) for line in report.lines],
        "details": details,
        "at": date_format(at, "DATETIME_FORMAT"),
        "at_iso": at.isoformat(timespec="seconds"),
    }


def _shown(line: Line, details: bool) -> dict[str, object]:
    words = {
        "ok": _("Funciona"),
        "degraded": _("Con limitaciones"),
        "failed": _("No funciona"),
        "unknown": _("No se sabe"),
    }
    return {
        "label": line.check.label,
        "state": line.state,
        "word": words[line.state],
        "essential": line.check.essential,
        "sentence": line.outcome.sentence if details else "",
        "facts": [(key, value) for key, value in line.outcome.facts.items()] if details else [],
    }
