"""Which column of the sheet is which: recognised by its header, said by a person, remembered for the institution."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from openpyxl.utils import get_column_letter
from wagtail.admin import messages

from acervo.tabular.models import Batch, BatchState
from acervo.tabular.services import (
    MappingError,
    WrongState,
    ask_check,
    choose_sheet,
    recognise,
    set_mapping,
    sheet_names,
)
from acervo.tabular.sheets import SheetError
from acervo.tabular.table import Table

from ..forms import SheetForm
from ..pages import COLUMNS, batch_for, page

MAPPABLE = (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED)


@dataclass(slots=True)
class SheetColumn:
    """One column of the sheet on the page. `selected` is the name of a known column, or empty for «leave it out».

    `likely` is the label of a column whose name is only like this header: said, and left for the person to choose.
    `is_ours`: our own downloads add it; nothing to say of it.
    """

    index: int
    header: str
    letter: str
    samples: tuple[str, ...]
    selected: str
    remembered: bool = False
    is_ours: bool = False
    likely: str = ""
    error: str = ""


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was recognised; take what the person says, and have the dry run made."""
    batch, table = batch_for(request, pk, to_work=True)
    if batch.state not in MAPPABLE:
        return redirect("acervo_tabular:batch", pk=pk)
    if request.method == "POST" and "read-sheet" in request.POST:
        return _read_sheet(request, batch)
    found = _sheet_columns(batch, table)
    errors: list[str] = []
    if request.method == "POST":
        for column in found:
            column.selected = request.POST.get(f"column-{column.index}", "")
        try:
            set_mapping(batch, {column.index: column.selected for column in found})
            ask_check(batch)
        except (MappingError, WrongState) as error:
            errors = _mark_repeated(found, table) or [str(error)]
        else:
            return redirect("acervo_tabular:batch", pk=pk)
    sheets = sheet_names(batch)
    return page(
        request,
        "columns",
        _("Columnas de la hoja"),
        table=table,
        batch=batch,
        step=COLUMNS,
        columns=found,
        known_count=sum(1 for column in found if column.selected or column.is_ours),
        choices=_choices(table),
        errors=errors,
        missing=[column.label for column in recognise(batch, table).missing] if request.method == "GET" else [],
        sheet_form=SheetForm(sheets=sheets, initial={"sheet": batch.sheet, "header_row": batch.header_row}),
    )


def _read_sheet(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Take another sheet or another row of headers, and recognise anew."""
    form = SheetForm(request.POST, sheets=sheet_names(batch))
    if form.is_valid():
        sheet = form.cleaned_data.get("sheet") or batch.sheet
        # Another sheet has its headers elsewhere: they are looked for again.
        row = form.cleaned_data["header_row"] if sheet == batch.sheet else None
        try:
            choose_sheet(batch, sheet, header_row=row)
        except SheetError as error:
            messages.error(request, str(error))
    else:
        messages.error(request, _("Elija una hoja del libro y una fila entre 1 y 50."))
    return redirect("acervo_tabular:columns", pk=batch.pk)


def _sheet_columns(batch: Batch, table: Table) -> list[SheetColumn]:
    found = []
    for item in recognise(batch, table).columns:
        guessed = 0 < item.sure < 0.9  # what a person confirmed is remembered, and surer than this
        found.append(
            SheetColumn(
                index=item.index,
                header=item.header.strip(),
                letter=get_column_letter(item.index + 1),
                samples=item.samples,
                selected="" if guessed else batch.mapping.get(str(item.index), ""),
                remembered=item.sure == 0.9,
                is_ours=item.is_ours,
                likely=str(table.column(item.column).label) if guessed and item.column else "",
            )
        )
    return found


def _choices(table: Table) -> list[tuple[str, str]]:
    def name(column) -> str:
        return _("%(column)s (obligatoria)") % {"column": column.label} if column.needed else str(column.label)

    return [("", _("No importar")), *((column.name, name(column)) for column in table.columns)]


def _mark_repeated(found: list[SheetColumn], table: Table) -> list[str]:
    """Say at each header that shares its column with another which one that is."""
    by_name: dict[str, list[SheetColumn]] = {}
    for column in found:
        if column.selected:
            by_name.setdefault(column.selected, []).append(column)
    labels = {column.name: str(column.label) for column in table.columns}
    errors = []
    for name, twins in by_name.items():
        if len(twins) < 2 or name not in labels:
            continue
        for column in twins:
            others = ", ".join(f"«{twin.header}»" for twin in twins if twin is not column)
            column.error = _("También dice lo mismo %(headers)s. Deje solo una.") % {"headers": others}
        errors.append(
            _("%(headers)s: dos columnas de la hoja dicen «%(label)s».")
            % {"headers": ", ".join(f"«{twin.header}»" for twin in twins), "label": labels[name]}
        )
    return errors
