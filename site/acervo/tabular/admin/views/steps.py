"""What a person asks of a batch: decide, save, stop, go on, discard; and the state that the progress page asks for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from acervo.tabular.models import WORKING, Batch, BatchState
from acervo.tabular.services import TableBusy, WrongState, ask_check, ask_write, decide, discard, stop

from .. import decisions
from ..pages import WRITE, batch_for, page
from ..presentation import will_be_left_out, will_be_written, working_sentence
from ..sections import DOUBTFUL
from ..urls_of import batch_url
from .results import notice_death


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say exactly what will be written, and write it."""
    batch, table = batch_for(request, pk, to_work=True)
    if batch.state != BatchState.CHECKED:
        return redirect("acervo_tabular:batch", pk=pk)
    if request.method == "POST":
        _try(request, lambda: ask_write(batch))
        return redirect("acervo_tabular:batch", pk=pk)
    decided = decisions.summary(batch)
    return page(
        request,
        "confirm",
        _("Guardar la hoja"),
        table=table,
        batch=batch,
        step=WRITE,
        sentences=will_be_written(batch, table, decided=decided),
        warnings=will_be_left_out(batch, undecided=decided["undecided"]),
    )


@require_POST
def decide_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was chosen on this page of doubtful rows, or for all of them."""
    batch, _table = batch_for(request, pk, to_work=True)
    if batch.state == BatchState.CHECKED and request.POST.get("bulk") == "forget":
        decide(batch, {int(number): None for number in batch.decisions})
        _try(request, lambda: ask_check(batch))
        return redirect("acervo_tabular:batch", pk=pk)
    if batch.state == BatchState.CHECKED:
        rows = decisions.doubtful(batch)
        if request.POST.get("bulk", "") not in decisions.BULK:
            numbers = [name.removeprefix("row-") for name in request.POST if name.startswith("row-")]
            rows = rows.filter(number__in=[int(number) for number in numbers if number.isdecimal()])
        chosen = decisions.read(rows.only("number", "candidates").iterator(chunk_size=500), request.POST)
        decide(batch, chosen)
        messages.success(
            request,
            ngettext(
                "Se guardó la decisión de %(count)d fila.",
                "Se guardaron las decisiones de %(count)d filas.",
                len(chosen),
            )
            % {"count": len(chosen)},
        )
    page_number = request.POST.get("p", "")
    where = f"&p={page_number}" if page_number.isdecimal() else ""
    return redirect(f"{batch_url(batch)}?ver={DOUBTFUL.name}{where}#filas")


@require_POST
def stop_work(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a dry run or a writing after the rows it has in hand."""
    batch, _table = batch_for(request, pk, to_work=True)
    stop(batch)
    if batch.state == BatchState.UPLOADED:
        messages.warning(request, _("La revisión se detuvo. Nada se ha guardado."))
    return redirect("acervo_tabular:batch", pk=pk)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on writing where it stopped, or make the dry run again."""
    batch, _table = batch_for(request, pk, to_work=True)
    if batch.state == BatchState.INTERRUPTED:
        _try(request, lambda: ask_write(batch))
    elif batch.state in (BatchState.FAILED, BatchState.CHECKED):
        _try(request, lambda: ask_check(batch))
    return redirect("acervo_tabular:batch", pk=pk)


@require_POST
def discard_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an upload that was not written."""
    batch, table = batch_for(request, pk, to_work=True)
    if batch.state in (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED):
        if _try(request, lambda: discard(batch)):
            messages.success(request, _("«%(name)s» se descartó sin guardar nada.") % {"name": batch.name})
        return redirect("acervo_tabular:list", table=table.name)
    return redirect("acervo_tabular:batch", pk=pk)


@require_GET
@never_cache
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work came, as JSON, for the page that shows it."""
    batch, _table = batch_for(request, pk)
    notice_death(batch)
    working = batch.state in WORKING
    return JsonResponse(
        {
            "working": working,
            "state": batch.state,
            "done": batch.rows_done,
            "total": batch.rows_total,
            "sentence": working_sentence(batch) if working else batch.get_state_display(),
            "url": batch_url(batch),
        }
    )


def _try(request: HttpRequest, step: Callable[[], None]) -> bool:
    """Take the step; what forbids it is told on the next page."""
    try:
        step()
    except TableBusy:
        messages.warning(request, _("Otra hoja se está guardando. Espere a que termine y vuelva a intentarlo."))
    except WrongState as error:
        messages.warning(request, str(error))
    else:
        return True
    return False


__all__ = ["Batch", "confirm", "decide_rows", "discard_batch", "progress", "resume", "stop_work"]
