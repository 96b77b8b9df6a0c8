"""The dry run and the writing: one loop for both, so that the first says what the second does.

Writing goes chunk by chunk, each in a transaction together with `rows_done`: after a kill the written chunks are there
whole and the rest not at all, and writing goes on from there. A chunk finds the state changed when somebody stopped it.
"""

import gc
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import bulk
from ..models import Batch, BatchRow, BatchState, Outcome
from ..reading import RowReader
from ..registry import table as table_named
from ..sheets import SheetError
from ..survey import Survey
from ..table import Job, Progress, Row, Table
from .locks import TableBusy, is_held, lock
from .receiving import book_of, missing_of

logger = logging.getLogger(__name__)
CHUNK = 1000
DEAD_AFTER = timedelta(seconds=90)  # without a heartbeat; a chunk takes well under a second
_ROW = ("batch", "number", "outcome", "label", "target_pk", "faults", "notes", "changes", "candidates")
WRITTEN = (Outcome.CREATED, Outcome.CHANGED, Outcome.SAME)


class Stopped(Exception):
    """Somebody asked the run to stop."""


def check(batch: Batch, progress: Progress | None = None) -> Batch:
    """Dry run: everything that writing does but the writing. Ends CHECKED, or UPLOADED when it was stopped.

    Raises SheetError (state FAILED with its sentence), and whatever the table raises (state FAILED). TableBusy when the
    same batch is being checked by somebody else.
    """
    with lock(f"batch-{batch.pk}"):
        _begin(batch, BatchState.CHECKING)
        try:
            _run(batch, progress, writing=False)
        except Stopped:
            batch.rows_done = 0
            batch.save(update_fields=["rows_done"])
            batch.refresh_from_db()
        except BaseException as error:
            _end(
                batch,
                BatchState.FAILED,
                rows_done=0,
                error=_why(error, _("Algo falló al revisar la hoja. Avise a quien administra el sitio.")),
            )
            raise
        else:
            _end(batch, BatchState.CHECKED, rows_done=0)
    return batch


def write(batch: Batch, progress: Progress | None = None) -> Batch:
    """Write the batch, or go on writing it. Ends DONE, or INTERRUPTED when it was stopped or killed.

    KeyboardInterrupt ends it INTERRUPTED and is raised, like any error. Raises TableBusy, with nothing changed, when
    another batch of the table is being written. What a row would do is decided again now: the inventory may have
    changed since the dry run.
    """
    if batch.state == BatchState.DONE:
        return batch
    with lock(f"write-{batch.table}"), lock(f"batch-{batch.pk}"):
        _begin(batch, BatchState.WRITING)
        try:
            _run(batch, progress, writing=True)
        except Stopped:
            batch.refresh_from_db()
        except BaseException as error:
            _end(batch, BatchState.INTERRUPTED, error=_why(error, _("La escritura se interrumpió. Puede reanudarla.")))
            raise
        else:
            _end(batch, BatchState.DONE, written_at=timezone.now())
    return batch


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Rows hold no cycles, and a chunk of them is soon gone: looking for garbage every 700 objects is a fifth of the work."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _run(batch: Batch, progress: Progress | None, *, writing: bool) -> None:
    table = table_named(batch.table)
    _needs_columns(batch, table)
    with ExitStack() as stack:
        stack.enter_context(_rare_collections())
        book = book_of(batch, table)
        stack.callback(book.close)
        survey = Survey(batch, table).look(book, batch)
        if survey.total == 0:
            raise SheetError(_("La hoja tiene encabezados pero ninguna fila. Escriba una fila por cada registro."))
        job = table.open(batch)
        stack.callback(job.close)
        done = batch.rows_done if writing else 0
        if done == 0:
            batch.rows.all().delete()
            batch.counts, batch.tallies = {}, {}
        batch.rows_total, batch.rows_done = survey.total, done
        batch.save(update_fields=["rows_total", "rows_done", "counts", "tallies"])
        reader = RowReader(batch, table, book, job, survey)
        counts, tallies = Counter(batch.counts), Counter(batch.tallies)
        state = batch.state
        for chunk in reader.chunks(size=CHUNK, after=done):
            with transaction.atomic():
                job.plan(chunk)
                if writing:
                    job.write([row for row in chunk if not row.faults and row.outcome in WRITTEN])
                _keep(batch, chunk)
                counts.update(row.outcome.value for row in chunk)
                _tally(tallies, chunk)
                done = chunk[-1].number
                _save_progress(batch, state, done, counts, tallies)
            if progress is not None:
                progress(done, survey.total)


def _save_progress(batch: Batch, state: str, done: int, counts: Counter[str], tallies: Counter[str]) -> None:
    """In the chunk's transaction. Raises Stopped, which takes the chunk back, when the state is not ours any more."""
    batch.rows_done, batch.counts, batch.tallies = done, dict(counts), dict(tallies.most_common(200))
    changed = Batch.objects.filter(pk=batch.pk, state=state).update(
        rows_done=done, counts=batch.counts, tallies=batch.tallies, heartbeat_at=timezone.now()
    )
    if not changed:
        raise Stopped


def _keep(batch: Batch, chunk: list[Row]) -> None:
    """Keep the rows that have something to say."""
    as_json = bulk.as_json
    rows = [
        (
            batch.pk,
            row.number,
            row.outcome.value,
            row.label[:300],
            row.target,
            as_json([fault.as_dict() for fault in row.faults]),
            as_json(row.notes),
            as_json(row.changes),
            as_json(row.candidates),
        )
        for row in chunk
        if row.has_something_to_say
    ]
    if rows:
        bulk.insert(BatchRow, _ROW, rows)


def _tally(tallies: Counter[str], chunk: list[Row]) -> None:
    """Count conversions by what was done, without the values."""
    for row in chunk:
        if row.notes:
            tallies.update(row.notes if len(tallies) < 1000 else [note for note in row.notes if note in tallies])


def _needs_columns(batch: Batch, table: Table) -> None:
    if missing := missing_of(table, set(batch.mapping.values())):
        raise SheetError(
            _("Faltan columnas obligatorias: %(labels)s. Diga cuáles son o añádalas a la hoja.")
            % {"labels": ", ".join(f"«{column.label}»" for column in missing)}
        )


def _begin(batch: Batch, state: BatchState) -> None:
    batch.state, batch.error, batch.heartbeat_at = state, "", timezone.now()
    batch.save(update_fields=["state", "error", "heartbeat_at"])


def _end(batch: Batch, state: BatchState, *, error: str = "", **also: object) -> None:
    batch.state, batch.error = state, error
    for name, value in also.items():
        setattr(batch, name, value)
    batch.save(update_fields=["state", "error", *also])


def _why(error: BaseException, otherwise: str) -> str:
    return str(error) if isinstance(error, SheetError) else otherwise


#: Where a batch goes whose process died: writing can go on, a dry run is made again, undoing did nothing.
_AFTER_DEATH: dict[str, tuple[BatchState, Callable[[], str]]] = {
    BatchState.CHECKING: (BatchState.FAILED, lambda: _("La revisión se interrumpió. Vuelva a revisar la hoja.")),
    BatchState.WRITING: (BatchState.INTERRUPTED, lambda: _("La escritura se interrumpió. Puede reanudarla.")),
    BatchState.UNDOING: (BatchState.DONE, lambda: _("No se terminó de deshacer: nada cambió. Inténtelo otra vez.")),
}


def mark_dead() -> int:
    """Batches that say they work though nobody holds their lock: their process died. Returns how many."""
    found = 0
    silent = Batch.objects.filter(state__in=_AFTER_DEATH, heartbeat_at__lt=timezone.now() - DEAD_AFTER)
    for batch in silent:
        if is_held(f"batch-{batch.pk}"):
            continue
        state, why = _AFTER_DEATH[batch.state]
        found += Batch.objects.filter(pk=batch.pk, state=batch.state).update(state=state, error=why())
        logger.warning("The process that worked on batch %s died; it is %s now.", batch.pk, state.value)
    return found


__all__ = ["CHUNK", "Job", "TableBusy", "check", "mark_dead", "write"]
