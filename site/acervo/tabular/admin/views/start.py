"""Where an import begins: the list of batches, the upload, and the table of columns that are recognised."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from acervo.tabular.models import OPEN, Batch, BatchState
from acervo.tabular.services import discard, receive
from acervo.tabular.sheets import SheetError

from ..forms import ListFilter, UploadForm
from ..known import known_columns
from ..pages import FILE, batch_for, page, table_for
from ..permissions import may_work_on, visible
from ..presentation import counts_line, state_tag
from ..urls_of import url

BATCHES_PER_PAGE = 30


@require_GET
def batches(request: HttpRequest, table: str) -> HttpResponse:
    """The batches of the table that the user may see, the newest first."""
    found = table_for(request, table)
    rows = visible(request.user, Batch.objects.filter(table=found.name)).select_related("created_by")
    filters = ListFilter(request.GET or None, table=found)
    wanted = {}
    if filters.is_valid():
        wanted = {name: value for name, value in filters.cleaned_data.items() if value}
        rows = rows.filter(**{{"estado": "state", "fuente": "source"}[name]: value for name, value in wanted.items()})
    shown = Paginator(rows.defer("layout", "mapping", "decisions"), BATCHES_PER_PAGE).get_page(request.GET.get("p"))
    sources = dict(found.sources())
    for item in shown:
        item.url = url("batch", item)  # type: ignore[attr-defined]
        item.source_label = sources.get(item.source, item.source)  # type: ignore[attr-defined]
        item.state_tag = state_tag(item)  # type: ignore[attr-defined]
        item.counts_line = counts_line(item)  # type: ignore[attr-defined]
    return page(
        request,
        "list",
        _("Importar hojas"),
        table=found,
        batches=shown,
        filters=filters,
        is_filtered=bool(wanted),
        may_import=True,
        elided_page_range=shown.paginator.get_elided_page_range(shown.number),
    )


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, table: str) -> HttpResponse:
    """The upload. With `?de=<batch>` it is the mended sheet of an unfinished batch, which it replaces."""
    found = table_for(request, table)
    previous = _previous(request)
    initial = {}
    if previous is not None:
        initial = {"source": previous.source, "blank_policy": previous.blank_policy, **previous.options}
    form = UploadForm(request.POST or None, request.FILES or None, table=found, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            batch = receive(
                found,
                data["source"],
                data["file"],
                request.user,
                blank_policy=data["blank_policy"],
                options=form.options,
            )
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            if previous is not None and previous.state in OPEN and previous.state != BatchState.INTERRUPTED:
                discard(previous)
                messages.success(request, _("«%(name)s» reemplaza a la revisión anterior.") % {"name": batch.name})
            return redirect("acervo_tabular:columns", pk=batch.pk)
    title = _("Subir la hoja corregida") if previous else _("Importar una hoja")
    return page(request, "upload", title, table=found, step=FILE, form=form, previous=previous)


def _previous(request: HttpRequest) -> Batch | None:
    """The batch that the upload mends, if the user may work on it."""
    asked = request.GET.get("de", "")
    if not asked.isdecimal():
        return None
    batch, table = batch_for(request, int(asked))
    return batch if may_work_on(request.user, batch, table) else None


@require_GET
def known(request: HttpRequest, table: str) -> HttpResponse:
    """Which columns are recognised, and what is written in them."""
    found = table_for(request, table)
    return page(request, "known", _("Columnas que se reconocen"), table=found, columns=known_columns(found))
