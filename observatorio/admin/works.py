"""Works in the admin: their steps, their papers, and who changed what."""

from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.panels.page_chooser_panel import PageChooserPanel
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from acervo.history import services as history
from observatorio.admin.inspections import municipalities
from observatorio.models import Intervention, InterventionState
from observatorio.services.works import history_rows, may_follow


class InterventionForm(WagtailAdminModelForm):
    def clean_state(self) -> str:
        """A step after the stored one, or back to correct it."""
        state = self.cleaned_data["state"]
        before = Intervention.objects.filter(pk=self.instance.pk).values_list("state", flat=True).first()
        if before and not may_follow(before, state):
            message = gettext("De «{before}» no se pasa a «{after}». Registre antes los pasos intermedios.")
            labels = dict(InterventionState.choices)
            raise ValidationError(message.format(before=labels[before], after=labels[state]))
        return state


class InterventionFilterSet(WagtailFilterSet):
    code = django_filters.CharFilter(label=_("Clave del inmueble"), field_name="monument__code", lookup_expr="iexact")
    state = django_filters.ChoiceFilter(label=_("Estado"), choices=InterventionState.choices, empty_label=_("Todos"))
    municipality = django_filters.ChoiceFilter(
        label=_("Municipio"), field_name="monument__municipality", choices=municipalities, empty_label=_("Todos")
    )
    requested_on = django_filters.DateFromToRangeFilter(label=_("Solicitada"), widget=DateRangePickerWidget)

    class Meta:
        model = Intervention
        fields = ["code", "state", "municipality", "requested_on"]


class WorkIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Intervention]:
        return super().get_base_queryset().select_related("monument", "authority")


class WorkEditView(generic.EditView):
    def save_instance(self) -> Intervention:
        with history.attributed(by=self.request.user):
            return super().save_instance()


class HistoryPanel(HelpPanel):
    """Who changed which field, and when."""

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return context | {"changes": history_rows(self.instance) if self.instance.pk else []}


class WorkViewSet(ModelViewSet):
    """`?code=ZAC-0001` in the list gives the works on one monument."""

    model = Intervention
    name = "observatorio_works"
    url_prefix = "observatorio/intervenciones"
    icon = "cogs"
    menu_label = _("Intervenciones")
    menu_hook = "register_observatory_menu_item"
    menu_order = 130
    copy_view_enabled = False
    index_view_class = WorkIndexView
    edit_view_class = WorkEditView
    filterset_class = InterventionFilterSet
    search_backend_name = None
    search_fields = ["title", "authorisation", "monument__name", "monument__code"]
    ordering = ["-requested_on", "-pk"]
    list_display = [
        TitleColumn("title", label=_("Proyecto"), sort_key="title", url_name="observatorio_works:edit"),
        Column("monument", label=_("Inmueble"), sort_key="monument__name"),
        Column("state", label=_("Estado"), accessor="get_state_display", sort_key="state"),
        Column("authority", label=_("Autoridad")),
        Column("authorisation", label=_("Autorización")),
        DateColumn("requested_on", label=_("Solicitada"), sort_key="requested_on"),
        DateColumn("updated_at", label=_("Modificada"), sort_key="updated_at"),
    ]
    list_export = [
        "monument.code", "monument.name", "title", "get_state_display", "authority", "authorisation", "requested_on",
        "resolved_on", "started_on", "finished_on", "cost", "responsible",
    ]  # fmt: skip
    export_headings = {
        "monument.code": _("Clave"),
        "monument.name": _("Inmueble"),
        "get_state_display": _("Estado"),
    }
    export_filename = "intervenciones"
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=_("Lo que se guarda aquí es público desde la solicitud, si el inmueble lo es."),
                heading=_("Publicidad"),
            ),
            FieldPanel("monument"),
            FieldPanel("title"),
            FieldPanel("description"),
            MultiFieldPanel(
                [
                    FieldPanel("state"),
                    FieldRowPanel([FieldPanel("requested_on"), FieldPanel("resolved_on")]),
                    FieldRowPanel([FieldPanel("started_on"), FieldPanel("finished_on")]),
                    FieldRowPanel([FieldPanel("authority"), FieldPanel("authorisation")]),
                ],
                heading=_("Trámite"),
            ),
            FieldRowPanel([FieldPanel("cost"), FieldPanel("responsible")]),
            InlinePanel(
                "documents",
                heading=_("Documentos"),
                label=_("documento"),
                panels=[PageChooserPanel("record"), FieldPanel("note")],
            ),
            HistoryPanel(template="observatorio/admin/work_history.html", heading=_("Historial")),
        ],
        base_form_class=InterventionForm,
    )
