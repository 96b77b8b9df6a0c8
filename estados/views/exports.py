"""Open data of the states: the data dictionary, the downloads, their schemas and the data package."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from acervo.base.downloads import LANGUAGE
from acervo.base.publicity import public
from acervo.base.routing import root_of
from estados.exports import about, schemas
from estados.exports.formats import FORMATS, download
from estados.exports.resources import BadFilter, Resource, filters_of, resource, resources
from estados.models import StatesPage


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """Every resource with every field: what it means, its type, where it comes from, and its downloads."""
    context = {
        "resources": resources(),
        "forms": list(FORMATS.values()),
        "crumbs": _crumbs(request),
        "licence": about.LICENCE.label,
        "licence_url": about.LICENCE_URL,
    }
    return render(request, "estados/data/dictionary.html", context)


def _crumbs(request: HttpRequest) -> list[dict[str, str]]:
    root = root_of(request)
    found = [{"title": _("Inicio"), "url": root.get_url(request) if root else "/"}]
    if root:
        board = public(StatesPage.objects.child_of(root)).first()
        if board:
            found.append({"title": board.title, "url": board.get_url(request)})
    return [*found, {"title": _("Datos abiertos"), "url": ""}]


@require_safe
def data_file(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """`<name>.csv`, `.xlsx`, `.json` or `.schema.json`. 400 with a sentence for a filter that cannot be used."""
    found = _resource(name)
    if form == "schema.json":
        return _described(lambda: schemas.table_schema(found))
    if form not in FORMATS:
        raise Http404(_("Los formatos de descarga son: %(forms)s.") % {"forms": ", ".join(FORMATS)})
    try:
        filters = filters_of(found, request.GET)
    except BadFilter as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    body = [] if request.method == "HEAD" else download(found, form, filters)
    response = StreamingHttpResponse(body, content_type=FORMATS[form].content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{found.name}.{form}")
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, no-cache"
    schema = about.download_url(found.name, "schema.json")
    response["Link"] = f'<{about.LICENCE_URL}>; rel="license", <{schema}>; rel="describedby"'
    return response


@require_safe
def data_package(request: HttpRequest) -> HttpResponse:
    return _described(schemas.data_package)


def _resource(name: str) -> Resource:
    try:
        return resource(name)
    except KeyError as error:
        reason = _("No hay datos con ese nombre; los que hay son: %(names)s.")
        raise Http404(reason % {"names": ", ".join(item.name for item in resources())}) from error


def _described(make: Any) -> HttpResponse:
    """JSON for programs, always in Spanish: it describes the files as they are written."""
    with override(LANGUAGE):
        text = json.dumps(make(), ensure_ascii=False, indent=1)
    response = HttpResponse(text + "\n", content_type="application/json; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response
