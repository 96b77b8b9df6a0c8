"""A batch as its pages show it: state with icon, counts, facts, sentences of what will be or was written."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from acervo.tabular.models import Batch, BatchState, BlankPolicy, Outcome
from acervo.tabular.table import Table


@dataclass(frozen=True, slots=True)
class Tag:
    """A word with the shape of an icon: colour alone says nothing."""

    label: str | Promise
    icon: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows have an outcome; `url` shows them, when there is something to see."""

    label: str | Promise
    icon: str
    number: int
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known of a batch."""

    label: str
    value: Any
    code: bool = False
    wide: bool = False


STATE_ICONS = {
    BatchState.UPLOADED: "upload",
    BatchState.CHECKING: "time",
    BatchState.CHECKED: "tasks",
    BatchState.WRITING: "time",
    BatchState.DONE: "circle-check",
    BatchState.INTERRUPTED: "warning",
    BatchState.FAILED: "circle-xmark",
    BatchState.UNDOING: "time",
    BatchState.UNDONE: "resubmit",
    BatchState.DISCARDED: "bin",
}
#: Plural names of the outcomes, in the order of their counts.
OUTCOMES: tuple[tuple[Outcome, str | Promise, str], ...] = (
    (Outcome.CREATED, gettext_lazy("Nuevos"), "plus"),
    (Outcome.CHANGED, gettext_lazy("Cambiados"), "edit"),
    (Outcome.SAME, gettext_lazy("Iguales"), "check"),
    (Outcome.REFUSED, gettext_lazy("Rechazados"), "circle-xmark"),
    (Outcome.DOUBTFUL, gettext_lazy("Por confirmar"), "help"),
)


def state_tag(batch: Batch) -> Tag:
    return Tag(batch.get_state_display(), STATE_ICONS[BatchState(batch.state)])


def counts_line(batch: Batch) -> str:
    """«12 nuevos, 3 rechazados»; empty before the first dry run."""
    return ", ".join(
        f"{batch.counts[outcome.value]} {str(label).lower()}"
        for outcome, label, _icon in OUTCOMES
        if batch.counts.get(outcome.value)
    )


def facts(batch: Batch, table: Table) -> list[Fact]:
    """Who, when, from whom, which file, and what was asked for."""
    found = [
        Fact(_("Institución"), dict(table.sources()).get(batch.source, batch.source)),
        Fact(_("Quién la subió"), batch.created_by or _("Línea de órdenes")),
        Fact(_("Recibida"), _moment(batch.created_at)),
    ]
    if batch.written_at:
        found.append(Fact(_("Guardada"), _moment(batch.written_at)))
    if batch.undone_at:
        found.append(Fact(_("Deshecha"), _moment(batch.undone_at)))
    found += [
        Fact(_("Estado"), batch.get_state_display()),
        Fact(_("Filas"), _rows(batch)),
        Fact(_("Celdas vacías"), BlankPolicy(batch.blank_policy).label),
        *options(batch, table),
        Fact(_("Archivo"), batch.name + (f" · {batch.sheet}" if batch.sheet else "")),
        Fact(_("Huella del archivo (SHA-256)"), batch.sha256, code=True, wide=True),
    ]
    return found


def options(batch: Batch, table: Table) -> list[Fact]:
    """The table's own options, as the upload's form names them."""
    found = []
    for name, field in table.options_fields(batch.created_by).items():
        if name not in batch.options:
            continue
        value = batch.options[name]
        if isinstance(value, bool):
            value = _("sí") if value else _("no")
        else:
            value = dict(getattr(field, "choices", [])).get(value, value)
        found.append(Fact(str(field.label or name), value))
    return found


def will_be_written(batch: Batch, table: Table, *, decided: dict[str, int]) -> list[str]:
    """Exactly what saving does, a sentence each. `decided`: see `decisions.summary`."""
    counts = {outcome: batch.counts.get(outcome.value, 0) for outcome, _label, _icon in OUTCOMES}
    words = {"source": dict(table.sources()).get(batch.source, batch.source)}
    found = []
    if number := counts[Outcome.CREATED]:
        found.append(ngettext("Se creará %(count)d registro nuevo.", "Se crearán %(count)d registros nuevos.", number) % {"count": number})  # fmt: skip
    if number := counts[Outcome.CHANGED]:
        found.append(ngettext("Cambiará %(count)d registro, en los campos que se ven en la revisión.", "Cambiarán %(count)d registros, en los campos que se ven en la revisión.", number) % {"count": number})  # fmt: skip
    if number := counts[Outcome.SAME]:
        found.append(ngettext("%(count)d registro queda como está.", "%(count)d registros quedan como están.", number) % {"count": number})  # fmt: skip
    if number := decided["new"]:
        found.append(ngettext("%(count)d fila por confirmar creará un registro nuevo, como usted decidió.", "%(count)d filas por confirmar crearán registros nuevos, como usted decidió.", number) % {"count": number})  # fmt: skip
    if number := decided["known"]:
        found.append(ngettext("%(count)d fila por confirmar irá al registro que usted eligió.", "%(count)d filas por confirmar irán a los registros que usted eligió.", number) % {"count": number})  # fmt: skip
    found.append(_("Lo que dice la hoja se guarda como dicho por «%(source)s», y se recuerda quién lo importó y cuándo.") % words)  # fmt: skip
    if batch.blank_policy == BlankPolicy.CLEAR:
        found.append(_("Las celdas vacías borran lo que ya estaba registrado."))
    else:
        found.append(_("Las celdas vacías no borran nada."))
    found += [f"{fact.label}: {fact.value}." for fact in options(batch, table)]
    return found


def will_be_left_out(batch: Batch, *, undecided: int) -> list[str]:
    """What the sheet has and saving does not write."""
    found = []
    if number := batch.counts.get(Outcome.REFUSED.value, 0):
        found.append(ngettext("%(count)d fila rechazada no se importa. Puede corregirla y subir la hoja otra vez.", "%(count)d filas rechazadas no se importan. Puede corregirlas y subir la hoja otra vez.", number) % {"count": number})  # fmt: skip
    if undecided:
        found.append(ngettext("%(count)d fila por confirmar no se importa, porque nadie ha dicho de qué registro es.", "%(count)d filas por confirmar no se importan, porque nadie ha dicho de qué registro son.", undecided) % {"count": undecided})  # fmt: skip
    return found


def working_sentence(batch: Batch) -> str:
    """What is being done now, for the progress page."""
    if batch.heartbeat_at is None:
        return _("«%(name)s» espera su turno.") % {"name": batch.name}
    words = {"name": batch.name, "done": batch.rows_done, "total": batch.rows_total}
    if batch.state == BatchState.UNDOING:
        return _("Se está deshaciendo la importación de «%(name)s».") % words
    if not batch.rows_total:
        return _("Se está leyendo «%(name)s».") % words
    if batch.state == BatchState.CHECKING:
        return _("Van %(done)d de %(total)d filas revisadas de «%(name)s».") % words
    return _("Van %(done)d de %(total)d filas guardadas de «%(name)s».") % words


def report_sentence(batch: Batch) -> str:
    """How the import ended."""
    words = {"name": batch.name, "when": _moment(batch.written_at or batch.created_at)}
    if batch.state == BatchState.UNDONE:
        words["when"] = _moment(batch.undone_at or batch.created_at)
        return _("La importación de «%(name)s» se deshizo el %(when)s. Los datos volvieron a como estaban.") % words
    if batch.state == BatchState.DISCARDED:
        return _("La hoja «%(name)s» se descartó sin guardar nada.") % words
    return _("La hoja «%(name)s» se guardó el %(when)s.") % words


def _rows(batch: Batch) -> str:
    if batch.state != BatchState.INTERRUPTED:
        return str(batch.rows_total)
    return _("%(done)d de %(total)d") % {"done": batch.rows_done, "total": batch.rows_total}


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
