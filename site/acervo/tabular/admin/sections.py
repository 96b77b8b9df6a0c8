"""The parts of a result: what is refused, in doubt, changed, converted, new; each with its rows, paginated."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from acervo.tabular.models import Batch, BatchRow, Outcome
from acervo.tabular.table import Table

from . import decisions
from .presentation import OUTCOMES, Count
from .urls_of import batch_url

ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the result; `name` is its value of `?ver=`."""

    name: str
    title: str | Promise
    help: str | Promise
    empty: str | Promise = ""


REFUSED = Section(
    "rechazadas",
    _("Filas rechazadas"),
    _(
        "Estas filas no se importan. Corrija las celdas que se nombran y suba la hoja otra vez; las demás no se detienen."
    ),
)
DOUBTFUL = Section(
    "por-confirmar",
    _("Filas por confirmar"),
    _("Se parecen a un registro que ya está. Diga cuál es, para que ninguno quede repetido; lo que no decida no se importa."),
)  # fmt: skip
CHANGED = Section(
    "cambios",
    _("Cambios"),
    _("«Se adopta»: el registro toma el valor nuevo. «En disputa»: otra fuente dice otra cosa; queda lo que estaba y se anota lo que dice esta hoja."),
)  # fmt: skip
CREATED = Section(
    "nuevos",
    _("Registros nuevos"),
    _("Se muestran los que tienen algo que decir; los demás nuevos solo se cuentan."),
    _("Todos los nuevos están sin observaciones."),
)
NOTES = Section(
    "conversiones",
    _("Conversiones y avisos"),
    _("Lo que la hoja escribía de otra manera y se convirtió. Revise que se haya entendido bien."),
)
SECTIONS = {section.name: section for section in (REFUSED, DOUBTFUL, CHANGED, CREATED, NOTES)}
_OF = {
    Outcome.REFUSED: REFUSED,
    Outcome.DOUBTFUL: DOUBTFUL,
    Outcome.CHANGED: CHANGED,
    Outcome.CREATED: CREATED,
}


def rows_of(batch: Batch, section: Section) -> QuerySet[BatchRow]:
    if section is DOUBTFUL:
        return decisions.doubtful(batch)
    if section is NOTES:
        return batch.rows.exclude(notes=[])
    outcome = next(outcome for outcome, found in _OF.items() if found is section)
    return batch.rows.filter(outcome=outcome)


def chosen(request: HttpRequest, batch: Batch) -> Section | None:
    """The section that was asked for, else the first that has rows."""
    if (asked := request.GET.get("ver", "")) in SECTIONS:
        return SECTIONS[asked]
    for section in (REFUSED, DOUBTFUL, CHANGED):
        if rows_of(batch, section).exists():
            return section
    return NOTES if batch.tallies else None


def counts(batch: Batch, section: Section | None) -> list[Count]:
    """The number of rows of each outcome, and of rows with conversions, as links to their sections."""
    found = []
    for outcome, label, icon in OUTCOMES:
        number = batch.counts.get(outcome.value, 0)
        target = _OF.get(outcome)
        offered = number or (target is DOUBTFUL and batch.decisions)
        link = f"{batch_url(batch)}?ver={target.name}#filas" if target and offered else ""
        found.append(Count(label, icon, number, link, current=target is not None and target is section))
    if number := rows_of(batch, NOTES).count():
        link = f"{batch_url(batch)}?ver={NOTES.name}#filas"
        found.append(Count(_("Con conversiones"), "rotate", number, link, current=section is NOTES))
    return found


def page_of(request: HttpRequest, batch: Batch, table: Table, section: Section) -> Page[BatchRow]:
    """A page of the section's rows, with the addresses and choices that the templates show."""
    rows = Paginator(rows_of(batch, section).order_by("number"), ROWS_PER_PAGE).get_page(request.GET.get("p"))
    for row in rows:
        shown: Any = row
        shown.url = table.target_url(row.target_pk) if row.target_pk else ""
        shown.chosen = decisions.choice_of(batch, row)
        for candidate in row.candidates:
            candidate["value"] = str(candidate["pk"])
            candidate["url"] = table.target_url(candidate["pk"])
    return rows
