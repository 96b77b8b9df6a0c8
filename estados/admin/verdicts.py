"""All the reports of a state in one list, to read and export; they are made and taken back in `reporting`."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import Select
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from estados.admin.guarded import Guarded, OwnRows
from estados.admin.state_filters import StateFilterSet, plan_filter, state_filter
from estados.enums import Completion, Voice
from estados.models import Verdict
from estados.permissions import StatePolicy


class ReadOnlyPolicy(StatePolicy):
    """Reports are added by their voices and withdrawn with a reason: nobody edits or deletes them in a list."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "view" in actions and self.user_has_permission(user, "view")

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return action == "view" and super().user_has_permission_for_instance(user, action, instance)


class VerdictFilterSet(StateFilterSet):
    state = state_filter("commitment__plan__state")
    plan = plan_filter("commitment__plan")
    voice = django_filters.ChoiceFilter(label=_("Voz"), choices=Voice.choices, empty_label=_("Todas"))
    completion = django_filters.ChoiceFilter(
        label=_("Situación"), choices=Completion.choices, widget=Select, empty_label=_("Todas")
    )
    on = django_filters.DateFromToRangeFilter(label=_("Fecha"), widget=DateRangePickerWidget)

    class Meta:
        model = Verdict
        fields = ["state", "plan", "voice", "completion", "on"]


class VerdictIndexView(OwnRows, generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Verdict]:
        return super().get_base_queryset().select_related("commitment__plan")


class VerdictViewSet(Guarded, ModelViewSet):
    model = Verdict
    name = "states_verdicts"
    url_prefix = "estados/informes-recibidos"
    icon = "comment"
    menu_label = _("Informes recibidos")
    menu_hook = "register_states_menu_item"
    menu_order = 95
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = VerdictIndexView
    filterset_class = VerdictFilterSet
    form_fields = ["words"]
    search_backend_name = None
    search_fields = ["commitment__code", "commitment__title", "author", "words"]
    ordering = ["-on", "-pk"]
    list_display = [
        TitleColumn(
            "commitment", label=_("Compromiso"), sort_key="commitment__code",
            get_url=lambda verdict: reverse("states_admin:report", args=[verdict.commitment_id]),
        ),
        Column("voice", label=_("Voz"), accessor="get_voice_display", sort_key="voice"),
        Column("completion", label=_("Situación"), accessor="get_completion_display", sort_key="completion"),
        Column("progress", label=_("Avance (%)"), sort_key="progress"),
        DateColumn("on", label=_("Fecha"), sort_key="on"),
        Column("author", label=_("Quién informa")),
        DateColumn("withdrawn_at", label=_("Retirado"), sort_key="withdrawn_at"),
    ]  # fmt: skip
    list_export = [
        "commitment.code", "get_voice_display", "get_completion_display", "progress", "words", "on", "when_text",
        "author", "url", "source", "withdrawn_at", "withdrawal_reason",
    ]  # fmt: skip
    export_headings = {
        "commitment.code": _("Compromiso"),
        "get_voice_display": _("Voz"),
        "get_completion_display": _("Situación"),
    }
    export_filename = "informes"
