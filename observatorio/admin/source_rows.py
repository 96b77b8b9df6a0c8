"""The sources of a monument side by side, as the form's tab and the page «Fuentes» show them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name

from acervo.history.models import FieldChange
from observatorio.inventory.values import shown
from observatorio.models import Institution, Monument
from observatorio.services.comparison import Comparison, Statement, compare

#: State of a row or a cell → icon of Wagtail; with its word, so that colour is never alone.
SAME, DIFFERS, KNOWN, SILENT = "same", "differs", "known", "silent"
ICONS = {SAME: "check", DIFFERS: "warning", KNOWN: "info-circle", SILENT: "minus"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one institution says of one attribute."""

    state: str
    word: str
    icon: str
    text: str = ""
    key: str = ""
    stated_on: date | None = None
    received_at: datetime | None = None
    url: str = ""  # where to adopt it; empty for whoever may not


@dataclass(frozen=True, slots=True)
class Row:
    attribute: str
    label: str
    group: str
    state: str
    word: str
    icon: str
    adopted: str
    adopted_how: str
    cells: tuple[Cell, ...]
    other_url: str = ""  # where to write another value


@dataclass(frozen=True, slots=True)
class Column:
    """One institution, and the address of everything that it has said of the monument."""

    institution: Institution
    url: str


@dataclass(frozen=True, slots=True)
class SourceTable:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def differing(self) -> int:
        return sum(row.state == DIFFERS for row in self.rows)


def source_table(monument: Monument, *, may_adopt: bool, only_differing: bool = False) -> SourceTable:
    """Rows in the inventory's order, columns by abbreviation. Two queries more than `compare`."""
    comparisons = compare(monument, everything=not only_differing)
    institutions = {item.institution_id: item.institution for item in monument.source_records.all()}
    columns = tuple(
        Column(item, reverse("observatorio_admin:statements", args=[monument.pk, item.pk]))
        for item in sorted(institutions.values(), key=str)
    )
    rows = tuple(
        _row(monument, item, columns, may_adopt=may_adopt) for item in comparisons if item.differs or not only_differing
    )
    return SourceTable(columns, rows)


def words() -> dict[str, str]:
    return {
        SAME: _("Coincide"),
        DIFFERS: _("Difiere"),
        KNOWN: _("Diferencia conocida"),
        SILENT: _("No dice"),
    }


def _row(monument: Monument, item: Comparison, columns: tuple[Column, ...], *, may_adopt: bool) -> Row:
    state = SILENT
    if item.statements:
        state = (KNOWN if item.known else DIFFERS) if item.differs else SAME
    said = {statement.record.institution_id: statement for statement in item.statements}
    adopt_url = reverse("observatorio_admin:adopt", args=[monument.pk, item.attribute]) if may_adopt else ""
    word = _("Sin fuente") if state == SILENT else words()[state]
    return Row(
        attribute=item.attribute,
        label=item.label[:1].upper() + item.label[1:],
        group=str(item.field.group),
        state=state,
        word=word,
        icon=ICONS[state],
        adopted=shown(item.attribute, item.adopted),
        adopted_how=how_adopted(monument, item.adoption),
        cells=tuple(_cell(item, said.get(column.institution.pk), adopt_url) for column in columns),
        other_url=adopt_url if may_adopt and item.attribute != "protections" else "",
    )


def _cell(item: Comparison, statement: Statement | None, adopt_url: str) -> Cell:
    text = shown(item.attribute, statement.value) if statement else ""
    if statement is None or not text:
        return Cell(SILENT, words()[SILENT], ICONS[SILENT])
    state = (KNOWN if item.known else DIFFERS) if statement.differs else SAME
    record = statement.record
    return Cell(
        state, words()[state], ICONS[state], text, record.key, record.stated_on, record.received_at,
        url=f"{adopt_url}?fuente={record.pk}" if adopt_url else "",
    )  # fmt: skip


def how_adopted(monument: Monument, change: FieldChange | None) -> str:
    """Who adopted the value, when, from what source and why; without a change: how the record came to be."""
    if change is None:
        return _how_made(monument)
    parts = [_("{who}, {when}").format(who=who(change.by), when=day(change.at))]
    if change.batch is not None:
        parts.append(_("importación «{name}»").format(name=change.batch.name))
    if change.source:
        parts.append(_("fuente: {source}").format(source=change.source))
    if change.reason:
        parts.append(_("motivo: {reason}").format(reason=change.reason))
    return "; ".join(parts)


def _how_made(monument: Monument) -> str:
    if monument.batch is not None:
        return _("Desde el alta, por la importación «{name}» ({source}), {when}").format(
            name=monument.batch.name, source=monument.batch.source, when=day(monument.created_at)
        )
    return _("Desde el alta, {when}").format(when=day(monument.created_at))


def day(moment: datetime) -> str:
    return date_format(localtime(moment), "SHORT_DATE_FORMAT")


def who(user: Any) -> str:
    return get_user_display_name(user) if user else _("El sistema")
