"""The five tables of the debt: how their rows find their records, and what is checked beyond each cell."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acervo.base.states import STATE_NAMES
from acervo.base.text import nearest
from acervo.tabular.models import Batch
from acervo.tabular.table import Obstacle, Row, Table, Undone
from estados.enums import DenominatorKind
from estados.models import DebtTotal, Denominator, Loan, LoanBalance, LoanPayment
from estados.permissions import states_of

from . import columns as sheets
from . import undoing
from .job import DebtJob, Key

SOURCES = (
    ("finanzas", gettext_lazy("Secretaría de Finanzas del estado")),
    ("hacienda", gettext_lazy("Secretaría de Hacienda y Crédito Público")),
    ("fiscalizacion", gettext_lazy("Entidad de fiscalización superior")),
    ("inegi", gettext_lazy("INEGI")),
    ("conapo", gettext_lazy("CONAPO")),
    ("otra", gettext_lazy("Otra, que se dice en cada fila")),
)


class DebtTable(Table):
    """What the five have in common. `fields`: those of the model that rows fill; `amounts`: columns in pesos."""

    permission = "estados.change_loan"
    model: ClassVar[type[Any]]
    fields: ClassVar[tuple[str, ...]]
    key: ClassVar[tuple[str, ...]]
    amounts: ClassVar[tuple[str, ...]] = ()
    viewset: ClassVar[str] = ""

    def may_import(self, user: Any) -> bool:
        return bool(states_of(user))

    def sources(self) -> list[tuple[str, str]]:
        return [(code, str(name)) for code, name in SOURCES]

    def options_fields(self, user: Any) -> dict[str, forms.Field]:
        mine = sorted(states_of(user)) if user is not None else sorted(key for key in STATE_NAMES if key != "00")
        choices = [(key, STATE_NAMES[key]) for key in mine]
        field = forms.ChoiceField(
            label=_("Entidad"), choices=choices if len(choices) == 1 else [("", _("La que dice cada fila")), *choices],
            required=len(choices) == 1, help_text=_("De las filas que no dicen la suya."),
        )  # fmt: skip
        return {"state": field}

    def open(self, batch: Batch) -> DebtJob:
        return DebtJob(self, batch)

    def obstacles(self, batch: Batch) -> list[Obstacle]:
        return undoing.obstacles(batch, self.model)

    def undo(self, batch: Batch, *, user: Any, force: bool = False) -> Undone:
        return undoing.undo(batch, self.model, user=user, force=force)

    def records(self, batch: Batch) -> QuerySet[Any] | None:
        return self.model._default_manager.filter(pk__in=batch.rows.exclude(target_pk=None).values("target_pk"))

    def target_url(self, pk: int) -> str:
        try:
            return reverse(f"{self.viewset}:edit", args=[pk])
        except NoReverseMatch:
            return ""

    # --- what the job asks ---

    def is_national(self, row: Row) -> bool:
        return False

    def prepare(self, job: DebtJob, rows: Sequence[Row]) -> None:
        """Look up what the rows refer to, in a constant number of queries."""

    def check(self, job: DebtJob, row: Row) -> None:
        """Refuse the row, or note what is odd, for what its cells say together."""

    def key_of(self, row: Row) -> Key:
        return tuple(row.values.get(name) for name in self.key)

    def find(self, rows: Sequence[Row]) -> Mapping[Key, Any]:
        """The records of the rows, by their keys."""
        wanted = Q(pk__in=[])
        for row in rows:
            if all(part not in (None, "") for part in self.key_of(row)):
                wanted |= Q(**dict(zip(self.key, self.key_of(row), strict=True)))
        found = self.model._default_manager.filter(wanted)
        return {tuple(_plain(getattr(item, name)) for name in self.key): item for item in found}

    def belonging(self, row: Row) -> dict[str, Any]:
        """The fields that a new record gets from its key."""
        return {name: self.model._meta.get_field(name).to_python(row.values[name]) for name in self.key}

    def empty(self, name: str) -> Any:
        field = self.model._meta.get_field(name)
        return None if field.null else field.get_default()

    def label_of(self, row: Row) -> str:
        return " · ".join(str(part) for part in self.key_of(row) if part)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _not_yet(job: DebtJob, row: Row, column: str, name: str) -> None:
    if (day := row.values.get(name)) and day > job.today.isoformat():
        row.refuse(column, day, _("«%(day)s» es un día que no ha llegado") % {"day": day}, _("revise el año"))


class LoanTable(DebtTable):
    name = "deuda-creditos"
    label = gettext_lazy("Créditos de la deuda")
    one = gettext_lazy("crédito")
    columns = sheets.LOANS
    ignored = sheets.IGNORED["creditos"]
    model = Loan
    key = ("state", "registry_key")
    fields = (
        "creditor", "contract", "signed_on", "amount", "rate", "term_months", "destination", "guarantee", "source", "is_sample",
    )  # fmt: skip
    amounts = ("monto",)
    viewset = "states_loans"

    def check(self, job: DebtJob, row: Row) -> None:
        _not_yet(job, row, "fecha_contrato", "signed_on")


class _OfLoan(DebtTable):
    """Rows that belong to a loan of the database."""

    ignored = sheets.IGNORED["saldos"]
    identity = ("clave_inscripcion", "fecha", "clave_entidad")
    key = ("loan_id", "on")

    def prepare(self, job: DebtJob, rows: Sequence[Row]) -> None:
        states = {row.values["state"] for row in rows if row.values["state"]}
        known: dict[tuple[str, str], Loan] = {}
        keys = {row.values.get("registry_key", "") for row in rows}
        for loan in Loan.objects.filter(state__in=states, registry_key__in=keys):
            known[loan.state, loan.registry_key] = loan
        unknown = [row for row in rows if (row.values["state"], row.values.get("registry_key")) not in known]
        others = list(Loan.objects.filter(state__in=states).values_list("state", "registry_key")[:2000]) if unknown else []  # fmt: skip
        for row in rows:
            key = row.values.get("registry_key")
            row.plan = found = known.get((row.values["state"], key)) if key else None
            row.values["loan_id"] = found.pk if found else None
            if key and found is None:
                self._unknown(row, key, [other for state, other in others if state == row.values["state"]])

    @staticmethod
    def _unknown(row: Row, key: str, others: list[str]) -> None:
        near = nearest(key, others)
        mend = _("importe primero los créditos, o revise la clave")
        if near:
            mend = _("¿quiso decir «%(near)s»?") % {"near": near}
        reason = _("no hay un crédito con la clave «%(key)s» en esa entidad") % {"key": key[:60]}
        row.refuse("clave_inscripcion", key, reason, mend)

    def check(self, job: DebtJob, row: Row) -> None:
        _not_yet(job, row, "fecha", "on")
        loan: Loan | None = row.plan
        if loan is None:
            return
        if loan.is_sample:
            row.notes.append(_("el crédito es de muestra: esta fila también lo será"))
        if loan.signed_on and (day := row.values.get("on")) and day < loan.signed_on.isoformat():
            row.notes.append(_("la fecha es anterior a la del contrato"))

    def belonging(self, row: Row) -> dict[str, Any]:
        return {"loan_id": row.values["loan_id"], "on": dt.date.fromisoformat(row.values["on"])}

    def label_of(self, row: Row) -> str:
        return " · ".join(filter(None, (row.values.get("registry_key", ""), row.values.get("on", ""))))


class BalanceTable(_OfLoan):
    name = "deuda-saldos"
    label = gettext_lazy("Saldos de los créditos")
    one = gettext_lazy("saldo")
    columns = sheets.BALANCES
    model = LoanBalance
    fields = ("amount", "source")
    amounts = ("saldo",)
    viewset = "states_balances"

    def check(self, job: DebtJob, row: Row) -> None:
        super().check(job, row)
        loan: Loan | None = row.plan
        if loan and "amount" in row.values and Decimal(row.values["amount"]) > loan.amount:
            row.notes.append(_("el saldo es mayor que el monto contratado; revise que sea correcto"))


class PaymentTable(_OfLoan):
    name = "deuda-pagos"
    label = gettext_lazy("Pagos de los créditos")
    one = gettext_lazy("pago")
    columns = sheets.PAYMENTS
    model = LoanPayment
    fields = ("principal", "interest", "fees", "source")
    amounts = ("amortizacion", "intereses", "comisiones")
    viewset = "states_payments"

    def check(self, job: DebtJob, row: Row) -> None:
        super().check(job, row)
        told = [Decimal(row.values[name]) for name in self.fields[:3] if name in row.values]
        if not any(told) and not row.faults:
            row.refuse("amortizacion", "", _("la fila no dice cuánto se pagó"), _("escriba la amortización, los intereses o las comisiones"))  # fmt: skip


class TotalTable(DebtTable):
    name = "deuda-total"
    label = gettext_lazy("Deuda total por año")
    one = gettext_lazy("total de un año")
    columns = sheets.TOTALS
    ignored = sheets.IGNORED["deuda-total"]
    identity = ("anio", "clave_entidad")
    model = DebtTotal
    key = ("state", "year")
    fields = ("amount", "source", "is_sample")
    amounts = ("saldo",)
    viewset = "states_debt_totals"

    def check(self, job: DebtJob, row: Row) -> None:
        if (year := row.values.get("year")) and year > job.today.year:
            row.refuse("anio", str(year), _("%(year)d es un año que no ha llegado") % {"year": year}, _("revise el año"))  # fmt: skip


class DenominatorTable(DebtTable):
    name = "deuda-denominadores"
    label = gettext_lazy("Población, producto y precios")
    one = gettext_lazy("dato")
    columns = sheets.DENOMINATORS
    identity = ("anio", "dato", "clave_entidad")
    terms = {"dato": DenominatorKind.values}
    model = Denominator
    key = ("state", "kind", "year")
    fields = ("value", "source", "is_sample")
    viewset = "states_denominators"

    def is_national(self, row: Row) -> bool:
        """Prices are the nation's, whatever the row says of a state."""
        return row.values.get("kind") == DenominatorKind.PRICES


ALL_TABLES = (LoanTable, BalanceTable, PaymentTable, TotalTable, DenominatorTable)
