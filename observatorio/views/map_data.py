"""The data of the map, compressed, with validators, for the filters of the address."""

import gzip

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from observatorio.services import map_data
from observatorio.services.inventory_filters import Filters

LEVEL = 5  # of gzip: a tenth larger than the best, in a third of its time


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """`/observatorio/inmuebles/mapa.json`: see `services.map_data.document`. 304 for who has it already."""
    body = map_data.document(map_data.points(Filters.from_query(request.GET)))
    tag, changed = map_data.etag(body), map_data.last_modified()
    response = HttpResponse(content_type="application/json; charset=utf-8")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body, LEVEL, mtime=0)
        response["Content-Encoding"] = "gzip"
        tag = tag[:-1] + '-gzip"'
    response.content = body
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=60"
    patch_vary_headers(response, ("Accept-Encoding",))
    if changed:
        response.headers["Last-Modified"] = http_date(changed.timestamp())
    return get_conditional_response(request, etag=tag, response=response) or response
