"""Inspections in the admin: the list, the form for the office, and what a visit found."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from observatorio.admin.overdue import OverduePrintView, OverdueView
from observatorio.models import Condition, Inspection, Monument, RiskLevel, Threat
from observatorio.services.inspections import amend_inspection, record_inspection


class InspectionAdminForm(WagtailAdminModelForm):
    threats = forms.MultipleChoiceField(
        label=_("Amenazas"), choices=Threat.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def municipalities(_request: Any = None) -> list[tuple[str, str]]:
    names = Monument.objects.order_by("municipality").values_list("municipality", flat=True).distinct()
    return [(name, name) for name in names]


class InspectionFilterSet(WagtailFilterSet):
    code = django_filters.CharFilter(label=_("Clave del inmueble"), field_name="monument__code", lookup_expr="iexact")
    municipality = django_filters.ChoiceFilter(
        label=_("Municipio"), field_name="monument__municipality", choices=municipalities, empty_label=_("Todos")
    )
    condition = django_filters.ChoiceFilter(
        label=_("Estado de conservación"), choices=Condition.choices, empty_label=_("Todos")
    )
    risk = django_filters.ChoiceFilter(label=_("Riesgo"), choices=RiskLevel.choices, empty_label=_("Todos"))
    date = django_filters.DateFromToRangeFilter(label=_("Fecha"), widget=DateRangePickerWidget)

    class Meta:
        model = Inspection
        fields = ["code", "municipality", "condition", "risk", "date"]


class InspectionIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Inspection]:
        return super().get_base_queryset().select_related("monument")

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        from wagtail.admin.widgets.button import HeaderButton

        buttons = list(super().header_more_buttons)
        overdue = reverse("observatorio_inspections:overdue")
        buttons.append(HeaderButton(label=_("Inspecciones vencidas"), url=overdue, icon_name="time", priority=15))
        return buttons


class InspectionCreateView(generic.CreateView):
    def save_instance(self) -> Inspection:
        values = {name: value for name, value in self.form.cleaned_data.items() if name != "monument"}
        return record_inspection(self.form.cleaned_data["monument"], values, (), self.request.user).inspection


class InspectionEditView(generic.EditView):
    def save_instance(self) -> Inspection:
        instance = super().save_instance()
        if "condition" in self.form.changed_data or "date" in self.form.changed_data:
            amend_inspection(instance, self.request.user)
        return instance


class InspectionViewSet(ModelViewSet):
    """`?code=ZAC-0001` in the list gives the visits of one monument."""

    model = Inspection
    name = "observatorio_inspections"
    url_prefix = "observatorio/inspecciones"
    icon = "clipboard-list"
    menu_label = _("Inspecciones")
    menu_hook = "register_observatory_menu_item"
    menu_order = 120
    copy_view_enabled = False
    index_view_class = InspectionIndexView
    add_view_class = InspectionCreateView
    edit_view_class = InspectionEditView
    filterset_class = InspectionFilterSet
    search_backend_name = None
    search_fields = ["monument__name", "monument__code", "inspector"]
    ordering = ["-date", "-pk"]
    list_display = [
        TitleColumn(
            "monument", label=_("Inmueble"), sort_key="monument__name", url_name="observatorio_inspections:edit"
        ),
        Column("code", label=_("Clave"), accessor="monument.code", sort_key="monument__code"),
        DateColumn("date", label=_("Fecha"), sort_key="date"),
        Column("inspector", label=_("Quién"), sort_key="inspector"),
        Column("condition", label=_("Estado"), accessor="get_condition_display", sort_key="condition"),
        Column("risk", label=_("Riesgo"), accessor="get_risk_display"),
        DateColumn("next_due", label=_("Próxima"), sort_key="next_due"),
    ]
    list_export = [
        "monument.code", "monument.name", "monument.municipality", "date", "inspector", "get_access_display",
        "get_occupancy_display", "get_condition_display", "get_risk_display", "observations", "recommendation",
        "next_due",
    ]  # fmt: skip
    export_headings = {
        "monument.code": _("Clave"),
        "monument.name": _("Inmueble"),
        "monument.municipality": _("Municipio"),
        "get_access_display": _("Acceso"),
        "get_occupancy_display": _("Ocupación"),
        "get_condition_display": _("Estado de conservación"),
        "get_risk_display": _("Riesgo"),
    }
    export_filename = "inspecciones"
    edit_handler = ObjectList(
        [
            FieldPanel("monument"),
            FieldRowPanel([FieldPanel("date"), FieldPanel("inspector")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("condition"), FieldPanel("risk")]),
                    FieldRowPanel([FieldPanel("access"), FieldPanel("occupancy")]),
                    FieldPanel("threats"),
                ],
                heading=_("Lo que se encontró"),
            ),
            FieldPanel("observations"),
            FieldPanel("recommendation"),
            FieldPanel("next_due"),
            HelpPanel(template="observatorio/admin/inspection_photos.html", heading=_("Fotografías")),
        ],
        base_form_class=InspectionAdminForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("vencidas/", OverdueView.as_view(), name="overdue"),
            path("vencidas/results/", OverdueView.as_view(results_only=True), name="overdue_results"),
            path("vencidas/imprimir/", OverduePrintView.as_view(), name="overdue_print"),
            *super().get_urlpatterns(),
        ]
