"""The page of a batch, whatever its state: progress, what the dry run says, what stopped it, the report."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from acervo.tabular.models import WORKING, Batch, BatchState, Outcome
from acervo.tabular.services import mark_dead
from acervo.tabular.services.running import DEAD_AFTER
from acervo.tabular.table import Table

from .. import decisions
from ..pages import CHECK, REPORT, WRITE, batch_for, page
from ..permissions import may_work_on
from ..presentation import facts, report_sentence, working_sentence
from ..sections import ROWS_PER_PAGE, chosen, counts, page_of
from ..urls_of import url


@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a batch stays for ever; what it shows follows its state."""
    found, table = batch_for(request, pk)
    notice_death(found)
    may_work = may_work_on(request.user, found, table)
    if found.state == BatchState.UPLOADED and may_work:
        return redirect("acervo_tabular:columns", pk=pk)
    if found.state in WORKING:
        return _progress(request, found, table, may_work)
    if found.state in (BatchState.FAILED, BatchState.INTERRUPTED):
        return _stopped(request, found, table, may_work)
    if found.state == BatchState.CHECKED:
        return _result(request, found, table, may_work)
    return _report(request, found, table, may_work)


@require_GET
def records(request: HttpRequest, pk: int) -> HttpResponse:
    """What the batch wrote, each with the way to it; for tables that can tell."""
    found, table = batch_for(request, pk)
    written = table.records(found)
    if written is None:
        raise Http404(_("Esta tabla no dice qué registros se importaron."))
    shown = Paginator(written, ROWS_PER_PAGE).get_page(request.GET.get("p"))
    for item in shown:
        item.import_url = table.target_url(item.pk)
    return page(
        request,
        "records",
        _("Lo que se importó"),
        table=table,
        batch=found,
        step=REPORT,
        records=shown,
        elided_page_range=shown.paginator.get_elided_page_range(shown.number),
    )


def notice_death(found: Batch) -> None:
    """A batch whose process died waits for nobody: the clock marks it each minute, and so does whoever looks at it."""
    if found.state in WORKING and found.heartbeat_at and found.heartbeat_at < timezone.now() - DEAD_AFTER:
        mark_dead()
        found.refresh_from_db()


def _progress(request: HttpRequest, found: Batch, table: Table, may_work: bool) -> HttpResponse:
    return page(
        request,
        "progress",
        {
            BatchState.CHECKING: _("Revisando la hoja"),
            BatchState.WRITING: _("Guardando la hoja"),
            BatchState.UNDOING: _("Deshaciendo la importación"),
        }[BatchState(found.state)],
        table=table,
        batch=found,
        step=CHECK if found.state == BatchState.CHECKING else WRITE,
        sentence=working_sentence(found),
        may_stop=may_work and found.state != BatchState.UNDOING,
    )


def _stopped(request: HttpRequest, found: Batch, table: Table, may_work: bool) -> HttpResponse:
    writing = found.state == BatchState.INTERRUPTED
    sentence = _("La revisión no terminó. Nada se ha guardado.")
    if writing:
        sentence = _(
            "Se detuvo después de guardar %(done)d de %(total)d filas. Lo guardado está completo; puede reanudar donde se "
            "quedó o deshacerlo."
        ) % {"done": found.rows_done, "total": found.rows_total}
    return page(
        request,
        "stopped",
        _("Importación interrumpida") if writing else _("La revisión no terminó"),
        table=table,
        batch=found,
        step=WRITE if writing else CHECK,
        sentence=sentence,
        facts=facts(found, table),
        may_decide=False,
        **(_rows(request, found, table) if writing else {}),
        may_resume=may_work and bool(found.file),
        may_undo=may_work and writing,
        may_discard=may_work and not writing,
        may_map=may_work and not writing and bool(found.file),
    )


def _rows(request: HttpRequest, found: Batch, table: Table) -> dict[str, Any]:
    section = chosen(request, found)
    context: dict[str, Any] = {"section": section, "counts": counts(found, section)}
    if section is not None:
        context["rows"] = rows = page_of(request, found, table, section)
        context["elided_page_range"] = rows.paginator.get_elided_page_range(rows.number)
    if section is not None and section.name == "conversiones":
        context["tallies"] = sorted(found.tallies.items(), key=lambda item: (-item[1], item[0]))[:50]
    return context


def _result(request: HttpRequest, found: Batch, table: Table, may_work: bool) -> HttpResponse:
    decided = decisions.summary(found)
    to_write = found.counts.get(Outcome.CREATED.value, 0) + found.counts.get(Outcome.CHANGED.value, 0)
    to_write += found.counts.get(Outcome.SAME.value, 0)  # they leave what the source said, too
    return page(
        request,
        "result",
        _("Resultado de la revisión"),
        table=table,
        batch=found,
        step=CHECK,
        nothing_to_do=not (to_write or decided["new"] or decided["known"]),
        undecided=found.counts.get(Outcome.DOUBTFUL.value, 0),
        decided=decided["new"] + decided["known"],
        settled=decided["settled"],
        has_faults=bool(found.counts.get(Outcome.REFUSED.value) or found.counts.get(Outcome.DOUBTFUL.value)),
        may_write=may_work,
        may_decide=may_work,
        facts=facts(found, table),
        **_rows(request, found, table),
    )


def _report(request: HttpRequest, found: Batch, table: Table, may_work: bool) -> HttpResponse:
    return page(
        request,
        "report",
        _("Informe de la importación"),
        table=table,
        batch=found,
        step=REPORT,
        sentence=report_sentence(found),
        facts=facts(found, table),
        may_undo=may_work and found.state == BatchState.DONE,
        has_faults=bool(found.file and found.counts.get(Outcome.REFUSED.value)),
        records_url=url("records", found)
        if found.state == BatchState.DONE and table.records(found) is not None
        else "",
        may_decide=False,
        **_rows(request, found, table),
    )
