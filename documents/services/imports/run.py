"""Writing a plan: row by row, each in its own transaction, so that a killed import goes on where it stopped.

After `kill -9` the finished rows are there whole and the rest not at all. The next run of the same manifest continues
the same batch: finished rows come out as unchanged and keep what the batch says of them, a file that was stored but
not read is read, and the search's outbox is emptied. The end is that of one undisturbed run.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from documents.enums import INGEST_FINAL, IngestState
from documents.extraction import Workshop
from documents.extraction.ocr import ocr_available
from documents.models import BatchState, CollectionPage, FileVersion, ImportBatch, ImportRow, RecordPage, RowOutcome
from documents.sentences import refusal_sentence
from documents.services.ingest import ingest, limits
from documents.tasks import ingest_inline, ingest_version
from search import indexing
from search.engines.base import IndexBusy

from . import history
from .lock import import_lock
from .outcomes import PlannedRow
from .plan import Plan
from .readahead import ReadAhead
from .report import save_report
from .summary import Summary
from .write import Writer, Written, reason_of

logger = logging.getLogger(__name__)
#: Called after each row with (rows done, rows in all, pages read so far).
Progress = Callable[[int, int, int], None]


def run(
    plan: Plan,
    *,
    source: str,
    user: Any = None,
    batch: ImportBatch | None = None,
    workshop: Workshop | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Write the plan. `source` is the name of the folder or ZIP, for people.

    `batch` is one that `open_batch` made before (the admin shows its page at once). Ends with the batch done, or
    interrupted when KeyboardInterrupt or any error stopped it; KeyboardInterrupt comes out in the summary, errors are
    raised. Raises ImportBusy when another import is being written.
    """
    started = time.monotonic()
    with import_lock(), ExitStack() as stack:
        mark_dead_batches(but=batch)
        batch = batch or open_batch(
            source=source,
            manifest_sha256=plan.manifest.sha256,
            collection=plan.collection,
            publish=plan.publish,
            total=len(plan.rows),
            user=user,
        )
        resumed = batch.rows.exists()
        _begin(batch, plan)
        summary = Summary(batch=batch.pk, warnings=list(plan.warnings), resumed=resumed)
        shop = ReadAhead(workshop or stack.enter_context(Workshop(limits())))
        stack.callback(shop.close)
        importer = _Run(plan, batch, Writer(publish=plan.publish, user=user, reason=reason_of(source)), shop, summary)
        try:
            with ingest_inline(), indexing.batch():
                importer.write(progress)
        except KeyboardInterrupt:
            summary.interrupted = True
            _end(batch, BatchState.INTERRUPTED)
        except BaseException:
            _end(batch, BatchState.INTERRUPTED)
            raise
        else:
            _end(batch, BatchState.DONE)
        importer.settle()
        save_report(plan, batch)
    counted = Counter(batch.rows.values_list("outcome", flat=True))
    summary.created, summary.updated = counted[RowOutcome.CREATED], counted[RowOutcome.UPDATED]
    summary.refused = plan.refused
    summary.unchanged = counted[RowOutcome.UNCHANGED]
    summary.seconds = time.monotonic() - started
    return summary


class _Run:
    def __init__(self, plan: Plan, batch: ImportBatch, writer: Writer, workshop: ReadAhead, summary: Summary) -> None:
        self.plan, self.batch, self.writer = plan, batch, writer
        self.workshop, self.summary = workshop, summary
        self.scanned: list[int] = []

    def write(self, progress: Progress | None) -> None:
        self.workshop.expect(
            row.file for row in self.plan.rows if row.file and row.outcome in (RowOutcome.CREATED, RowOutcome.UPDATED)
        )
        for done, row in enumerate(self.plan.rows, start=1):
            try:
                with transaction.atomic(), disable_reference_index_auto_update():
                    page_id = self._row(row)
            except ValidationError as error:  # what changed since the plan was made
                self.writer.forget()
                reason = " ".join(error.messages).rstrip(".")
                row.refuse("title", row.title, reason, _("corríjalo y vuelva a importar"))
                page_id = self._row(row)
            except BaseException:
                self.writer.forget()
                raise
            if page_id is not None:
                self._read(row, page_id)
            if progress is not None:
                progress(done, len(self.plan.rows), self.summary.pages)

    def _row(self, row: PlannedRow) -> int | None:
        """Write the row and remember its outcome; the record, or None for a refused row."""
        outcome = row.outcome
        if outcome == RowOutcome.REFUSED:
            problem = row.problems[0]
            self._remember(row, outcome, column=problem.column[:80], value=problem.value, reason=row.reason)
            return None
        if outcome == RowOutcome.UNCHANGED:
            self._remember(row, outcome, page_id=row.page_id)
            return row.page_id
        written = self.writer.create(row) if outcome == RowOutcome.CREATED else self.writer.update(row)
        self._remember(row, outcome, written=written)
        # Once for each row, after its three saves; a reference missing here would let somebody delete what is used.
        ReferenceIndex.create_or_update_for_object(RecordPage.objects.get(pk=written.page.pk).specific)
        return written.page.pk

    def _remember(self, row: PlannedRow, outcome: RowOutcome, *, written: Written | None = None, **values: Any) -> None:
        """Note the outcome; when a batch goes on, what it did before it was interrupted stands."""
        known = self.batch.rows.filter(number=row.number).first()
        if known is not None and known.outcome in (RowOutcome.CREATED, RowOutcome.UPDATED):
            if written is None:
                return
            outcome = RowOutcome(known.outcome)
        memory: history.Memory = {"fields": [change.as_dict() for change in row.changes]}
        if written is not None:
            before = history.memory(known) if known else {}
            memory["terms"] = [*before.get("terms", []), *written.terms]
            memory["version_added"] = written.version_added or before.get("version_added", False)
            if row.file is not None:
                memory["name"] = row.file.stored_name
            if written.revision is not None:
                memory["revision"] = written.revision.pk
            values = {
                "page_id": written.page.pk,
                "file_version": written.version,
                "file_was_new": written.file_was_new,
                "revision_before": written.revision_before,
                "was_live": written.was_live,
            }
            if known is not None and known.page_id is not None:  # undoing goes back to before the batch
                for name in ("file_was_new", "revision_before", "was_live"):
                    values[name] = getattr(known, name)
                values["file_version"] = written.version or known.file_version
        ImportRow.objects.update_or_create(
            batch=self.batch,
            number=row.number,
            defaults={"outcome": outcome, "title": row.title, "changes": memory, **values},
        )

    def _read(self, row: PlannedRow, page_id: int) -> None:
        """Read the files of the record that wait to be read: this row's, or those a killed run left."""
        waiting = FileVersion.objects.filter(archive_file__record_files__page=page_id).exclude(state__in=INGEST_FINAL)
        for version in waiting.select_related("archive_file").distinct().order_by("pk"):
            try:
                version = ingest(version, workshop=self.workshop)  # type: ignore[arg-type]
            except Exception:  # one file must not stop the others
                logger.exception("File version %s was stored but not read; it stays pending", version.pk)
                continue
            self.summary.pages += version.page_count
            if version.state == IngestState.WAITING_OCR:
                self.scanned.append(version.pk)
            elif version.state == IngestState.REFUSED:
                self.summary.unreadable.append(
                    {"row": row.number, "file": version.filename, "reason": refusal_sentence(version)}
                )

    def settle(self) -> None:
        """Write what waits for the index, and leave scans to the workers, where there is OCR."""
        try:
            indexing.apply_changes()
        except IndexBusy:
            logger.info("The index is being written by another process, which also takes what this import left.")
        if self.scanned and ocr_available():
            for version_id in self.scanned:
                ingest_version.enqueue(version_id=version_id)


def open_batch(
    *,
    source: str,
    manifest_sha256: str,
    collection: CollectionPage | None,
    publish: bool,
    total: int,
    user: Any = None,
) -> ImportBatch:
    """The interrupted batch of the same manifest when it is the last one, or a new one."""
    last = ImportBatch.objects.exclude(state=BatchState.UNDONE).order_by("-pk").first()
    if (
        last is not None
        and last.state == BatchState.INTERRUPTED
        and last.manifest_sha256 == manifest_sha256
        and last.collection_id == (collection.pk if collection else None)
        and last.publish == publish
    ):
        return last
    return ImportBatch.objects.create(
        created_by=user,
        source=source[:500],
        manifest_sha256=manifest_sha256,
        collection=collection,
        publish=publish,
        total=total,
    )


def mark_dead_batches(*, but: ImportBatch | None = None) -> None:
    """Batches that still say they run, though nobody holds the lock, were killed. Call it with the lock held."""
    dead = ImportBatch.objects.filter(state=BatchState.RUNNING)
    if but is not None:
        dead = dead.exclude(pk=but.pk)
    dead.update(state=BatchState.INTERRUPTED)


def _begin(batch: ImportBatch, plan: Plan) -> None:
    batch.state, batch.finished_at, batch.total = BatchState.RUNNING, None, len(plan.rows)
    batch.save(update_fields=["state", "finished_at", "total"])


def _end(batch: ImportBatch, state: BatchState) -> None:
    batch.state, batch.finished_at = state, timezone.now()
    batch.save(update_fields=["state", "finished_at"])
