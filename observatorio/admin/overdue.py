"""The report «Inspecciones vencidas»: where somebody must go, with the sheets to take along."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from observatorio.models import Condition, Inspection, Monument, RiskLevel
from observatorio.services.inspections import overdue

REASONS = [("reporte", _("Por un reporte")), ("vencida", _("Fecha vencida")), ("nunca", _("Nunca inspeccionado"))]


def _municipalities() -> list[tuple[str, str]]:
    names = Monument.objects.order_by("municipality").values_list("municipality", flat=True).distinct()
    return [(name, name) for name in names]


class OverdueFilterSet(WagtailFilterSet):
    municipality = django_filters.ChoiceFilter(label=_("Municipio"), choices=_municipalities, empty_label=_("Todos"))
    risk = django_filters.ChoiceFilter(
        label=_("Riesgo"), field_name="last_risk", choices=RiskLevel.choices, empty_label=_("Todos")
    )
    reason = django_filters.ChoiceFilter(
        label=_("Por qué"), choices=REASONS, method="by_reason", widget=RadioSelect, empty_label=_("Todas")
    )

    def by_reason(self, queryset: QuerySet[Monument], _name: str, value: str) -> QuerySet[Monument]:
        match value:
            case "reporte":
                return queryset.filter(asked_by_report=True)
            case "vencida":
                return queryset.filter(next_due__lt=timezone.localdate())
            case _never:
                return queryset.filter(last_pk=None)

    class Meta:
        model = Monument
        fields: list[str] = []


class ChooseColumn(Column):
    """A box to put the monument on the route."""

    cell_template_name = "observatorio/admin/cells/choose.html"


class LinksColumn(Column):
    cell_template_name = "observatorio/admin/cells/inspect_links.html"


class OverdueView(ReportView):
    """One row a monument, first those that a citizen's report asks for, then the most overdue."""

    page_title = _("Inspecciones vencidas")
    header_icon = "time"
    model = Monument
    filterset_class = OverdueFilterSet
    index_url_name = "observatorio_inspections:overdue"
    index_results_url_name = "observatorio_inspections:overdue_results"
    results_template_name = "observatorio/admin/overdue_results.html"
    any_permission_required = ["add", "change", "view"]
    is_searchable = False
    export_filename = "inspecciones-vencidas"
    list_export = ["code", "name", "municipality", "street_line", "reason", "last_date", "condition_word", "risk_word",
                   "next_due", "days_late"]  # fmt: skip
    export_headings = {
        "code": _("Clave"),
        "name": _("Inmueble"),
        "municipality": _("Municipio"),
        "street_line": _("Domicilio"),
        "reason": _("Por qué"),
        "last_date": _("Última inspección"),
        "condition_word": _("Estado de conservación"),
        "risk_word": _("Riesgo"),
        "next_due": _("Debía hacerse"),
        "days_late": _("Días de retraso"),
    }

    @cached_property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Inspection)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            ChooseColumn("code", label=_("Ruta")),
            TitleColumn(
                "name", label=_("Inmueble"), get_url=lambda item: reverse("monuments:inspect", args=[item.code])
            ),
            Column("municipality", label=_("Municipio")),
            Column("reason", label=_("Por qué")),
            DateColumn("last_date", label=_("Última inspección")),
            Column("risk_word", label=_("Riesgo")),
            DateColumn("next_due", label=_("Debía hacerse")),
            LinksColumn("links", label=_("Para ir"), accessor="code"),
        ]

    def get_queryset(self) -> QuerySet[Monument]:
        return overdue()

    def decorate_paginated_queryset(self, object_list: Any) -> list[Monument]:
        """Put the words of a row on each monument."""
        rows = list(object_list)
        today = timezone.localdate()
        for item in rows:
            item.risk_word = str(RiskLevel(item.last_risk).label) if item.last_risk else ""
            item.condition_word = str(Condition(item.last_condition).label) if item.last_condition else ""
            item.days_late = (today - item.next_due).days if item.next_due and item.next_due < today else ""
            reasons = []
            if item.asked_by_report:
                reasons.append(gettext("Por un reporte"))
            if item.last_pk is None:
                reasons.append(gettext("Nunca inspeccionado"))
            elif item.days_late:
                reasons.append(gettext("Fecha vencida"))
            item.reason = "; ".join(reasons)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not self.is_export:
            rows = self.decorate_paginated_queryset(context["object_list"])
            context["object_list"] = rows
            context["table"] = self.get_table(rows)
            context["sheets_url"] = reverse("monuments:field_sheets")
            query = self.request.GET.urlencode()
            context["print_url"] = reverse("observatorio_inspections:overdue_print") + (f"?{query}" if query else "")
        return context


class OverduePrintView(OverdueView):
    """The same list, whole, on paper; the filters of the report apply."""

    paginate_by = None
    template_name = "observatorio/admin/overdue_print.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"day": timezone.localdate()}


class OverdueMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        policy = policy_registry.get_by_type(Inspection)
        return policy.user_has_any_permission(request.user, OverdueView.any_permission_required)


def overdue_menu_item() -> MenuItem:
    return OverdueMenuItem(
        _("Inspecciones vencidas"),
        reverse("observatorio_inspections:overdue"),
        name="inspecciones-vencidas",
        icon_name="time",
        order=125,
    )
