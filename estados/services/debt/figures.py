"""The figures of a state as the public sees them, and the rule on samples.

Sample figures are invented: they show how a page looks. They are never shown beside real ones. As soon as a state has one
real loan or one real yearly total, none of its samples is shown anywhere: page, charts, downloads, API. A real debt is
never divided by a sample denominator. What is computed from any sample is a sample.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from acervo.base.publicity import public
from acervo.base.states import NATIONAL
from estados.models import DebtTotal, Denominator, Loan, LoanBalance, LoanPayment


def without_mixing(queryset: QuerySet[Any], *, state: str = "state", mark: str = "is_sample") -> QuerySet[Any]:
    """Without the samples of states that have real figures. `state`, `mark`: paths of the model's own fields."""
    real_loan = Exists(Loan.objects.filter(state=OuterRef(state), is_sample=False))
    real_total = Exists(DebtTotal.objects.filter(state=OuterRef(state), is_sample=False))
    return queryset.exclude(Q(**{mark: True}) & (Q(real_loan) | Q(real_total)))


def loans_shown() -> QuerySet[Loan]:
    return without_mixing(public(Loan.objects.all()))


def balances_shown() -> QuerySet[LoanBalance]:
    return without_mixing(public(LoanBalance.objects.all()), state="loan__state", mark="loan__is_sample")


def payments_shown() -> QuerySet[LoanPayment]:
    return without_mixing(public(LoanPayment.objects.all()), state="loan__state", mark="loan__is_sample")


def totals_shown() -> QuerySet[DebtTotal]:
    return without_mixing(public(DebtTotal.objects.all()))


def denominators_shown() -> QuerySet[Denominator]:
    return without_mixing(public(Denominator.objects.all()))


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a state's debt pages need. Amounts in pesos of their date."""

    state: str
    is_sample: bool = False
    totals: Mapping[int, DebtTotal] = field(default_factory=dict)
    denominators: Mapping[str, Mapping[int, Denominator]] = field(default_factory=dict)  # kind → year → row
    loans: tuple[Loan, ...] = ()

    @property
    def has_any(self) -> bool:
        return bool(self.totals or self.loans)

    @property
    def amounts(self) -> dict[int, Decimal]:
        return {year: total.amount for year, total in self.totals.items()}

    def divisors(self, kind: str) -> dict[int, Decimal]:
        return {year: row.value for year, row in self.denominators.get(kind, {}).items() if row.value > 0}

    @property
    def sources(self) -> list[str]:
        """Who says so, each once, in the order of the years."""
        rows: list[DebtTotal | Loan] = [*self.totals.values(), *self.loans]
        return list(dict.fromkeys(row.source for row in rows if row.source))


def figures_of(state: str) -> Figures:
    """In six queries at most."""
    return figures_of_states([state])[state]


def figures_of_states(states: Iterable[str]) -> dict[str, Figures]:
    """Of each of `states`, without what is not public; the number of queries does not grow with them."""
    keys = list(dict.fromkeys(states))
    totals: dict[str, dict[int, DebtTotal]] = {key: {} for key in keys}
    loans: dict[str, list[Loan]] = {key: [] for key in keys}
    for total in totals_shown().filter(state__in=keys).order_by("state", "year"):
        totals[total.state][total.year] = total
    found = loans_shown().filter(state__in=keys).order_by("state", F("signed_on").asc(nulls_last=True), "pk")
    for loan in found.prefetch_related(
        Prefetch("balances", LoanBalance.objects.order_by("on")),
        Prefetch("payments", LoanPayment.objects.order_by("on")),
    ):
        loans[loan.state].append(loan)
    divisors = list(Denominator.objects.filter(state__in=[*keys, NATIONAL]).order_by("year"))
    return {key: _figures(key, totals[key], loans[key], divisors) for key in keys}


def _figures(state: str, totals: dict[int, DebtTotal], loans: list[Loan], rows: list[Denominator]) -> Figures:
    shown: list[DebtTotal | Loan] = [*totals.values(), *loans]
    is_sample = any(row.is_sample for row in shown)
    denominators: dict[str, dict[int, Denominator]] = {}
    for row in rows:
        if row.state in (state, NATIONAL) and (is_sample or not row.is_sample):
            denominators.setdefault(row.kind, {})[row.year] = row
    return Figures(state, is_sample, totals, denominators, tuple(loans))


def latest_balance(loan: Loan, on: dt.date | None = None) -> LoanBalance | None:
    """The last balance known at the end of `on` (of any day without); uses the balances fetched with the loan."""
    known = [balance for balance in loan.balances.all() if on is None or balance.on <= on]
    return max(known, key=lambda balance: balance.on, default=None)
