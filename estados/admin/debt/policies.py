"""Who may change which rows of the debt."""

from typing import Any

from django.db.models import QuerySet

from estados.models import DebtTotal, Denominator, Loan, LoanBalance, LoanPayment
from estados.permissions import StatePolicy


class DenominatorPolicy(StatePolicy):
    """Those of the nation belong to the superuser."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return bool(user.is_superuser) or super().user_has_permission_for_instance(user, action, instance)

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        if user.is_active and user.is_superuser:
            return Denominator.objects.all()
        return super().instances_user_has_permission_for(user, action)


POLICIES = {
    Loan: StatePolicy(Loan),
    LoanBalance: StatePolicy(LoanBalance, path="loan__state"),
    LoanPayment: StatePolicy(LoanPayment, path="loan__state"),
    DebtTotal: StatePolicy(DebtTotal),
    Denominator: DenominatorPolicy(Denominator),
}
