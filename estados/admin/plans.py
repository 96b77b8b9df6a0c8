"""Action plans in the admin. Publishing a plan launches it: its dates and their events follow (`services.deadlines`)."""

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList, PublishingPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import DeleteView, EditView, HistoryView, IndexView, SnippetViewSet

from estados.admin.guarded import Guarded, OwnChooserViewSet, OwnRows
from estados.admin.kept import KeptDeleteView
from estados.admin.state_filters import StateFilterSet, live_filter, state_filter
from estados.forms import StateForm
from estados.models import ActionPlan
from estados.permissions import states_of


def plan_buttons(plan: ActionPlan) -> list[Button]:
    """The doors from a plan to its commitments and to the history of its fields."""
    commitments = reverse("wagtailsnippets_estados_commitment:list")
    return [
        Button(_("Compromisos del plan"), url=f"{commitments}?plan={plan.pk}", icon_name="list-ul", priority=4),
        Button(
            _("Agregar compromiso"), url=f"{reverse('wagtailsnippets_estados_commitment:add')}?plan={plan.pk}",
            icon_name="plus", priority=5,
        ),
        Button(
            _("Historial de campos"), url=reverse("states_admin:history", args=["plan", plan.pk]),
            icon_name="history", priority=6,
        ),
    ]  # fmt: skip


class PlanForm(StateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["number"].disabled = True
            self.fields["number"].help_text = _("El número forma la dirección pública: ya no cambia.")
        elif self.for_user is not None and len(mine := states_of(self.for_user)) == 1:
            self.initial["number"] = max(_numbers(next(iter(mine))), default=0) + 1

    def clean(self) -> dict[str, Any]:
        """A number that the state already has is told with all that it has."""
        cleaned = super().clean()
        if not self.instance.pk and (state := cleaned.get("state")) and cleaned.get("number") in _numbers(state):
            self.add_error(
                "number",
                _("La entidad ya tiene un plan con ese número. Números ocupados: %(numbers)s.")
                % {"numbers": ", ".join(map(str, _numbers(state)))},
            )
        return cleaned


def _numbers(state: str) -> list[int]:
    """The numbers of the plans of the state, drafts too."""
    return list(ActionPlan.objects.filter(state=state).order_by("number").values_list("number", flat=True))


class PlanFilterSet(StateFilterSet):
    state = state_filter("state")
    live = live_filter()

    class Meta:
        model = ActionPlan
        fields = ["state", "live"]


class PlanIndexView(OwnRows, IndexView):
    list_display: list[Any] = []

    def get_base_queryset(self) -> QuerySet[ActionPlan]:
        return super().get_base_queryset().annotate(commitment_count=Count("commitments"))


class PlanEditView(EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *plan_buttons(self.object)]


class PlanDeleteView(KeptDeleteView, DeleteView):
    pass


class PlanHistoryView(HistoryView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *plan_buttons(self.object)]


class ActionPlanViewSet(Guarded, SnippetViewSet):
    model = ActionPlan
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Planes de acción")
    url_prefix = "estados/planes"
    chooser_viewset_class = OwnChooserViewSet
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None
    search_fields = ["title", "summary"]
    filterset_class = PlanFilterSet
    index_view_class = PlanIndexView
    edit_view_class = PlanEditView
    history_view_class = PlanHistoryView
    delete_view_class = PlanDeleteView
    ordering = ["state", "number"]
    list_display = [
        "title",
        Column("state", label=gettext_lazy("Entidad"), accessor="get_state_display", sort_key="state"),
        Column("number", label=gettext_lazy("Número"), sort_key="number"),
        DateColumn("launched_on", label=gettext_lazy("Presentado"), sort_key="launched_on"),
        Column("commitment_count", label=gettext_lazy("Compromisos"), sort_key="commitment_count"),
        Column("live", label=gettext_lazy("Publicación"), accessor=lambda plan: publication(plan), sort_key="live"),
    ]
    list_export = [
        "code", "get_state_display", "number", "title", "launched_on", "launched_text", "months", "commitment_count",
        "live", "source",
    ]  # fmt: skip
    export_headings = {
        "code": gettext_lazy("Clave"),
        "get_state_display": gettext_lazy("Entidad"),
        "commitment_count": gettext_lazy("Compromisos"),
        "live": gettext_lazy("Publicado"),
    }
    export_filename = "planes"
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=gettext_lazy(
                    "Al publicar el plan se lanza: con el día de su presentación se calculan el monitoreo a los seis "
                    "meses, la evaluación al año y el fin de la vigencia, y entran a la agenda del estado."
                ),
                heading=gettext_lazy("Qué pasa al publicar"),
            ),
            FieldRowPanel([FieldPanel("state"), FieldPanel("number")]),
            FieldPanel("title"),
            FieldPanel("summary"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("launched_on"), FieldPanel("launched_text")]),
                    FieldPanel("months"),
                    FieldPanel("launch_event"),
                ],
                heading=gettext_lazy("Presentación y vigencia"),
            ),
            MultiFieldPanel([FieldPanel("record"), FieldPanel("source")], heading=gettext_lazy("De dónde sale")),
            PublishingPanel(),
        ],
        base_form_class=PlanForm,
    )


def publication(item: Any) -> str:
    """«Publicado», and whether a draft waits; asks the database nothing."""
    if not item.live:
        return _("Sin publicar")
    return _("Publicado, con borrador") if item.has_unpublished_changes else _("Publicado")
