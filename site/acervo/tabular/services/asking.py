"""What a person asks for: the state changes at once, the work waits for a worker."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import WORKING, Batch, BatchState
from .locks import TableBusy
from .receiving import forget_file

_CHECKABLE = (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED)
_WRITABLE = (BatchState.CHECKED, BatchState.INTERRUPTED)
_UNDOABLE = (BatchState.DONE, BatchState.INTERRUPTED)


class WrongState(Exception):
    """The batch is not in a state in which this can be asked; the message is a Spanish sentence."""


def _ask(batch: Batch, allowed: tuple[BatchState, ...], state: BatchState, **also: Any) -> None:
    changed = Batch.objects.filter(pk=batch.pk, state__in=allowed).update(
        state=state, heartbeat_at=None, error="", **also
    )
    if not changed:
        raise WrongState(_("El lote cambió mientras tanto. Vuelva a abrirlo."))
    batch.refresh_from_db()


def ask_check(batch: Batch) -> None:
    """Have a dry run made. Raises WrongState."""
    from ..tasks import check_batch

    with transaction.atomic():
        _ask(batch, _CHECKABLE, BatchState.CHECKING, rows_done=0)
        transaction.on_commit(lambda: check_batch.enqueue(batch.pk))


def ask_write(batch: Batch) -> None:
    """Have a checked batch written, or an interrupted one continued. Raises WrongState, TableBusy."""
    from ..tasks import write_batch

    with transaction.atomic():
        others = Batch.objects.filter(table=batch.table, state__in=(BatchState.WRITING, BatchState.UNDOING))
        if others.exclude(pk=batch.pk).exists():
            raise TableBusy
        _ask(batch, _WRITABLE, BatchState.WRITING)
        transaction.on_commit(lambda: write_batch.enqueue(batch.pk))


def ask_undo(batch: Batch, user: Any, *, force: bool = False) -> None:
    """Have a written (or half written) batch undone. Raises WrongState."""
    from ..tasks import undo_batch

    with transaction.atomic():
        _ask(batch, _UNDOABLE, BatchState.UNDOING)
        transaction.on_commit(lambda: undo_batch.enqueue(batch.pk, getattr(user, "pk", None), force))


def stop(batch: Batch) -> None:
    """Ask the writer (or the dry run) to stop after its chunk. What was written stays, and writing can go on later."""
    Batch.objects.filter(pk=batch.pk, state=BatchState.WRITING).update(state=BatchState.INTERRUPTED)
    Batch.objects.filter(pk=batch.pk, state=BatchState.CHECKING).update(state=BatchState.UPLOADED)
    batch.refresh_from_db()


def decide(batch: Batch, decisions: Mapping[int, int | None]) -> None:
    """Which record a doubtful row means: its key, 0 for a new record, None to leave it undecided."""
    with transaction.atomic():
        kept = Batch.objects.select_for_update().get(pk=batch.pk)
        merged = {**kept.decisions, **{str(number): pk for number, pk in decisions.items()}}
        kept.decisions = {number: pk for number, pk in merged.items() if pk is not None}
        kept.save(update_fields=["decisions"])
    batch.decisions = kept.decisions


def set_options(batch: Batch, *, blank_policy: str | None = None, options: Mapping[str, Any] | None = None) -> None:
    """Change what the form of options says; the dry run has to be made again."""
    if blank_policy is not None:
        batch.blank_policy = blank_policy
    if options is not None:
        batch.options = {**batch.options, **options}
    if batch.state == BatchState.CHECKED:
        batch.state = BatchState.UPLOADED
    batch.save(update_fields=["blank_policy", "options", "state"])


def discard(batch: Batch) -> None:
    """Forget the file and what the dry run said. A written batch keeps its rows, so that it can be undone."""
    if batch.state in WORKING:
        raise WrongState(_("El lote está en proceso. Deténgalo antes de descartarlo."))
    forget_file(batch)
    batch.file.name = ""
    if batch.state not in (BatchState.DONE, BatchState.UNDONE, BatchState.INTERRUPTED):
        batch.rows.all().delete()
        batch.state = BatchState.DISCARDED
    batch.save(update_fields=["file", "state"])
