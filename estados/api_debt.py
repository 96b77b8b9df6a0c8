"""The public debt in the API: what each state owed each year in all its measures, and its loans.

Amounts are JSON numbers of pesos, like those of the downloads. Every
row says whether it is a sample; samples of a state that has real figures are not there (`services.debt.figures`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from acervo.base.addresses import absolute
from acervo.base.api import Problem, Refusal, answer, refuse
from acervo.base.api_paging import Paging, ResultPage, page_of, read
from acervo.base.states import STATE_NAMES
from estados.exports.about import LICENCE_URL
from estados.models import Loan, LoanBalance, LoanPayment
from estados.services.debt import charted, figures
from estados.services.debt.loan_path import cost_of

from . import api_parameters

router = Router(tags=["Deuda pública"])
SAMPLE = "true: la cifra es inventada, enseña cómo se ve la página y no debe citarse."


class DebtParameters(Paging):
    state: list[str] = Field([], description="Clave del INEGI o nombre de la entidad. Se puede repetir.")


class YearOut(Schema):
    state: str
    state_name: str
    year: int
    amount: float = Field(..., description="Saldo al cierre del año, en pesos corrientes.")
    constant_amount: float | None = Field(..., description="En pesos constantes del año base; null sin INPC.")
    base_year: int | None = Field(..., description="El año base de los pesos constantes.")
    per_person: float | None = Field(..., description="Pesos por habitante; null sin población.")
    share_of_product: float | None = Field(..., description="Por ciento del PIB estatal; null sin él.")
    source: str
    is_sample: bool = Field(..., description=SAMPLE)


class LoanOut(Schema):
    state: str
    state_name: str
    registry_key: str = Field(..., description="Clave en el Registro Público Único.")
    creditor: str
    contract: str
    signed_on: str | None
    amount: float = Field(..., description="Monto contratado, en pesos.")
    rate: str
    term_months: int | None
    destination: str
    guarantee: str
    balance: float | None = Field(..., description="Último saldo publicado, en pesos; null si no hay.")
    balance_on: str | None
    principal_paid: float | None
    interest_paid: float | None
    fees_paid: float | None
    source: str
    url: str
    is_sample: bool = Field(..., description=SAMPLE)


class YearResults(ResultPage):
    results: list[YearOut]


class LoanResults(ResultPage):
    results: list[LoanOut]


@router.get(
    "/debt",
    response={200: YearResults, 400: Refusal},
    operation_id="debt",
    summary="Deuda total de las entidades por año, en pesos corrientes, constantes, por persona y del producto",
)
def debt(request: HttpRequest, parameters: Query[DebtParameters]) -> JsonResponse:
    asked = read(request.GET, "state")
    wanted = api_parameters.states(asked, request.GET)
    if asked.updated_since:
        reason = _("«updated_since» no se puede usar aquí: los totales por año no guardan cuándo cambiaron.")
        asked.problems.append(Problem("updated_since", reason))
    if asked.problems:
        return refuse(asked.problems)
    totals = figures.totals_shown().order_by("state", "year")
    if wanted:
        totals = totals.filter(state__in=wanted)
    keys = list(totals.values_list("state", "year"))
    shown = keys[asked.offset : asked.offset + asked.page_size]
    known = figures.figures_of_states(state for state, _year in shown)
    rows = {state: _years(found) for state, found in known.items()}
    results = [rows[state][year] for state, year in shown]
    return answer(page_of(request, asked, count=len(keys), results=results, licence_url=LICENCE_URL))


def _years(found: figures.Figures) -> dict[int, dict[str, Any]]:
    lines = {line.name: line for line in charted.measures_of(found).lines}

    def value(name: str, year: int) -> float | None:
        return _number(dict(lines[name].points).get(year)) if name in lines else None

    constant = lines.get("pesos-constantes")
    return {
        year: {
            "state": found.state,
            "state_name": STATE_NAMES[found.state],
            "year": year,
            "amount": _number(total.amount),
            "constant_amount": value("pesos-constantes", year),
            "base_year": constant.base_year if constant else None,
            "per_person": value("por-persona", year),
            "share_of_product": value("parte-pib", year),
            "source": total.source,
            "is_sample": found.is_sample,
        }
        for year, total in found.totals.items()
    }


@router.get(
    "/debt/loans",
    response={200: LoanResults, 400: Refusal},
    operation_id="debt_loans",
    summary="Créditos de las entidades, con su último saldo y lo pagado",
)
def loans(request: HttpRequest, parameters: Query[DebtParameters]) -> JsonResponse:
    asked = read(request.GET, "state")
    wanted = api_parameters.states(asked, request.GET)
    if asked.problems:
        return refuse(asked.problems)
    found = figures.loans_shown().order_by("state", "registry_key", "pk")
    if wanted:
        found = found.filter(state__in=wanted)
    if asked.updated_since:
        found = found.filter(updated_at__gte=asked.updated_since)
    rows = found.prefetch_related(
        Prefetch("balances", LoanBalance.objects.order_by("on")),
        Prefetch("payments", LoanPayment.objects.order_by("on")),
    )[asked.offset : asked.offset + asked.page_size]
    results = [_loan(loan) for loan in rows]
    return answer(page_of(request, asked, count=found.count(), results=results, licence_url=LICENCE_URL))


def _loan(loan: Loan) -> dict[str, Any]:
    latest, cost = figures.latest_balance(loan), cost_of(loan.payments.all())
    return {
        "state": loan.state,
        "state_name": STATE_NAMES[loan.state],
        "registry_key": loan.registry_key,
        "creditor": loan.creditor,
        "contract": loan.contract,
        "signed_on": loan.signed_on.isoformat() if loan.signed_on else None,
        "amount": _number(loan.amount),
        "rate": loan.rate,
        "term_months": loan.term_months,
        "destination": loan.destination,
        "guarantee": loan.guarantee,
        "balance": _number(latest.amount) if latest else None,
        "balance_on": latest.on.isoformat() if latest else None,
        "principal_paid": _number(cost.principal) if cost else None,
        "interest_paid": _number(cost.interest) if cost else None,
        "fees_paid": _number(cost.fees) if cost else None,
        "source": loan.source,
        "url": absolute(loan.get_absolute_url()),
        "is_sample": loan.is_sample,
    }


def _number(value: Decimal | None) -> float | None:
    """With four decimals: more would be of the division and not of the figures."""
    return None if value is None else float(round(value, 4))
