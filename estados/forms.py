"""What the admin's forms of the states have in common: everybody chooses among the states that are theirs."""

from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm

from acervo.base.states import NATIONAL, STATE_NAMES

from .models import ActionPlan, Body, Commitment, Milestone
from .permissions import states_of

#: Model a field may choose from → path of its state. Bodies of the nation may be named by every state.
PATHS = {ActionPlan: "state", Commitment: "plan__state", Milestone: "commitment__plan__state"}


class StateForm(WagtailAdminModelForm):
    """Choices limited to the states of the person; one who has a single state finds it chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit(self.fields, self.for_user, instance=self.instance)


def limit(fields: dict[str, Any], user: Any, *, instance: Any = None) -> None:
    """Narrow the choices of `fields` to what `user` may touch (nothing for nobody)."""
    mine = states_of(user) if user is not None else frozenset()
    if "state" in fields:
        _limit_states(fields["state"], mine, instance)
    for field in fields.values():
        queryset = getattr(field, "queryset", None)
        if queryset is None:
            continue
        if queryset.model is Body:
            field.queryset = queryset.filter(state__in={*mine, NATIONAL}).order_by("state", "name")
        elif queryset.model in PATHS:
            field.queryset = queryset.filter(**{f"{PATHS[queryset.model]}__in": mine})


def _limit_states(field: Any, mine: frozenset[str], instance: Any) -> None:
    choices = [(key, STATE_NAMES[key]) for key in sorted(mine)]
    field.choices = choices if len(choices) == 1 else [("", "---------"), *choices]
    if len(choices) == 1:
        field.initial = choices[0][0]
    if instance is not None and instance.pk:
        field.choices = [(instance.state, STATE_NAMES[instance.state])]
        field.disabled = True
