"""What every part of the public API says in the same way: answers that other sites may read, and refusals with reasons.

The API itself is made by the composition root (`acervo.api`), which names the routers of the apps by string.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Schema

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter that cannot be used, and a sentence for whoever sent it."""

    name: str
    reason: str


class Fault(Schema):
    parameter: str
    reason: str


class Refusal(Schema):
    reason: str = Field(..., description="Qué está mal y cómo se remedia.")
    errors: list[Fault]


def answer(data: object, status: int = 200) -> JsonResponse:
    """JSON that pages of other sites may ask for too: it is open data."""
    response = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False}, safe=False)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def refuse(problems: Sequence[Problem], status: int = 400) -> JsonResponse:
    """All that is wrong with a request at once; `problems` is not empty."""
    return answer(
        {
            "reason": " ".join(problem.reason for problem in problems),
            "errors": [{"parameter": problem.name, "reason": problem.reason} for problem in problems],
        },
        status,
    )


def make_api(routers: Sequence[str], *, title: str, version: str, description: str) -> NinjaAPI:
    """The API with these routers (dotted names), each mounted at the root; mistakes are told as JSON in Spanish."""
    api = NinjaAPI(
        title=title,
        version=version,
        description=description,
        docs_url=None,  # Ninja's page loads scripts from elsewhere; `acervo.api_docs` is ours
        openapi_url="openapi.json",
        urls_namespace="api-v1",
    )
    for name in routers:
        api.add_router("", name)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> JsonResponse:
        return answer({"reason": str(error) or _("Lo que pide no existe."), "errors": []}, 404)

    @api.exception_handler(Exception)
    def failed(request: HttpRequest, error: Exception) -> JsonResponse:
        """A fault of ours, told as JSON and logged; without it a program would get a page of HTML."""
        logger.exception("api: %s failed", request.path, exc_info=error)
        return answer({"reason": _("Ocurrió un error en el servidor; quedó registrado."), "errors": []}, 500)

    return api
