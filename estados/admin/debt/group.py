"""The place of the debt in the menu «Estados»: its lists, and the import of its sheets."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from acervo.tabular.admin.menu import ImportMenuItem
from estados.admin.menu import MENU_HOOK
from estados.imports_debt import TABLES

from .loans import BalanceViewSet, LoanViewSet, PaymentViewSet
from .totals import DenominatorViewSet, TotalViewSet

SUBMENU_HOOK = "register_states_debt_menu_item"
_LABELS = (
    _("Importar créditos"), _("Importar saldos"), _("Importar pagos"), _("Importar deuda total"),
    _("Importar población, PIB y precios"),
)  # fmt: skip


class DebtGroup(ViewSetGroup):
    items = (LoanViewSet, BalanceViewSet, PaymentViewSet, TotalViewSet, DenominatorViewSet)
    menu_label = _("Deuda pública")
    menu_name = "deuda-publica"
    menu_icon = "table"
    menu_order = 60
    menu_hook = MENU_HOOK
    submenu_hook = SUBMENU_HOOK


def import_items() -> list[Any]:
    """For the hook of the submenu, each as a function."""

    def item(name: str, label: Any, order: int) -> Any:
        return lambda: ImportMenuItem(name, label, order=order)

    return [item(name, label, 20 + place) for place, (name, label) in enumerate(zip(TABLES, _LABELS, strict=True))]
