"""«Deuda pública»: what it is, the debt over the years and today, the citizens' report, the loans, the words, the data."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from acervo.base.publicity import is_public
from acervo.tabular import registry
from estados.exports.resources import resource
from estados.imports_debt import TABLES
from estados.models import Loan
from estados.models.plans import slug_of

from .debt import charted, figures, glossary
from .debt.figures import Figures, latest_balance
from .debt.loan_path import cost_of
from .debt.money import pesos, short
from .debt.years import in_words

#: Resources of open data of a debt page, in their order.
RESOURCES = ("creditos", "saldos", "pagos-de-creditos", "deuda-total", "denominadores")


def context(page: Any, request: Any) -> dict[str, Any]:
    """The number of queries does not grow with the figures."""
    state = page.state_page.state
    known = figures.figures_of(state)
    charts, missing = charted.charts_of(known, promised_years(page))
    report = page.report if page.report_id and is_public(page.report) else None
    loans = [loan_row(loan) for loan in known.loans]
    return {
        "figures": known,
        "is_sample": known.is_sample,
        "now": _now(known, loans),
        "charts": [(chart, reverse("states:debt_chart", args=[slug_of(state), chart.measure.name])) for chart in charts],
        "missing": missing,
        "unpublished": unpublished(known, promised_years(page)),
        "loans": loans,
        "loan_chart": charted.balance_bars(known.loans, title=_("Último saldo de cada crédito"), is_sample=known.is_sample),
        "report": report,
        "terms": glossary.terms(),
        "templates": templates(),
        "downloads": downloads(state),
        "package_url": reverse("states:debt_package_of", args=[slug_of(state)]),
        "package_zip_url": reverse("states:debt_zip_of", args=[slug_of(state)]),
    }  # fmt: skip


def promised_years(page: Any) -> list[int]:
    """The years that the page says that it covers."""
    return [year for year in (page.first_year, page.last_year) if year]


def unpublished(known: Figures, years: list[int]) -> str:
    """The years of the history without a figure, in words; empty when none is missing."""
    found = [*known.totals, *years]
    if not found:
        return ""
    return in_words(set(range(min(found), max(found) + 1)) - set(known.totals))


def loan_row(loan: Loan) -> dict[str, Any]:
    """A loan as the table shows it."""
    latest, cost = latest_balance(loan), cost_of(loan.payments.all())
    return {
        "loan": loan,
        "url": loan.get_absolute_url(),
        "amount": pesos(loan.amount),
        "balance": pesos(latest.amount) if latest else "",
        "balance_value": latest.amount if latest else None,
        "balance_on": latest.on if latest else None,
        "cost": pesos(cost.price) if cost else "",
    }


def _now(known: Figures, loans: list[dict[str, Any]]) -> dict[str, Any] | None:
    """What is owed by the last figures: the last yearly total, and the sum of the last balances of the loans."""
    if not known.has_any:
        return None
    found: dict[str, Any] = {"total": None, "loans": None}
    if known.totals:
        year = max(known.totals)
        found["total"] = {"year": year, "amount": short(known.totals[year].amount), "source": known.totals[year].source}
    if days := sorted(row["balance_on"] for row in loans if row["balance_on"]):
        found["loans"] = {
            "amount": short(sum(row["balance_value"] for row in loans if row["balance_on"])),
            "count": len(days),
            "without": len(loans) - len(days),
            "first": days[0],
            "last": days[-1],
        }
    return found


def templates() -> list[dict[str, Any]]:
    """The empty sheets to fill in, with the addresses of their two forms."""
    return [
        {
            "title": str(registry.table(name).label),
            "forms": [(form.upper(), reverse("states:debt_template", args=[name, form])) for form in ("xlsx", "csv")],
        }
        for name in TABLES
    ]


def downloads(state: str) -> list[dict[str, Any]]:
    found = []
    for name in RESOURCES:
        forms = [
            (form.upper(), reverse("states:data_file", args=[name, form]) + f"?entidad={state}")
            for form in ("csv", "xlsx", "json")
        ]
        found.append({"title": str(resource(name).title), "forms": forms})
    return found
