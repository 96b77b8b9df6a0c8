"""Bodies in the admin: institutions and organisations with the office that answers."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from acervo.base.states import NATIONAL, STATE_NAMES
from estados.admin.guarded import Guarded, OwnChooseResultsView, OwnChooserViewSet, OwnChooseView, OwnRows
from estados.admin.state_filters import StateFilterSet, state_filter
from estados.enums import Sector
from estados.forms import StateForm
from estados.models import Body
from estados.permissions import StatePolicy, states_of


class BodyPolicy(StatePolicy):
    """Those of the nation belong to the superuser."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return user.is_superuser or super().user_has_permission_for_instance(user, action, instance)

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        if user.is_active and user.is_superuser:
            return Body.objects.all()
        return super().instances_user_has_permission_for(user, action)


class _ForAll:
    """Bodies of the nation may be named by every state."""

    def get_object_list(self) -> QuerySet[Body]:
        mine = states_of(self.request.user)  # type: ignore[attr-defined]
        return Body.objects.filter(state__in={*mine, NATIONAL})


class BodyChooseView(_ForAll, OwnChooseView):
    pass


class BodyChooseResultsView(_ForAll, OwnChooseResultsView):
    pass


class BodyChooserViewSet(OwnChooserViewSet):
    choose_view_class = BodyChooseView
    choose_results_view_class = BodyChooseResultsView


class BodyForm(StateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk and self.for_user is not None and self.for_user.is_superuser:
            field: Any = self.fields["state"]
            field.choices = [*field.choices, (NATIONAL, STATE_NAMES[NATIONAL])]


class BodyFilterSet(StateFilterSet):
    state = state_filter("state")
    sector = django_filters.ChoiceFilter(label=_("Sector"), choices=Sector.choices, empty_label=_("Todos"))

    class Meta:
        model = Body
        fields = ["state", "sector"]


class BodyIndexView(OwnRows, IndexView):
    list_display: list[Any] = []


class BodyViewSet(Guarded, SnippetViewSet):
    model = Body
    icon = "group"
    menu_label = _("Instituciones")
    url_prefix = "estados/instituciones"
    chooser_viewset_class = BodyChooserViewSet
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None
    search_fields = ["name", "acronym", "office"]
    filterset_class = BodyFilterSet
    index_view_class = BodyIndexView
    ordering = ["state", "name"]
    list_display = [
        "name",
        Column("state", label=_("Entidad"), accessor="get_state_display", sort_key="state"),
        Column("sector", label=_("Sector"), accessor="get_sector_display", sort_key="sector"),
        Column("office", label=_("Área que responde")),
    ]
    list_export = ["get_state_display", "name", "acronym", "get_sector_display", "office", "website"]
    export_headings = {"get_state_display": _("Entidad"), "get_sector_display": _("Sector")}
    export_filename = "instituciones"
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("state"), FieldPanel("sector")]),
            FieldRowPanel([FieldPanel("name"), FieldPanel("acronym")]),
            MultiFieldPanel(
                [FieldPanel("office"), FieldRowPanel([FieldPanel("email"), FieldPanel("website")])],
                heading=_("Quién responde"),
            ),
        ],
        base_form_class=BodyForm,
    )
