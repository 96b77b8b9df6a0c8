"""The page of one loan: its way from the contract to its cost."""

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from acervo.base.addresses import absolute
from acervo.base.publicity import is_public
from estados.models import DebtPage, Loan, LoanBalance, LoanPayment
from estados.services.debt import charted, figures, glossary
from estados.services.debt.loan_path import cost_of, path_of
from estados.services.debt.money import pesos

from .breadcrumbs import key_of, place, section_of, state_page_of

#: Words of the glossary that the page of a loan may use, besides those of its facts.
_ALWAYS = ("credito", "acreedor", "destino", "saldo", "amortizacion", "intereses", "comisiones")


@require_safe
def loan(request: HttpRequest, state: str, key: str) -> HttpResponse:
    """Http404 for a loan that does not exist, is not public, or is a sample of a state with real figures."""
    state_page = state_page_of(key_of(state))
    found = _loan(state_page.state, key)
    section = section_of(state_page, DebtPage)
    steps = path_of(found)
    used = {*_ALWAYS, *(fact.term for step in steps for fact in step.facts if fact.term)}
    if "TIIE" in found.rate.upper():
        used |= {"tiie", "sobretasa"}
    payments = list(found.payments.all())
    record = found.record if found.record is not None and is_public(found.record) else None
    return render(
        request,
        "estados/debt/loan.html",
        {
            **place(request, state_page, section, (found.registry_key, found.get_absolute_url())),
            "loan": found,
            "steps": steps,
            "chart": charted.balance_line(found),
            "balances": [(row, pesos(row.amount)) for row in found.balances.all()],
            "payments": [(row, pesos(row.principal), pesos(row.interest), pesos(row.fees)) for row in payments],
            "cost": _totals(payments),
            "record": record,
            "terms": glossary.terms(used),
            "is_sample": found.is_sample,
            "debt_page": section,
            "short_link_target": absolute(found.get_absolute_url()),
        },
    )


def _loan(state: str, key: str) -> Loan:
    rows = figures.loans_shown().filter(state=state, registry_key=key).select_related("record__locale")
    rows = rows.prefetch_related(
        Prefetch("balances", LoanBalance.objects.order_by("on")),
        Prefetch("payments", LoanPayment.objects.order_by("on")),
    )
    found = rows.first()
    if found is None:
        raise Http404(_("No hay un crédito público con esa clave."))
    return found


def _totals(payments: list[LoanPayment]) -> dict[str, str] | None:
    cost = cost_of(payments)
    if cost is None:
        return None
    return {"principal": pesos(cost.principal), "interest": pesos(cost.interest), "fees": pesos(cost.fees)}
