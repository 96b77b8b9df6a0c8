"""Filters of the lists that offer only the states and plans of the person, and columns that lists share."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import Select
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from acervo.base.states import STATE_NAMES
from estados.models import ActionPlan
from estados.permissions import states_of

PUBLICATION = [("1", _("Publicado")), ("draft", _("Publicado, con borrador")), ("0", _("Sin publicar"))]


def state_filter(path: str) -> django_filters.ChoiceFilter:
    """By the state at `path`; who has only one does not see it."""
    return django_filters.ChoiceFilter(
        label=_("Entidad"), field_name=path, choices=list(STATE_NAMES.items()), widget=Select, empty_label=_("Todas")
    )


def own_plans(request: HttpRequest | None) -> QuerySet[ActionPlan]:
    if request is None:
        return ActionPlan.objects.none()
    return ActionPlan.objects.filter(state__in=states_of(request.user)).order_by("state", "number")


def plan_filter(path: str) -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        label=_("Plan"), field_name=path, queryset=own_plans, widget=Select, empty_label=_("Todos")
    )


class StateFilterSet(WagtailFilterSet):
    """For a list of rows with a state: `state = state_filter("plan__state")`, `live` where there are drafts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "state" not in self.filters or self.request is None:
            return
        mine = sorted(states_of(self.request.user))
        if len(mine) == 1:
            del self.filters["state"]
        else:
            self.filters["state"].extra["choices"] = [(key, STATE_NAMES[key]) for key in mine]

    def by_live(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        if value == "draft":
            return queryset.filter(live=True, has_unpublished_changes=True)
        return queryset.filter(live=value == "1")


def live_filter() -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=_("Publicación"), choices=PUBLICATION, method="by_live", empty_label=_("Todos")
    )
