"""Commitments in the admin: list, filters, export, and the doors to their milestones and reports."""

from typing import Any

import django_filters
from django.db.models import Count, QuerySet
from django.forms import Select
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, HistoryView, IndexView, SnippetViewSet

from estados.admin.commitment_panels import edit_handler
from estados.admin.guarded import Guarded, OwnChooserViewSet, OwnRows
from estados.admin.kept import KeptDeleteView
from estados.admin.plans import publication
from estados.admin.state_filters import StateFilterSet, live_filter, own_plans, plan_filter, state_filter
from estados.enums import Completion
from estados.models import Commitment
from estados.services.board_filters import NO_INFORMATION, filtered


def commitment_buttons(commitment: Commitment) -> list[Button]:
    return [
        Button(
            _("Historial de campos"), url=reverse("states_admin:history", args=["compromiso", commitment.pk]),
            icon_name="history", priority=6,
        ),
    ]  # fmt: skip


def doors(commitment: Commitment) -> list[HeaderButton]:
    """What a person does most often with a commitment."""
    return [
        HeaderButton(
            _("Agregar hito"), url=f"{reverse('states_milestones:add')}?commitment={commitment.pk}", icon_name="plus"
        ),
        HeaderButton(
            _("Informar avance"), url=reverse("states_admin:report", args=[commitment.pk]), icon_name="edit"
        ),
    ]  # fmt: skip


class CommitmentFilterSet(StateFilterSet):
    state = state_filter("plan__state")
    plan = plan_filter("plan")
    gobierno = django_filters.ChoiceFilter(
        label=gettext_lazy("Dice el gobierno"), method="by_board", widget=Select, empty_label=gettext_lazy("Todo"),
        choices=[*Completion.choices, (NO_INFORMATION, gettext_lazy("Sin información"))],
    )  # fmt: skip
    desacuerdo = django_filters.ChoiceFilter(
        label=gettext_lazy("Voces en desacuerdo"), method="by_board", choices=[("1", gettext_lazy("Sí"))],
        empty_label=gettext_lazy("Todos"),
    )  # fmt: skip
    atraso = django_filters.ChoiceFilter(
        label=gettext_lazy("Con atraso"), method="by_board", choices=[("1", gettext_lazy("Sí"))],
        empty_label=gettext_lazy("Todos"),
    )  # fmt: skip
    live = live_filter()

    class Meta:
        model = Commitment
        fields = ["state", "plan", "gobierno", "desacuerdo", "atraso", "live"]

    def by_board(self, queryset: QuerySet[Commitment], name: str, value: str) -> QuerySet[Commitment]:
        return filtered(queryset, {name: value}, on=timezone.localdate()) if value else queryset


class CommitmentIndexView(OwnRows, IndexView):
    list_display: list[Any] = []

    def get_base_queryset(self) -> QuerySet[Commitment]:
        return super().get_base_queryset().select_related("plan", "lead").annotate(milestone_count=Count("milestones"))


class CommitmentCreateView(CreateView):
    """`?plan=` from the page of a plan."""

    def get_initial_form_instance(self) -> Commitment:
        made = super().get_initial_form_instance() or Commitment()
        asked = str(self.request.GET.get("plan", ""))
        plans = own_plans(self.request)
        if asked.isdigit() and (plan := plans.filter(pk=asked).first()):
            made.plan = plan
        elif len(plans) == 1:
            made.plan = plans[0]
        return made


class CommitmentEditView(EditView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        return [*super().header_buttons, *doors(self.object)]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *commitment_buttons(self.object)]


class CommitmentDeleteView(KeptDeleteView, DeleteView):
    pass


class CommitmentHistoryView(HistoryView):
    """Wagtail's own history of drafts, publications and reports, with a door to the history of fields."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *commitment_buttons(self.object)]


class CommitmentViewSet(Guarded, SnippetViewSet):
    model = Commitment
    icon = "tasks"
    menu_label = gettext_lazy("Compromisos")
    url_prefix = "estados/compromisos"
    chooser_viewset_class = OwnChooserViewSet
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None
    search_fields = ["title", "code", "description"]
    filterset_class = CommitmentFilterSet
    index_view_class = CommitmentIndexView
    add_view_class = CommitmentCreateView
    edit_view_class = CommitmentEditView
    history_view_class = CommitmentHistoryView
    delete_view_class = CommitmentDeleteView
    ordering = ["plan__state", "plan__number", "number", "pk"]
    list_display = [
        "title",
        Column("code", label=gettext_lazy("Clave"), sort_key="code"),
        Column("plan", label=gettext_lazy("Plan"), accessor="plan.code", sort_key="plan__number"),
        Column("lead", label=gettext_lazy("Responsable"), sort_key="lead__name"),
        Column("milestone_count", label=gettext_lazy("Hitos"), sort_key="milestone_count"),
        DateColumn("ends_on", label=gettext_lazy("Termina"), sort_key="ends_on"),
        Column("live", label=gettext_lazy("Publicación"), accessor=publication, sort_key="live"),
    ]
    list_export = [
        "code", "plan.get_state_display", "plan.code", "number", "title", "lead", "counterpart", "starts_on", "ends_on",
        "budget", *(name for prefix in ("concrete", "achievable", "strategic", "transforming", "sustainable") for name in (prefix, f"{prefix}_reason")),
        "progress_set", "progress_reason", "live", "source",
    ]  # fmt: skip
    export_headings = {
        "plan.get_state_display": gettext_lazy("Entidad"),
        "plan.code": gettext_lazy("Plan"),
        "lead": gettext_lazy("Responsable"),
        "counterpart": gettext_lazy("Contraparte"),
        "live": gettext_lazy("Publicado"),
    }
    export_filename = "compromisos"
    edit_handler = edit_handler()
