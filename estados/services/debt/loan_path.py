"""The way of one loan: contract → bank → destination → balance → cost. What is not published is said, not skipped."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from acervo.base.charts import number
from estados.models import Loan, LoanPayment

from .figures import latest_balance
from .money import pesos, short


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a step. `term`: key of the glossary that explains its label."""

    label: str
    value: str
    term: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """`says`: its sentence; without one, `missing` says what is not published."""

    name: str
    title: str
    says: str = ""
    missing: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """What was paid for a loan up to the last payment known."""

    principal: Decimal
    interest: Decimal
    fees: Decimal
    first: dt.date
    last: dt.date
    payments: int

    @property
    def price(self) -> Decimal:
        """Interest and fees: what the loan has cost over what was lent."""
        return self.interest + self.fees

    @property
    def total(self) -> Decimal:
        return self.principal + self.price

    def per_peso(self, lent: Decimal) -> Decimal | None:
        """Pesos of cost for each peso lent; None when nothing was lent."""
        return self.price / lent if lent else None


def cost_of(payments: Iterable[LoanPayment]) -> Cost | None:
    """None without payments: not known is not zero."""
    rows = sorted(payments, key=lambda payment: payment.on)
    if not rows:
        return None
    zero = Decimal(0)
    return Cost(
        sum((row.principal for row in rows), zero), sum((row.interest for row in rows), zero),
        sum((row.fees for row in rows), zero), rows[0].on, rows[-1].on, len(rows),
    )  # fmt: skip


def path_of(loan: Loan) -> list[Step]:
    """The five steps, in order; uses the balances and payments fetched with the loan."""
    return [_contract(loan), _bank(loan), _destination(loan), _balance(loan), _cost(loan)]


def _contract(loan: Loan) -> Step:
    words = {"amount": short(loan.amount), "day": loan.signed_on and date_format(loan.signed_on, "DATE_FORMAT")}
    says = _("El estado firmó un crédito por %(amount)s.") % words
    if loan.signed_on:
        says = _("El %(day)s el estado firmó un crédito por %(amount)s.") % words
    facts = [Fact(_("Monto contratado"), pesos(loan.amount), "credito")]
    facts.append(Fact(_("Clave de inscripción"), loan.registry_key, "registro"))
    if loan.contract:
        facts.append(Fact(_("Contrato"), loan.contract, "contrato"))
    missing = "" if loan.signed_on else _("La fecha del contrato no está publicada.")
    return Step("contrato", _("Contrato"), says, missing, tuple(facts))


def _bank(loan: Loan) -> Step:
    facts = []
    if loan.rate:
        facts.append(Fact(_("Tasa"), loan.rate, "tasa"))
    if loan.term_months:
        facts.append(Fact(_("Plazo"), _term(loan.term_months), "plazo"))
    if loan.guarantee:
        facts.append(Fact(_("Garantía o fuente de pago"), loan.guarantee, "fuente-de-pago"))
    lacking = [name for name, value in ((_("la tasa"), loan.rate), (_("el plazo"), loan.term_months), (_("la garantía o fuente de pago"), loan.guarantee)) if not value]  # fmt: skip
    missing = _("No está publicado: %(names)s.") % {"names": ", ".join(lacking)} if lacking else ""
    return Step("banco", _("Banco"), _("Lo prestó %(name)s.") % {"name": loan.creditor}, missing, tuple(facts))


def _destination(loan: Loan) -> Step:
    if loan.destination:
        return Step("destino", _("Destino"), loan.destination)
    return Step("destino", _("Destino"), missing=_("No está publicado en qué se usó el dinero."))


def _balance(loan: Loan) -> Step:
    latest = latest_balance(loan)
    if latest is None:
        return Step("saldo", _("Saldo"), missing=_("No hay ningún saldo publicado de este crédito."))
    words = {"day": date_format(latest.on, "DATE_FORMAT"), "amount": short(latest.amount)}
    says = _("Al %(day)s faltaba pagar %(amount)s.") % words
    if not latest.amount:
        says = _("Al %(day)s estaba pagado por completo.") % words
    elif loan.amount and latest.amount <= loan.amount:
        words["percent"] = number(latest.amount * 100 / loan.amount, decimals=0) + "\u00a0%"
        says = _("Al %(day)s faltaba pagar %(amount)s, el %(percent)s de lo contratado.") % words
    return Step("saldo", _("Saldo"), says, facts=(Fact(_("Saldo"), pesos(latest.amount), "saldo"),))


def _cost(loan: Loan) -> Step:
    cost = cost_of(loan.payments.all())
    if cost is None:
        return Step("costo", _("Costo"), missing=_("No hay pagos publicados: no se sabe cuánto ha costado."))
    words = {"price": short(cost.price), "first": date_format(cost.first, "DATE_FORMAT"), "last": date_format(cost.last, "DATE_FORMAT")}  # fmt: skip
    says = _("Del %(first)s al %(last)s se pagaron %(price)s de intereses y comisiones.") % words
    if cost.first == cost.last:
        says = _("El %(last)s se pagaron %(price)s de intereses y comisiones.") % words
    each = cost.per_peso(loan.amount)
    if each:
        words["cents"] = number(each * 100, decimals=0 if each >= Decimal("0.1") else 1)
        says += " " + _("Son %(cents)s centavos por cada peso contratado.") % words
    facts = (
        Fact(_("Amortización pagada"), pesos(cost.principal), "amortizacion"),
        Fact(_("Intereses pagados"), pesos(cost.interest), "intereses"),
        Fact(_("Comisiones y otros gastos"), pesos(cost.fees), "comisiones"),
    )
    return Step("costo", _("Costo"), says, facts=facts)


def _term(months: int) -> str:
    years, rest = divmod(months, 12)
    if rest or not years:
        return _("%(months)d meses") % {"months": months}
    return _("%(months)d meses (%(years)d años)") % {"months": months, "years": years} if years > 1 else _("12 meses (un año)")  # fmt: skip
