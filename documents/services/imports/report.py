"""The report: the manifest as it came, with the outcome, the reason and the address beside each row."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings

from acervo.base.exports import safe_cell
from acervo.base.text import normal
from documents.models import ImportRow, RecordPage
from documents.sentences import refusal_sentence

from .columns import REPORT_COLUMNS
from .plan import Plan


def report_csv(rows: Iterable[Iterable[object]]) -> str:
    """CSV with every cell guarded, with the mark that makes spreadsheets read UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe_cell(str(cell)) for cell in row])
    return "\ufeff" + out.getvalue()


def rows_of_plan(plan: Plan, *, batch: Any = None) -> Iterable[list[object]]:
    """The table of the report. With the batch that wrote the plan, also the addresses of what it made."""
    kept = [i for i, header in enumerate(plan.manifest.headers) if normal(header) not in REPORT_COLUMNS]
    yield [*(plan.manifest.headers[i] for i in kept), *REPORT_COLUMNS]
    written: dict[int, ImportRow] = {}
    if batch is not None:
        written = {row.number: row for row in batch.rows.select_related("file_version")}
    urls = page_urls([*(row.page_id for row in plan.rows), *(row.page_id for row in written.values())])
    for row in plan.rows:
        done = written.get(row.number)
        page_id = done.page_id if done else row.page_id
        outcome = done.get_outcome_display() if done else row.outcome.label
        column = row.problems[0].column if row.problems else ""
        reason = _joined(row.summary, unreadable(done))
        yield [*(row.row.cells[i] for i in kept), outcome, reason, column, urls.get(page_id, "")]


def rows_of_batch(batch: Any) -> Iterable[list[object]]:
    """The report of a batch when its manifest is gone: its own rows."""
    from .history import field_changes

    yield ["fila", "titulo", *REPORT_COLUMNS]
    rows = list(batch.rows.select_related("file_version"))
    urls = page_urls(row.page_id for row in rows)
    for row in rows:
        changes = "; ".join(f"{item['label']}: {item['old']} → {item['new']}" for item in field_changes(row))
        url = urls.get(row.page_id, "")
        yield [
            row.number,
            row.title,
            row.get_outcome_display(),
            _joined(row.reason or changes, unreadable(row)),
            row.column,
            url,
        ]


def unreadable(row: ImportRow | None) -> str:
    """Why the file that the row brought was kept but could not be read; empty when it was read, or there is none."""
    version = row.file_version if row is not None else None
    return refusal_sentence(version) if version is not None else ""


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def report_path(batch: Any) -> Path:
    """Where the report of a batch is kept."""
    return Path(settings.DATA_DIR) / "imports" / "reports" / f"{batch.pk}.csv"


def save_report(plan: Plan, batch: Any) -> None:
    """Keep the report of a batch for its page in the admin."""
    path = report_path(batch)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report_csv(rows_of_plan(plan, batch=batch)), encoding="utf-8", newline="")


def page_urls(ids: Iterable[int | None]) -> dict[int | None, str]:
    """Record → its public address, for those that exist."""
    wanted = sorted({pk for pk in ids if pk is not None})
    urls: dict[int | None, str] = {}
    for start in range(0, len(wanted), 500):
        for page in RecordPage.objects.filter(pk__in=wanted[start : start + 500]).select_related("locale"):
            path = page.get_url() or ""
            urls[page.pk] = path if path.startswith("http") else f"{settings.BASE_URL}{path}"
    return urls
