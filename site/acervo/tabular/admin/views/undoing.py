"""Taking a batch back: what would be undone, what prevents it, and the deed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from acervo.tabular.models import Batch, BatchRow, BatchState, Outcome
from acervo.tabular.services import TableBusy, WrongState, ask_undo, obstacles
from acervo.tabular.table import Obstacle, Table

from ..pages import REPORT, batch_for, page

UNDOABLE = (BatchState.DONE, BatchState.INTERRUPTED)
SHOWN = 100


@require_http_methods(["GET", "POST"])
def undo_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then have it undone. With something newer in the way, only on the explicit wish to leave that alone."""
    batch, table = batch_for(request, pk, to_work=True)
    if batch.state not in UNDOABLE:
        return redirect("acervo_tabular:batch", pk=pk)
    if request.method == "POST":
        try:
            ask_undo(batch, request.user, force=request.POST.get("force") == "1")
        except TableBusy:
            messages.warning(request, _("Otra hoja se está guardando. Espere a que termine y vuelva a intentarlo."))
        except WrongState as error:
            messages.warning(request, str(error))
        return redirect("acervo_tabular:batch", pk=pk)
    found = obstacles(batch)
    return page(
        request,
        "undo",
        _("Deshacer la importación"),
        table=table,
        batch=batch,
        step=REPORT,
        sentences=_sentences(batch),
        obstacles=_shown(batch, table, found[:SHOWN]),
        more_obstacles=max(0, len(found) - SHOWN),
    )


def _sentences(batch: Batch) -> list[str]:
    """What undoing does, by the counts of what was written."""
    found = []
    if number := batch.counts.get(Outcome.CREATED.value, 0):
        found.append(ngettext("Se borrará %(count)d registro que esta hoja creó.", "Se borrarán %(count)d registros que esta hoja creó.", number) % {"count": number})  # fmt: skip
    if number := batch.counts.get(Outcome.CHANGED.value, 0):
        found.append(ngettext("%(count)d registro volverá a como estaba antes.", "%(count)d registros volverán a como estaban antes.", number) % {"count": number})  # fmt: skip
    found.append(_("Se quita lo que la hoja decía de cada registro. La historia de los cambios se conserva."))
    return found


def _shown(batch: Batch, table: Table, found: list[Obstacle]) -> list[dict[str, object]]:
    """The obstacles with the address of their record; one query for all."""
    numbers = [obstacle.row for obstacle in found if obstacle.row is not None]
    targets = dict(BatchRow.objects.filter(batch=batch, number__in=numbers).values_list("number", "target_pk"))
    shown: list[dict[str, object]] = []
    for obstacle in found:
        target = targets.get(obstacle.row) if obstacle.row is not None else None
        shown.append(
            {
                "row": obstacle.row,
                "label": obstacle.label,
                "field": obstacle.field,
                "reason": obstacle.reason,
                "url": table.target_url(target) if target is not None else "",
            }
        )
    return shown
