"""Loans in the admin, with their balances and payments as lists of their own."""

from typing import Any

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from acervo.base.admin_guard import OwnRows
from acervo.history.services import attributed
from estados.admin.guarded import Guarded
from estados.forms import StateForm
from estados.models import Loan, LoanBalance, LoanPayment

from .filters import BalanceFilterSet, LoanFilterSet, PaymentFilterSet, own_loans
from .forms import OfLoanForm

SAMPLE_HELP = HelpPanel(
    content=_(
        "Una cifra de muestra es inventada y la página lo dice junto a cada número. Cuando la entidad tiene una sola "
        "cifra real, ninguna muestra suya se enseña."
    ),
    heading=_("Muestras"),
)


class OwnIndexView(OwnRows, generic.IndexView):
    """Lists what is of the person's states."""


class LoanIndexView(OwnIndexView):
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


class OfLoanIndexView(OwnIndexView):
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


class DebtViewSet(Guarded, ModelViewSet):
    """Stands in the group «Deuda pública» of the menu (`group`)."""

    add_to_admin_menu = False
    index_view_class = OwnIndexView
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None


class LoanViewSet(DebtViewSet):
    model = Loan
    name = "states_loans"
    url_prefix = "estados/creditos"
    icon = "doc-full"
    menu_label = _("Créditos")
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


class BalanceViewSet(DebtViewSet):
    model = LoanBalance
    name = "states_balances"
    url_prefix = "estados/saldos"
    icon = "list-ul"
    menu_label = _("Saldos")
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


class PaymentViewSet(DebtViewSet):
    model = LoanPayment
    name = "states_payments"
    url_prefix = "estados/pagos"
    icon = "list-ul"
    menu_label = _("Pagos")
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
