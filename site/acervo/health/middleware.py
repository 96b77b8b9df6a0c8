"""Before everything else: probes, which must answer when the rest cannot; then a name and a time for each request."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from .logs import request_id
from .views import readiness

logger = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]

READY, ALIVE = "/salud/", "/salud/vivo/"
_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")


def probes(get_response: Handler) -> Handler:
    """Answer `/salud/` and `/salud/vivo/` before hosts are checked, http is sent to https or maintenance closes the site:
    a probe comes from the machine itself, by its own name."""
    ready = SessionMiddleware(AuthenticationMiddleware(readiness))

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(READY):
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        if request.path_info == ALIVE:
            # This process takes requests: nothing outside of it is asked, or a slow database would have it killed.
            headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
            return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers=headers)
        if request.path_info == READY:
            return cast(HttpResponse, ready(request))
        return get_response(request)

    return middleware


def requests(get_response: Handler) -> Handler:
    """Give each request a name (`X-Request-ID`, a proxy's if it has one) and name the slow ones in the log.

    Of the address only the path is written down: what people search for is nobody's business.
    """
    slow = settings.SLOW_REQUEST_SECONDS

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if _ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(name)
        started = time.monotonic()
        try:
            response = get_response(request)
            took = time.monotonic() - started
            if took >= slow:
                told = {"method": request.method, "path": request.path, "status": response.status_code}
                logger.warning("Slow request: %.1f s", took, extra={**told, "seconds": round(took, 3)})
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = name
        return response

    return middleware
