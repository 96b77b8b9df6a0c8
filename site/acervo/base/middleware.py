"""Maintenance mode: one file below DATA_DIR closes the public site with a page that says so."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

FLAG = "maintenance"


def maintenance(get_response):
    """Answer 503 on public addresses while `DATA_DIR/maintenance` exists; editors keep the admin."""
    flag = settings.DATA_DIR / FLAG

    def middleware(request: HttpRequest) -> HttpResponse:
        if flag.exists() and not request.path.startswith(("/admin/", settings.STATIC_URL)):
            response = HttpResponse(render_to_string("maintenance.html"), status=503)
            response["Retry-After"] = "600"
            return response
        return get_response(request)

    return middleware
