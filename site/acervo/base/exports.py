"""Streaming CSV and JSON: constant memory, whatever the number of rows."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

#: A spreadsheet runs a cell that starts with one of these as a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    def write(self, value: str) -> str:
        return value


def safe_cell(value: Any) -> Any:
    """`value`, with a leading apostrophe where a spreadsheet would run it as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of a CSV file with a byte-order mark, so that Excel reads its accents."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([safe_cell(row.get(column, "")) for column in columns])


def json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON array, an object a line."""
    yield "["
    separator = "\n"
    for row in rows:
        yield separator + json.dumps(row, ensure_ascii=False, default=str)
        separator = ",\n"
    yield "\n]\n"


def export_response(
    form: str, *, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], name: str
) -> StreamingHttpResponse:
    """A download in `form` (`csv` or `json`). Raises Http404 for any other."""
    if form == "csv":
        response = StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv; charset=utf-8")
    elif form == "json":
        response = StreamingHttpResponse(json_lines(rows), content_type="application/json")
    else:
        raise Http404(_("Los formatos de descarga son CSV y JSON."))
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}")
    return response
