"""The public debt in the admin: loans with their balances and payments, yearly totals, and what they are divided by.

Each person sees and changes the rows of their states. The denominators of the nation belong to the superuser.
"""

from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.forms import Select
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from acervo.base.states import NATIONAL, STATE_NAMES
from acervo.history.services import attributed
from acervo.tabular.admin.menu import ImportMenuItem
from estados.admin.guarded import Guarded
from estados.admin.state_filters import StateFilterSet, state_filter
from estados.enums import DenominatorKind
from estados.forms import StateForm
from estados.imports_debt import TABLES
from estados.models import DebtTotal, Denominator, Loan, LoanBalance, LoanPayment
from estados.permissions import StatePolicy, states_of

SAMPLE_HELP = HelpPanel(
    content=_(
        "Una cifra de muestra es inventada y la página lo dice junto a cada número. Cuando la entidad tiene una sola "
        "cifra real, ninguna muestra suya se enseña."
    ),
    heading=_("Muestras"),
)


class DenominatorPolicy(StatePolicy):
    """Those of the nation belong to the superuser."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return bool(user.is_superuser) or super().user_has_permission_for_instance(user, action, instance)

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        if user.is_active and user.is_superuser:
            return Denominator.objects.all()
        return super().instances_user_has_permission_for(user, action)


# --- forms ---


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


# --- filters ---


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


# --- views ---


class LoanIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Loan]:
        return super().get_base_queryset().annotate(last_balance=Max("balances__on"), last_payment=Max("payments__on"))


class LoanEditView(generic.EditView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        lists = (("states_balances", _("Saldos"), "list-ul"), ("states_payments", _("Pagos"), "list-ul"))
        found = [
            HeaderButton(label, url=reverse(f"{name}:index") + f"?loan={self.object.pk}", icon_name=icon)
            for name, label, icon in lists
        ]
        return [*super().header_buttons, *found]

    def save_instance(self) -> Loan:
        with attributed(by=self.request.user):
            return super().save_instance()


class OfLoanIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("loan")


class OfLoanCreateView(generic.CreateView):
    """`?loan=` from the loan's page."""

    def get_initial_form_instance(self) -> Any:
        made = self.model()
        asked = str(self.request.GET.get("loan", ""))
        if asked.isdigit():
            made.loan = own_loans(self.request).filter(pk=asked).first()
        return made


# --- viewsets ---


class _DebtViewSet(Guarded, ModelViewSet):
    menu_hook = "register_states_menu_item"
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None


class LoanViewSet(_DebtViewSet):
    model = Loan
    name = "states_loans"
    url_prefix = "estados/creditos"
    icon = "doc-full"
    menu_label = _("Deuda: créditos")
    menu_order = 60
    index_view_class = LoanIndexView
    edit_view_class = LoanEditView
    filterset_class = LoanFilterSet
    search_fields = ["registry_key", "creditor", "contract", "destination"]
    ordering = ["state", "signed_on", "pk"]
    list_display = [
        TitleColumn("registry_key", label=_("Clave"), sort_key="registry_key", url_name="states_loans:edit"),
        Column("creditor", label=_("Acreedor"), sort_key="creditor"),
        Column("state", label=_("Entidad"), accessor="get_state_display", sort_key="state"),
        DateColumn("signed_on", label=_("Firma"), sort_key="signed_on"),
        Column("amount", label=_("Monto (pesos)"), sort_key="amount"),
        DateColumn("last_balance", label=_("Último saldo")),
        DateColumn("last_payment", label=_("Último pago")),
        BooleanColumn("is_sample", label=_("Muestra"), sort_key="is_sample"),
    ]
    list_export = [
        "get_state_display", "registry_key", "creditor", "contract", "signed_on", "amount", "rate", "term_months",
        "destination", "guarantee", "source", "is_sample",
    ]  # fmt: skip
    export_headings = {"get_state_display": _("Entidad")}
    export_filename = "creditos"
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("state"), FieldPanel("registry_key")]),
            FieldPanel("creditor"),
            MultiFieldPanel(
                [
                    FieldPanel("contract"),
                    FieldRowPanel([FieldPanel("signed_on"), FieldPanel("amount")]),
                    FieldRowPanel([FieldPanel("rate"), FieldPanel("term_months")]),
                    FieldPanel("record"),
                ],
                heading=_("Contrato"),
            ),
            FieldPanel("destination"),
            FieldPanel("guarantee"),
            FieldPanel("source"),
            FieldPanel("is_sample"),
            SAMPLE_HELP,
        ],
        base_form_class=StateForm,
    )


class BalanceViewSet(_DebtViewSet):
    model = LoanBalance
    name = "states_balances"
    url_prefix = "estados/saldos"
    icon = "list-ul"
    menu_label = _("Deuda: saldos")
    menu_order = 61
    index_view_class = OfLoanIndexView
    add_view_class = OfLoanCreateView
    filterset_class = BalanceFilterSet
    search_fields = ["loan__registry_key", "loan__creditor"]
    ordering = ["loan__state", "loan__registry_key", "-on"]
    list_display = [
        TitleColumn("loan", label=_("Crédito"), sort_key="loan__registry_key", url_name="states_balances:edit"),
        DateColumn("on", label=_("Al día"), sort_key="on"),
        Column("amount", label=_("Saldo (pesos)"), sort_key="amount"),
        Column("source", label=_("Fuente")),
    ]
    list_export = ["loan.registry_key", "on", "amount", "source"]
    export_headings = {"loan.registry_key": _("Clave de inscripción")}
    export_filename = "saldos"
    edit_handler = ObjectList(
        [FieldPanel("loan"), FieldRowPanel([FieldPanel("on"), FieldPanel("amount")]), FieldPanel("source")],
        base_form_class=OfLoanForm,
    )


class PaymentViewSet(_DebtViewSet):
    model = LoanPayment
    name = "states_payments"
    url_prefix = "estados/pagos"
    icon = "list-ul"
    menu_label = _("Deuda: pagos")
    menu_order = 62
    index_view_class = OfLoanIndexView
    add_view_class = OfLoanCreateView
    filterset_class = PaymentFilterSet
    search_fields = ["loan__registry_key", "loan__creditor"]
    ordering = ["loan__state", "loan__registry_key", "-on"]
    list_display = [
        TitleColumn("loan", label=_("Crédito"), sort_key="loan__registry_key", url_name="states_payments:edit"),
        DateColumn("on", label=_("Fecha"), sort_key="on"),
        Column("principal", label=_("Amortización"), sort_key="principal"),
        Column("interest", label=_("Intereses"), sort_key="interest"),
        Column("fees", label=_("Comisiones"), sort_key="fees"),
    ]
    list_export = ["loan.registry_key", "on", "principal", "interest", "fees", "source"]
    export_headings = {"loan.registry_key": _("Clave de inscripción")}
    export_filename = "pagos"
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("loan"), FieldPanel("on")]),
            FieldRowPanel([FieldPanel("principal"), FieldPanel("interest"), FieldPanel("fees")]),
            FieldPanel("source"),
        ],
        base_form_class=OfLoanForm,
    )


class TotalViewSet(_DebtViewSet):
    model = DebtTotal
    name = "states_debt_totals"
    url_prefix = "estados/deuda-total"
    icon = "table"
    menu_label = _("Deuda: total por año")
    menu_order = 63
    filterset_class = TotalFilterSet
    search_fields = ["source"]
    ordering = ["state", "-year"]
    list_display = [
        TitleColumn("year", label=_("Año"), sort_key="year", url_name="states_debt_totals:edit"),
        Column("state", label=_("Entidad"), accessor="get_state_display", sort_key="state"),
        Column("amount", label=_("Saldo total (pesos)"), sort_key="amount"),
        Column("source", label=_("Fuente")),
        BooleanColumn("is_sample", label=_("Muestra"), sort_key="is_sample"),
    ]
    list_export = ["get_state_display", "year", "amount", "source", "is_sample"]
    export_headings = {"get_state_display": _("Entidad")}
    export_filename = "deuda-total"
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("state"), FieldPanel("year")]),
            FieldPanel("amount"),
            FieldPanel("source"),
            FieldPanel("is_sample"),
            SAMPLE_HELP,
        ],
        base_form_class=StateForm,
    )


class DenominatorViewSet(_DebtViewSet):
    model = Denominator
    name = "states_denominators"
    url_prefix = "estados/denominadores"
    icon = "table"
    menu_label = _("Deuda: población, PIB y precios")
    menu_order = 64
    filterset_class = DenominatorFilterSet
    search_fields = ["source"]
    ordering = ["state", "kind", "-year"]
    list_display = [
        TitleColumn("year", label=_("Año"), sort_key="year", url_name="states_denominators:edit"),
        Column("kind", label=_("Qué es"), accessor="get_kind_display", sort_key="kind"),
        Column("state", label=_("Entidad"), accessor="get_state_display", sort_key="state"),
        Column("value", label=_("Valor"), sort_key="value"),
        BooleanColumn("is_sample", label=_("Muestra"), sort_key="is_sample"),
    ]
    list_export = ["get_state_display", "get_kind_display", "year", "value", "source", "is_sample"]
    export_headings = {"get_state_display": _("Entidad"), "get_kind_display": _("Qué es")}
    export_filename = "denominadores"
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("state"), FieldPanel("kind")]),
            FieldRowPanel([FieldPanel("year"), FieldPanel("value")]),
            FieldPanel("source"),
            FieldPanel("is_sample"),
        ],
        base_form_class=DenominatorForm,
    )


VIEWSETS = (LoanViewSet, BalanceViewSet, PaymentViewSet, TotalViewSet, DenominatorViewSet)
POLICIES = {
    Loan: StatePolicy(Loan),
    LoanBalance: StatePolicy(LoanBalance, path="loan__state"),
    LoanPayment: StatePolicy(LoanPayment, path="loan__state"),
    DebtTotal: StatePolicy(DebtTotal),
    Denominator: DenominatorPolicy(Denominator),
}


def import_items() -> list[ImportMenuItem]:
    """Entries of the menu «Estados» that lead to the sheets."""
    labels = (_("Importar créditos"), _("Importar saldos"), _("Importar pagos"), _("Importar deuda total"), _("Importar población, PIB y precios"))  # fmt: skip
    return [ImportMenuItem(name, label, order=70 + place) for place, (name, label) in enumerate(zip(TABLES, labels, strict=True))]  # fmt: skip
