"""What every page of the import shares: finding the table and the batch for this user, the steps, the frame."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acervo.tabular import registry
from acervo.tabular.models import Batch
from acervo.tabular.table import Table

from .permissions import may_work_on, require, visible
from .urls_of import url


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps on top of the page."""

    label: str | Promise
    done: bool
    current: bool


LABELS = (
    gettext_lazy("Archivo"),
    gettext_lazy("Columnas"),
    gettext_lazy("Revisión"),
    gettext_lazy("Guardar"),
    gettext_lazy("Informe"),
)
FILE, COLUMNS, CHECK, WRITE, REPORT = range(5)


def steps(current: int) -> list[Step]:
    return [Step(label, done=number < current, current=number == current) for number, label in enumerate(LABELS)]


def table_for(request: HttpRequest, name: str) -> Table:
    """The registered table, for who may import into it. Raises Http404 or PermissionDenied."""
    try:
        table = registry.table(name)
    except KeyError as error:
        raise Http404(_("No hay una tabla con ese nombre.")) from error
    require(table.may_import(request.user))
    return table


def batch_for(request: HttpRequest, pk: int, *, to_work: bool = False) -> tuple[Batch, Table]:
    """The batch that the user may see (or, `to_work`, take further). Raises Http404 or PermissionDenied."""
    batch = get_object_or_404(Batch.objects.select_related("created_by"), pk=pk)
    table = table_for(request, batch.table)
    if not visible(request.user, Batch.objects.filter(pk=pk)).exists():
        raise PermissionDenied
    require(not to_work or may_work_on(request.user, batch, table))
    return batch, table


def page(
    request: HttpRequest,
    template: str,
    title: str,
    *,
    table: Table,
    batch: Batch | None = None,
    step: int | None = None,
    **context: Any,
) -> TemplateResponse:
    """A page of the import in Wagtail's frame, with breadcrumbs and the addresses that its templates use."""
    list_url = reverse("acervo_tabular:list", args=[table.name])
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Inicio")}, {"url": list_url, "label": str(table.label)}]
    if batch is not None:
        crumbs.append({"url": url("batch", batch), "label": batch.name})
    if step is not None or batch is None:
        crumbs.append({"url": "", "label": title})
    frame = {
        "header_title": title,
        "page_title": title,
        "header_icon": "table",
        "breadcrumbs_items": crumbs,
        "steps": steps(step) if step is not None else None,
        "table": table,
        "batch": batch,
        "noun": str(table.one).capitalize(),
        "list_url": list_url,
        "upload_url": reverse("acervo_tabular:upload", args=[table.name]),
        "known_url": reverse("acervo_tabular:known", args=[table.name]),
        "template_url": reverse("acervo_tabular:template", args=[table.name]),
    }
    if batch is not None:
        for name in ("batch", "columns", "decide", "confirm", "stop", "resume", "discard", "undo", "progress", "faults_xlsx", "faults_csv"):  # fmt: skip
            frame[f"{name}_url"] = url(name, batch)
        frame["report_csv_url"] = url("report", batch)
        frame["file_url"] = url("original", batch) if batch.file else ""
        frame["again_url"] = f"{frame['upload_url']}?de={batch.pk}"
    return TemplateResponse(request, f"tabular/admin/{template}.html", frame | context)
