"""The three forms of a resource: CSV and XLSX for people and programs, JSON with typed values. Always in Spanish."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from acervo.base.downloads import Written, pieces
from acervo.base.exports import csv_lines, json_lines
from acervo.base.workbooks import workbook

from . import about
from .resources import Filters, Resource

#: How a yes and a no are written in sheets; the Table Schemas say so, and the importer reads them.
YES, NO = "sí", "no"
#: Widths of the columns that hold whole sentences.
_WIDE = ("titulo", "descripcion", "problema", "que_cambia", "entregable", "pagina_web", "nota", "resumen")


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    label: str
    media_type: str
    content_type: str
    write: Callable[[Resource, Filters], Written]


def _sheet_cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, dt.datetime):
        return _moment(value)
    return value


def _json_value(value: Any) -> Any:
    if value == "":
        return None
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.datetime):
        return _moment(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _moment(value: dt.datetime) -> str:
    """UTC, to the second: what frictionless calls the default of a datetime."""
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rows(resource: Resource, filters: Filters, convert: Callable[[Any], Any]) -> Iterator[dict[str, Any]]:
    headers = resource.headers
    return ({header: convert(row[header]) for header in headers} for row in resource.rows(filters))


def _csv(resource: Resource, filters: Filters) -> Written:
    return csv_lines(resource.headers, _rows(resource, filters, _sheet_cell))


def _json(resource: Resource, filters: Filters) -> Written:
    return json_lines(_rows(resource, filters, _json_value))


def _xlsx(resource: Resource, filters: Filters) -> Written:
    day = timezone.localdate()
    return workbook(
        resource.headers,
        _rows(resource, filters, _sheet_cell),
        sheet=resource.name,
        notes_sheet=_("acerca de"),
        notes=_notes(resource, filters, day),
        title=str(resource.title),
        creator=about.home_url(),
        day=day,
        widths=dict.fromkeys(_WIDE, 44),
    )


def _notes(resource: Resource, filters: Mapping[str, tuple[str, ...]], day: dt.date) -> list[tuple[str, str]]:
    found = [
        (_("Título"), str(resource.title)),
        (_("Qué es"), str(resource.description)),
        (_("Licencia"), f"{about.LICENCE.label}: {about.LICENCE_URL}"),
        (_("Fecha"), day.isoformat()),
        (_("Filtros"), "; ".join(f"{name}={', '.join(values)}" for name, values in filters.items()) or _("ninguno")),
        (_("Diccionario de datos"), about.home_url()),
    ]
    if resource.note:
        found.insert(0, (_("Aviso"), str(resource.note)))
    return found


FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format("csv", "CSV", "text/csv", "text/csv; charset=utf-8; header=present", _csv),
        Format(
            "xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx,
        ),
        Format("json", "JSON", "application/json", "application/json", _json),
    )
}  # fmt: skip


def download(resource: Resource, form: str, filters: Filters) -> Iterator[bytes]:
    """The file in pieces. KeyError for an unknown form."""
    item = FORMATS[form]
    return pieces(lambda: item.write(resource, filters))
