"""Pages of results of the public API: parameters checked by hand, so that a refusal names each and says in Spanish how to
mend it; the envelope of a page; and both as the OpenAPI document tells them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from ninja import Field, Schema

from .api import Problem

MOST, USUAL = 100, 20
PAGING = ("page", "page_size", "updated_since")


@dataclass(slots=True)
class Asked:
    """What can be used of a request, with defaults for the rest; `problems` says what cannot."""

    page: int = 1
    page_size: int = USUAL
    updated_since: dt.datetime | None = None
    sort: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size


def read(data: QueryDict, *names: str) -> Asked:
    """Paging and `updated_since`; any parameter but these and `names` is a problem."""
    asked = Asked()
    known = (*names, *PAGING)
    reason = _("El parámetro «%(name)s» no existe; los que hay son: %(names)s.")
    asked.problems += [
        Problem(name, reason % {"name": name[:50], "names": ", ".join(known)}) for name in data if name not in known
    ]
    asked.page = _number(asked, data, "page", default=1, most=1_000_000)
    asked.page_size = _number(asked, data, "page_size", default=USUAL, most=MOST)
    asked.updated_since = _moment(asked, data, "updated_since")
    return asked


def one_of(asked: Asked, data: QueryDict, name: str, allowed: Collection[str]) -> list[str]:
    """The values of a repeatable parameter with a closed list."""
    values = [value.strip() for value in data.getlist(name) if value.strip()]
    asked.problems += [not_one_of(name, value, allowed) for value in values if value not in allowed]
    return values


def not_one_of(name: str, value: str, allowed: Iterable[str]) -> Problem:
    reason = _("«%(name)s» no puede ser «%(value)s»; escriba uno de estos: %(choices)s.")
    return Problem(name, reason % {"name": name, "value": value[:50], "choices": ", ".join(allowed)})


def _number(asked: Asked, data: QueryDict, name: str, *, default: int, most: int) -> int:
    value = data.get(name, "").strip()
    if not value:
        return default
    if value.isascii() and value.isdigit() and len(value) < 8 and 0 < int(value) <= most:
        return int(value)
    reason = _("«%(name)s» no puede ser «%(value)s»; escriba un número entero entre 1 y %(most)s.")
    asked.problems.append(Problem(name, reason % {"name": name, "value": value[:50], "most": most}))
    return default


def day_of(asked: Asked, data: QueryDict, name: str) -> dt.date | None:
    """A day of the calendar, or None when it was not asked for."""
    value = data.get(name, "").strip()
    if not value:
        return None
    try:
        if day := parse_date(value):
            return day
    except ValueError:
        pass  # told below, like any other text that is no date
    reason = _("«%(name)s» no puede ser «%(value)s»; escriba una fecha como 2017-06-30.")
    asked.problems.append(Problem(name, reason % {"name": name, "value": value[:50]}))
    return None


def _moment(asked: Asked, data: QueryDict, name: str) -> dt.datetime | None:
    """A day (from its first second, by the site's clock) or an instant; without a zone, by the site's clock."""
    value = data.get(name, "").strip().replace(" ", "+")  # a «+» that was not escaped arrives as a space
    if not value:
        return None
    try:
        moment = parse_datetime(value) if "T" in value else None
        day = parse_date(value) if moment is None else None
        if moment is None and day is not None:
            moment = dt.datetime.combine(day, dt.time.min)
        if moment is not None:
            return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    except (ValueError, OverflowError):
        pass  # told below, like any other text that is no date
    reason = _("«%(name)s» no puede ser «%(value)s»; escriba una fecha como 2026-01-31 o 2026-01-31T10:00:00-06:00.")
    asked.problems.append(Problem(name, reason % {"name": name, "value": value[:50]}))
    return None


def page_of(
    request: HttpRequest, asked: Asked, *, count: int, results: list[dict[str, Any]], licence_url: str
) -> dict[str, Any]:
    """A page of results with the addresses of its neighbours."""
    return {
        "count": count,
        "page": asked.page,
        "page_size": asked.page_size,
        "next": _address(request, asked.page + 1) if asked.offset + asked.page_size < count else None,
        "previous": _address(request, asked.page - 1) if asked.page > 1 else None,
        "license": licence_url,
        "results": results,
    }


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


class Paging(Schema):
    """Only for the document: `read` checks the values, so that a refusal has a reason in Spanish."""

    page: str | None = Field(None, description="Página, desde 1.", json_schema_extra={"type": "integer", "minimum": 1})
    page_size: str | None = Field(
        None,
        description=f"Resultados por página; si no se da, {USUAL}.",
        json_schema_extra={"type": "integer", "minimum": 1, "maximum": MOST},
    )
    updated_since: str | None = Field(
        None,
        description="Solo lo modificado desde ese día o instante: 2026-01-31 o 2026-01-31T10:00:00-06:00.",
        json_schema_extra={"example": "2026-01-31"},
    )


class Term(Schema):
    value: str = Field(..., description="Clave del término; no cambia.")
    label: str = Field(..., description="El término en español.")


class ResultPage(Schema):
    """A page of results; a subclass says of what (`results`)."""

    count: int = Field(..., description="Cuántos responden a los filtros.")
    page: int
    page_size: int
    next: str | None = Field(..., description="Dirección de la página siguiente.")
    previous: str | None = Field(..., description="Dirección de la página anterior.")
    license: str = Field(..., description="Los términos de uso.")
