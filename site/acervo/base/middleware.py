"""What every request passes: addresses without NUL; maintenance mode, in which the public site says that it is closed."""

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


def without_nul(get_response):
    """NUL in an address is read as U+FFFD, as the HTML standard reads it in a page: nothing is found, nothing breaks.

    PostgreSQL refuses text with a NUL in it, so each filter that asks the database for what was typed would be an error.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked or "\0" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "%EF%BF%BD").replace("\0", "%EF%BF%BD")
        if "\0" in request.path:
            request.path = request.path.replace("\0", "\ufffd")
            request.path_info = request.path_info.replace("\0", "\ufffd")
        return get_response(request)

    return middleware
