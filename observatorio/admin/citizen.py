"""The queue of citizens' reports: read, decide, answer, send somebody to look."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.forms import RadioSelect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from observatorio.models import CitizenReport, CitizenReportKind, CitizenReportState
from observatorio.services.citizen_reports import moderate


class ReceivedOnly(ModelPermissionPolicy):
    """Reports come from the public form."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


class ModerationForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("state") == CitizenReportState.ATTENDED and not cleaned.get("answer", "").strip():
            raise ValidationError({"answer": gettext("Diga qué se hizo: la respuesta se publica con el reporte.")})
        return cleaned

    class Meta:
        widgets = {"state": forms.RadioSelect}


class ReportFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("Estado"), choices=CitizenReportState.choices, widget=RadioSelect, empty_label=_("Todos")
    )
    kind = django_filters.ChoiceFilter(label=_("Qué informa"), choices=CitizenReportKind.choices, empty_label=_("Todo"))
    code = django_filters.CharFilter(label=_("Clave del inmueble"), field_name="monument__code", lookup_expr="iexact")

    class Meta:
        model = CitizenReport
        fields = ["state", "kind", "code"]


class ReportIndexView(generic.IndexView):
    """What nobody has read yet comes first."""

    def get_base_queryset(self) -> QuerySet[CitizenReport]:
        waits = Case(
            When(state=CitizenReportState.PENDING, then=Value(0)), default=Value(1), output_field=IntegerField()
        )
        return super().get_base_queryset().select_related("monument").annotate(waits=waits)

    def order_queryset(self, queryset: QuerySet[CitizenReport]) -> QuerySet[CitizenReport]:
        if self.request.GET.get("ordering"):
            return super().order_queryset(queryset)
        order: list[Any] = ["waits", "-created_at"]  # the first is an annotation
        return queryset.order_by(*order)


class ReportEditView(generic.EditView):
    def save_instance(self) -> CitizenReport:
        said = self.form.cleaned_data
        return moderate(
            self.form.instance,
            state=said["state"],
            by=self.request.user,
            answer=said["answer"],
            text=said["text"],
            inspection_wanted=said["inspection_wanted"],
        )


class CitizenReportViewSet(ModelViewSet):
    model = CitizenReport
    name = "observatorio_reports"
    url_prefix = "observatorio/reportes"
    icon = "comment"
    menu_label = _("Reportes ciudadanos")
    menu_hook = "register_observatory_menu_item"
    menu_order = 140
    copy_view_enabled = False
    index_view_class = ReportIndexView
    edit_view_class = ReportEditView
    filterset_class = ReportFilterSet
    search_backend_name = None
    search_fields = ["text", "monument__name", "monument__code"]
    list_display = [
        TitleColumn("folio", label=_("Folio"), url_name="observatorio_reports:edit"),
        Column("monument", label=_("Inmueble"), sort_key="monument__name"),
        Column("kind", label=_("Qué informa"), accessor="get_kind_display", sort_key="kind"),
        StatusTagColumn("state", label=_("Estado"), accessor="get_state_display", sort_key="state",
                        primary=lambda report: report.state == CitizenReportState.PENDING),
        DateColumn("created_at", label=_("Recibido"), sort_key="created_at"),
    ]  # fmt: skip
    list_export = ["folio", "monument.code", "monument.name", "get_kind_display", "text", "seen_on", "get_state_display",
                   "answer", "created_at", "moderated_at"]  # fmt: skip
    export_headings = {
        "folio": _("Folio"),
        "monument.code": _("Clave"),
        "monument.name": _("Inmueble"),
        "get_kind_display": _("Qué informa"),
        "get_state_display": _("Estado"),
    }
    export_filename = "reportes-ciudadanos"
    edit_handler = ObjectList(
        [
            HelpPanel(template="observatorio/admin/report_panel.html", heading=_("Lo que llegó")),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "text",
                        help_text=_("Si trae datos de personas, quítelos antes de aceptar. El original queda en el historial."),
                    ),
                    FieldPanel("state", widget=forms.RadioSelect),
                    FieldPanel("answer", help_text=_("Se publica con el reporte y se envía a quien lo mandó.")),
                    FieldPanel(
                        "inspection_wanted",
                        help_text=_("El inmueble pasa al principio de «Inspecciones vencidas» hasta que alguien vaya."),
                    ),
                ],
                heading=_("Decisión"),
            ),
        ],
        base_form_class=ModerationForm,
    )  # fmt: skip


register_permission_policy(CitizenReport, ReceivedOnly(CitizenReport))
