"""The report of a batch as rows: one for each change, fault or note, and one for a row that only has an outcome."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from acervo.tabular.models import Batch, BatchRow

COLUMNS = ("fila", "registro", "resultado", "campo", "antes", "después", "qué pasó", "motivo", "cómo corregirlo")


def report_rows(batch: Batch) -> Iterator[dict[str, str | int]]:
    """Streamed: memory does not grow with the batch."""
    for row in batch.rows.order_by("number").iterator(chunk_size=500):
        base: dict[str, str | int] = {
            "fila": row.number,
            "registro": row.label,
            "resultado": row.get_outcome_display(),
        }
        details = list(_details(row))
        for detail in details:
            yield base | detail
        if not details:
            yield base


def _details(row: BatchRow) -> Iterator[dict[str, str | int]]:
    for fault in row.faults:
        yield {
            "campo": fault["header"],
            "antes": fault["value"],
            "motivo": fault["reason"],
            "cómo corregirlo": fault["mend"],
        }
    for change in row.changes:
        yield {
            "campo": change["label"],
            "antes": change["old"],
            "después": change["new"],
            "qué pasó": _("se adoptó") if change["adopted"] else _("en disputa"),
        }
    for note in row.notes:
        yield {"motivo": note}
