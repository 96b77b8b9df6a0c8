"""Files of the debt: the numbers of each chart, the empty sheets to fill in, and the Fiscal Data Package."""

import csv
import io
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from acervo.base.downloads import LANGUAGE
from acervo.base.exports import safe_cell
from acervo.tabular import registry
from acervo.tabular.admin.template_sheet import template_workbook
from estados.exports import fiscal
from estados.imports_debt import TABLES
from estados.imports_debt.template_csv import template_csv
from estados.models import DebtPage
from estados.services.debt import charted, figures
from estados.services.debt.measures import NAMES
from estados.services.debt_page import promised_years

from .breadcrumbs import key_of, section_of, state_page_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@require_safe
def chart(request: HttpRequest, state: str, name: str) -> HttpResponse:
    """The table of one chart, always in Spanish; its last columns say whether it is a sample and who says so."""
    if name not in NAMES:
        raise Http404(_("No hay una gráfica con ese nombre."))
    page = state_page_of(key_of(state))
    section = section_of(page, DebtPage)
    with override(LANGUAGE):
        known = figures.figures_of(page.state)
        found, _missing = charted.charts_of(known, promised_years(section) if section else ())
        shown = next((item for item in found if item.measure.name == name), None)
        if shown is None:
            raise Http404(_("Esa gráfica no se muestra: faltan las cifras para hacerla."))
        text = _chart_csv(shown, page.state)
    return _file(text.encode("utf-8-sig"), CSV, f"deuda-{state}-{name}.csv")


def _chart_csv(shown: charted.Chart, state: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["clave_entidad", "anio", "valor", "unidad", "deuda_pesos", "divisor", "muestra", "fuente"])
    for row in shown.rows:
        cells = [state, row.year, _plain(row.value), shown.measure.unit, _plain(row.amount), _plain(row.divisor)]
        writer.writerow([*cells, "sí" if shown.is_sample else "no", safe_cell(row.source)])
    return out.getvalue()


def _plain(value: Any) -> str:
    """With four decimals at most; empty where nothing is known."""
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


@require_safe
def template(request: HttpRequest, table: str, form: str) -> HttpResponse:
    """The empty sheet of one of the tables of the debt, as XLSX or CSV."""
    if table not in TABLES or form not in ("xlsx", "csv"):
        raise Http404(_("No hay una plantilla con ese nombre."))
    found = registry.table(table)
    with override(LANGUAGE):
        if form == "xlsx":
            return _file(template_workbook(found), XLSX, f"plantilla-{table}.xlsx")
        return _file(template_csv(found).encode("utf-8-sig"), CSV, f"plantilla-{table}.csv")


@require_safe
def package(request: HttpRequest, state: str = "") -> HttpResponse:
    """The descriptor of the Fiscal Data Package, with the addresses of its files."""
    key = state_page_of(key_of(state)).state if state else ""
    with override(LANGUAGE):
        text = json.dumps(fiscal.package(key), ensure_ascii=False, indent=1)
    response = HttpResponse(text + "\n", content_type="application/json; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def package_zip(request: HttpRequest, state: str = "") -> HttpResponse:
    """The package whole: its descriptor and its files."""
    key = state_page_of(key_of(state)).state if state else ""
    with override(LANGUAGE):
        made = fiscal.package_zip(key)
    return _file(made, "application/zip", f"deuda-{state or 'estados'}.zip")


def _file(body: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Access-Control-Allow-Origin"] = "*"
    return response
