"""Members of the secretariats in the admin. Personal data: kept to what the law makes public, and never in totals by name."""

from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput

from acervo.base.admin_guard import Guarded, OwnRows
from estados.admin.state_filters import StateFilterSet, state_filter
from estados.enums import Seat, Sector
from estados.forms import StateForm
from estados.models import SecretariatMember


class MemberForm(StateForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("name_is_public") and not data.get("name"):
            self.add_error("name", ValidationError(_("Escriba el nombre que puede publicarse, o quite la marca.")))
        return data


class MemberFilterSet(StateFilterSet):
    state = state_filter("state")
    sector = django_filters.ChoiceFilter(
        label=gettext_lazy("Sector"), choices=Sector.choices, empty_label=gettext_lazy("Todos")
    )
    seat = django_filters.ChoiceFilter(
        label=gettext_lazy("Calidad"), choices=Seat.choices, empty_label=gettext_lazy("Todas")
    )
    day = django_filters.DateFilter(label=gettext_lazy("Estaba el día"), method="by_day", widget=AdminDateInput)

    class Meta:
        model = SecretariatMember
        fields = ["state", "sector", "seat", "day"]

    def by_day(self, queryset: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        return queryset.filter(Q(since=None) | Q(since__lte=value), Q(until=None) | Q(until__gte=value))


class MemberIndexView(OwnRows, generic.IndexView):
    pass


class MemberViewSet(Guarded, ModelViewSet):
    model = SecretariatMember
    name = "states_members"
    url_prefix = "estados/integrantes"
    icon = "group"
    menu_label = gettext_lazy("Integrantes del STL")
    menu_hook = "register_states_menu_item"
    menu_order = 15
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = MemberIndexView
    filterset_class = MemberFilterSet
    search_backend_name = None
    search_fields = ["institution", "name", "post"]
    ordering = ["state", "sector", "institution", "seat"]
    list_display = [
        TitleColumn(
            "institution", label=gettext_lazy("Institución"), sort_key="institution", url_name="states_members:edit"
        ),
        Column("state", label=gettext_lazy("Entidad"), accessor="get_state_display", sort_key="state"),
        Column("sector", label=gettext_lazy("Sector"), accessor="get_sector_display", sort_key="sector"),
        Column("name", label=gettext_lazy("Nombre"), accessor=lambda row: row.name or "—", sort_key="name"),
        Column("name_is_public", label=gettext_lazy("Se publica"), accessor=lambda row: _("Sí") if row.name_is_public else _("No")),
        Column("seat", label=gettext_lazy("Calidad"), accessor="get_seat_display", sort_key="seat"),
        DateColumn("since", label=gettext_lazy("Desde"), sort_key="since"),
        DateColumn("until", label=gettext_lazy("Hasta"), sort_key="until"),
    ]  # fmt: skip
    # A sheet leaves the site: names that may not be published, and what each person said of their gender, stay here.
    list_export = [
        "get_state_display",
        "institution",
        "get_sector_display",
        "get_seat_display",
        "since",
        "until",
        "source",
    ]
    export_headings = {
        "get_state_display": gettext_lazy("Entidad"),
        "get_sector_display": gettext_lazy("Sector"),
        "get_seat_display": gettext_lazy("Calidad"),
    }
    export_filename = "integrantes"
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=gettext_lazy(
                    "Escriba solo lo que la ley hace público: nada de domicilios, teléfonos ni correos. El nombre se "
                    "publica si marca la casilla; el género, nunca, salvo en totales."
                ),
                heading=gettext_lazy("Datos personales"),
            ),
            FieldRowPanel([FieldPanel("state"), FieldPanel("sector")]),
            FieldPanel("institution"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("name"), FieldPanel("post")]), FieldPanel("name_is_public"), FieldPanel("gender")],
                heading=gettext_lazy("Quién ocupa el lugar"),
            ),
            FieldRowPanel([FieldPanel("seat"), FieldPanel("since"), FieldPanel("until")]),
            FieldPanel("source"),
        ],
        base_form_class=MemberForm,
    )  # fmt: skip
