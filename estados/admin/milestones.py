"""Milestones in the admin, each with the reports of its state and what proves it."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from estados.admin.guarded import Guarded, OwnRows
from estados.admin.kept import KeptDeleteView
from estados.admin.state_filters import StateFilterSet, plan_filter, state_filter
from estados.forms_milestone import MilestoneForm
from estados.models import Commitment, Milestone
from estados.permissions import may_edit
from estados.services import aging
from estados.services.progress import status_on


class MilestoneFilterSet(StateFilterSet):
    state = state_filter("commitment__plan__state")
    plan = plan_filter("commitment__plan")
    code = django_filters.CharFilter(
        label=_("Clave del compromiso"), field_name="commitment__code", lookup_expr="iexact"
    )
    due = django_filters.DateFromToRangeFilter(label=_("Fecha límite"), widget=DateRangePickerWidget)

    class Meta:
        model = Milestone
        fields = ["state", "plan", "code", "due"]


def status_word(milestone: Milestone) -> str:
    """Its state today, in a word; needs its reports fetched beforehand."""
    status = status_on(milestone.reports.all(), aging.today_of(milestone.commitment.plan.state))
    return str(status.label) if status else str(_("Sin información"))


class MilestoneIndexView(OwnRows, generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Milestone]:
        found = super().get_base_queryset().select_related("commitment__plan", "responsible")
        return found.prefetch_related("reports").annotate(proofs=Count("evidence"))


class _OfCommitment:
    """After saving, back to the commitment."""

    def get_success_url(self) -> str:
        commitment = self.object.commitment  # type: ignore[attr-defined]
        return reverse("wagtailsnippets_estados_commitment:edit", args=[commitment.pk]) + "#tab-avance"


class MilestoneCreateView(_OfCommitment, generic.CreateView):
    """`?commitment=` from the commitment's page: the next number, its last day as due date."""

    def get_initial_form_instance(self) -> Milestone:
        made = Milestone()
        asked = str(self.request.GET.get("commitment", ""))
        commitment = Commitment.objects.filter(pk=asked).select_related("plan").first() if asked.isdigit() else None
        if commitment and may_edit(self.request.user, commitment.plan.state):
            made.commitment = commitment
            made.number = commitment.milestones.count() + 1
            made.responsible = commitment.lead
        return made


class MilestoneEditView(_OfCommitment, generic.EditView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        back = reverse("wagtailsnippets_estados_commitment:edit", args=[self.object.commitment_id])
        return [*super().header_buttons, HeaderButton(_("Ver el compromiso"), url=back, icon_name="arrow-left")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        history = reverse("states_admin:history", args=["hito", self.object.pk])
        return [
            *super().header_more_buttons,
            Button(_("Historial de campos"), url=history, icon_name="history", priority=6),
        ]


class MilestoneDeleteView(KeptDeleteView, generic.DeleteView):
    pass


class MilestoneViewSet(Guarded, ModelViewSet):
    """`?code=ZAC-PAL1-C3` in the list gives the milestones of one commitment."""

    model = Milestone
    name = "states_milestones"
    url_prefix = "estados/hitos"
    icon = "tag"
    menu_label = _("Hitos")
    menu_hook = "register_states_menu_item"
    menu_order = 20
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = MilestoneIndexView
    add_view_class = MilestoneCreateView
    edit_view_class = MilestoneEditView
    delete_view_class = MilestoneDeleteView
    filterset_class = MilestoneFilterSet
    search_backend_name = None
    search_fields = ["deliverable", "commitment__code", "commitment__title"]
    ordering = ["commitment__plan__state", "commitment__code", "number"]
    list_display = [
        TitleColumn(
            "deliverable", label=_("Entregable"), sort_key="deliverable", url_name="states_milestones:edit"
        ),
        Column("code", label=_("Compromiso"), accessor="commitment.code", sort_key="commitment__code"),
        DateColumn("due", label=_("Fecha límite"), sort_key="due"),
        Column("status", label=_("Situación"), accessor=status_word),
        Column("weight", label=_("Peso"), sort_key="weight"),
        Column("proofs", label=_("Evidencias"), sort_key="proofs"),
    ]  # fmt: skip
    list_export = ["commitment.code", "number", "deliverable", "due", "responsible", "weight", "proofs"]
    export_headings = {
        "commitment.code": _("Compromiso"),
        "responsible": _("Responsable"),
        "proofs": _("Evidencias"),
    }
    export_filename = "hitos"
    edit_handler = ObjectList(
        [
            FieldPanel("commitment"),
            FieldRowPanel([FieldPanel("number"), FieldPanel("weight")]),
            FieldPanel("deliverable"),
            FieldPanel("description"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("due"), FieldPanel("responsible", widget=forms.Select)])],
                heading=_("Cuándo y quién"),
            ),
            InlinePanel(
                "reports",
                heading=_("Avance"),
                label=_("avance"),
                help_text=_(
                    "Un renglón por cada cambio, con su fecha. Los anteriores no se cambian, para que pueda verse "
                    "cómo iba el hito en cualquier día."
                ),
                panels=[FieldRowPanel([FieldPanel("status"), FieldPanel("on")]), FieldPanel("note")],
            ),
            InlinePanel(
                "evidence",
                heading=_("Evidencia"),
                label=_("evidencia"),
                help_text=_(
                    "Una sola cosa en cada renglón: un registro del acervo, un evento o un enlace externo. Del registro "
                    "se guarda la huella (SHA-256) de su archivo."
                ),
                panels=[
                    FieldPanel("record"),
                    FieldPanel("event"),
                    FieldPanel("url"),
                    FieldRowPanel([FieldPanel("label"), FieldPanel("on")]),
                ],
            ),
            HelpPanel(template="estados/admin/milestone_fingerprints.html", heading=_("Huellas guardadas")),
        ],
        base_form_class=MilestoneForm,
    )
