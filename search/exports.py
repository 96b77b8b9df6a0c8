"""Results as CSV and JSON: streamed in batches, up to the last result that can be walked to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from acervo.base.exports import export_response
from search import walking
from search.params import Params

FORMS = ("csv", "json")
COLUMNS = (
    "id", "type", "type_label", "title", "collection", "state", "date", "language", "url", "pages_total",
    "page", "page_url", "version", "updated", "snippet",
)  # fmt: skip


def export(request: HttpRequest, params: Params, form: str) -> StreamingHttpResponse:
    """All results in the order of the search. Raises SearchError before the answer begins.

    If the engine stops answering in the middle, the download breaks off, so that nobody takes a part for the whole.
    """
    found = walking.items(request, params)
    return export_response(form, columns=COLUMNS, rows=_rows(found), name="resultados")


def _rows(found: Iterator[walking.Item]) -> Iterator[dict[str, Any]]:
    for item in found:
        yield {
            "id": item.id,
            "type": item.kind,
            "type_label": item.kind_label,
            "title": item.title,
            "collection": item.origin.collection,
            "state": item.state,
            "date": item.date or None,
            "language": item.language,
            "url": item.url,
            "pages_total": item.pages_total,
            "page": item.page,
            "page_url": item.page_url,
            "version": item.origin.version,
            "updated": item.origin.updated.isoformat(timespec="seconds") if item.origin.updated else None,
            "snippet": item.snippet,
        }
