"""Taking a whole batch back: everything or nothing."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Batch, BatchState
from ..registry import table as table_named
from ..table import Obstacle, Undone, UndoRefused
from .locks import lock
from .running import _begin, _end


def obstacles(batch: Batch) -> list[Obstacle]:
    """What somebody changed after the batch in what it wrote: the reasons why `undo` would refuse."""
    return table_named(batch.table).obstacles(batch)


def undo(batch: Batch, user: Any, *, force: bool = False) -> Undone:
    """Undo in one transaction. Raises UndoRefused, with nothing changed, when something is newer; `force` undoes what is
    not newer and says in `Undone.kept` what was left alone. Raises TableBusy while a batch of the table is written.

    Undoing what is undone does nothing.
    """
    if batch.state == BatchState.UNDONE:
        return Undone()
    with lock(f"write-{batch.table}"), lock(f"batch-{batch.pk}"):
        before = _state_before(batch)
        _begin(batch, BatchState.UNDOING)
        try:
            with transaction.atomic():
                done = table_named(batch.table).undo(batch, user=user, force=force)
                _end(batch, BatchState.UNDONE, undone_at=timezone.now())
        except UndoRefused as refused:
            _end(batch, before, error=_refusal(refused))
            raise
        except BaseException:
            _end(batch, before, error=_("No se pudo deshacer: nada cambió. Avise a quien administra el sitio."))
            raise
    return done


def _state_before(batch: Batch) -> BatchState:
    """Where the batch returns to when it is not undone; `ask_undo` has changed its state already."""
    return BatchState.DONE if batch.written_at or batch.rows_done >= batch.rows_total else BatchState.INTERRUPTED


def _refusal(refused: UndoRefused) -> str:
    shown = "\n".join(map(str, refused.obstacles[:10]))
    more = refused.total - min(10, len(refused.obstacles))
    tail = "\n" + _("… y %(count)d más.") % {"count": more} if more > 0 else ""
    return _("No se deshizo nada, porque esto cambió después:") + "\n" + shown + tail
