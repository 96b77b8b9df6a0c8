"""What can be downloaded: the empty template, the sheet with its faults, the report, the file as it was received."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.admin import messages

from acervo.base.exports import export_response
from acervo.tabular.models import WORKING, Batch
from acervo.tabular.services import faults_csv, faults_workbook
from acervo.tabular.services.receiving import path_of
from acervo.tabular.sheets import SheetError

from ..pages import batch_for, table_for
from ..report_rows import COLUMNS, report_rows
from ..template_sheet import template_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def template(request: HttpRequest, table: str) -> HttpResponse:
    """The empty sheet, with headers, help and allowed terms."""
    found = table_for(request, table)
    response = HttpResponse(template_workbook(found), content_type=XLSX)
    name = f"plantilla-{slugify(str(found.label))}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_GET
def faults_sheet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same sheet with a column of reasons and coloured cells."""
    batch, _table = batch_for(request, pk)
    return _made(request, batch, faults_workbook, XLSX, "xlsx")


@require_GET
def faults_list(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same as CSV."""
    batch, _table = batch_for(request, pk)
    return _made(request, batch, faults_csv, "text/csv; charset=utf-8", "csv")


def _made(request: HttpRequest, batch: Batch, make, content_type: str, suffix: str) -> HttpResponseBase:
    if batch.state in WORKING:
        messages.warning(request, _("La hoja está en proceso. Espere a que termine."))
        return redirect("acervo_tabular:batch", pk=batch.pk)
    try:
        path: Path = make(batch)
    except SheetError as error:
        messages.error(request, str(error))
        return redirect("acervo_tabular:batch", pk=batch.pk)
    name = f"{Path(batch.name).stem}-correcciones.{suffix}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=content_type)


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What became of each row that has something to say, as CSV."""
    batch, _table = batch_for(request, pk)
    return export_response("csv", columns=COLUMNS, rows=report_rows(batch), name=f"importacion-{batch.pk}")


@require_GET
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it was received, always as a download that no browser interprets."""
    batch, _table = batch_for(request, pk)
    if not batch.file or not path_of(batch).exists():
        raise Http404(_("El archivo ya no está."))
    return FileResponse(
        path_of(batch).open("rb"), as_attachment=True, filename=batch.name, content_type="application/octet-stream"
    )
