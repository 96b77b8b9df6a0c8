"""Yearly totals, and what they are divided by, in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn

from estados.forms import StateForm
from estados.models import DebtTotal, Denominator

from .filters import DenominatorFilterSet, TotalFilterSet
from .forms import DenominatorForm
from .loans import SAMPLE_HELP, DebtViewSet


class TotalViewSet(DebtViewSet):
    model = DebtTotal
    name = "states_debt_totals"
    url_prefix = "estados/deuda-total"
    icon = "table"
    menu_label = _("Deuda total por año")
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


class DenominatorViewSet(DebtViewSet):
    model = Denominator
    name = "states_denominators"
    url_prefix = "estados/denominadores"
    icon = "table"
    menu_label = _("Población, PIB y precios")
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
