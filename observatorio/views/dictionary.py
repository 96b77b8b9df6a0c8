"""The data dictionary: a page for people, and a Table Schema for programs."""

import json
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from acervo.base.downloads import LANGUAGE
from observatorio.exports import about
from observatorio.exports.dictionary import entries, table_schema

from .breadcrumbs import crumbs


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    groups = [(str(name), list(found)) for name, found in groupby(entries(), key=lambda entry: entry.field.group)]
    context = {
        "groups": groups,
        "crumbs": crumbs(request, (_("Diccionario de datos"), "")),
        "licence": about.LICENCE.label,
        "licence_url": about.LICENCE_URL,
    }
    return render(request, "observatorio/dictionary.html", context)


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """`diccionario.json`, always in Spanish: it describes the files as they are written."""
    with override(LANGUAGE):
        text = json.dumps(table_schema(), ensure_ascii=False, indent=1)
    response = HttpResponse(text + "\n", content_type="application/json; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response
