"""The forms of the debt: everybody chooses among the states and loans that are theirs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from acervo.base.states import NATIONAL, STATE_NAMES
from estados.enums import DenominatorKind
from estados.forms import StateForm
from estados.models import Loan
from estados.permissions import states_of


class OfLoanForm(StateForm):
    """Only the loans of the person's states."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["loan"]
        mine = states_of(self.for_user) if self.for_user is not None else frozenset()
        field.queryset = Loan.objects.filter(state__in=mine).order_by("state", "registry_key")


class DenominatorForm(StateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk and self.for_user is not None and self.for_user.is_superuser:
            field: Any = self.fields["state"]
            field.choices = [*field.choices, (NATIONAL, STATE_NAMES[NATIONAL])]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        national = cleaned.get("state") == NATIONAL
        if cleaned.get("kind") and cleaned.get("state") and national != (cleaned["kind"] == DenominatorKind.PRICES):
            self.add_error("state", ValidationError(_("El INPC es de la nación; la población y el PIB, de una entidad.")))  # fmt: skip
        if cleaned.get("value") is not None and cleaned["value"] <= 0:
            self.add_error("value", ValidationError(_("Se divide entre este valor: debe ser mayor que cero.")))
        return cleaned
