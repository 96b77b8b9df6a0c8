"""The filters of the debt's lists; they offer only what is the person's."""

import django_filters
from django.db.models import QuerySet
from django.forms import Select
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from estados.admin.state_filters import StateFilterSet, state_filter
from estados.models import DebtTotal, Denominator, Loan, LoanBalance, LoanPayment
from estados.permissions import states_of


class LoanFilterSet(StateFilterSet):
    state = state_filter("state")

    class Meta:
        model = Loan
        fields = ["state", "is_sample"]


def own_loans(request: HttpRequest | None) -> QuerySet[Loan]:
    if request is None:
        return Loan.objects.none()
    return Loan.objects.filter(state__in=states_of(request.user)).order_by("state", "registry_key")


def _loan_filter() -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(label=_("Crédito"), queryset=own_loans, widget=Select, empty_label=_("Todos"))  # fmt: skip


class BalanceFilterSet(StateFilterSet):
    state = state_filter("loan__state")
    loan = _loan_filter()

    class Meta:
        model = LoanBalance
        fields = ["state", "loan"]


class PaymentFilterSet(StateFilterSet):
    state = state_filter("loan__state")
    loan = _loan_filter()

    class Meta:
        model = LoanPayment
        fields = ["state", "loan"]


class TotalFilterSet(StateFilterSet):
    state = state_filter("state")

    class Meta:
        model = DebtTotal
        fields = ["state", "year", "is_sample"]


class DenominatorFilterSet(StateFilterSet):
    state = state_filter("state")

    class Meta:
        model = Denominator
        fields = ["state", "kind", "year", "is_sample"]
