"""Who may do what in a state. One source of right: Wagtail's page permissions on the state's front page.

Whoever may change the front page of a state's microsite edits its plans, commitments, steps, members and debt, and
reports with the government's voice. Groups named in `StateVoice` report with theirs and do nothing else.
"""

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import page_permission_policy

from acervo.base import per_request
from acervo.base.states import STATES

from .enums import Voice
from .models import StatePage, StateVoice

ALL = frozenset(key for key, _name in STATES[1:])


def states_of(user: Any) -> frozenset[str]:
    """INEGI keys of the states whose microsite `user` may change."""
    if not user.is_active:
        return frozenset()
    if user.is_superuser:
        return ALL
    return per_request.once(f"states_of:{user.pk}", lambda: _states_of(user))


def _states_of(user: Any) -> frozenset[str]:
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return frozenset(StatePage.objects.filter(pk__in=pages.values("pk")).values_list("state", flat=True))


def may_edit(user: Any, state: str) -> bool:
    return state in states_of(user)


def voices_of(user: Any, state: str) -> set[str]:
    """The voices with which `user` may report on the commitments of `state`."""
    if not user.is_active:
        return set()
    if user.is_superuser:
        return set(Voice.values)
    given = set(StateVoice.objects.filter(state=state, group__user=user).values_list("voice", flat=True))
    return given | ({Voice.GOVERNMENT.value} if may_edit(user, state) else set())


def may_report(user: Any, state: str, voice: str) -> bool:
    return voice in voices_of(user, state)


class StatePolicy(BasePermissionPolicy):
    """Wagtail's permission policy for a model whose state is at `path` («state», «plan__state»)."""

    def __init__(self, model: Any, *, path: str = "state") -> None:
        super().__init__(model)
        self.path = path

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(states_of(user))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return self.user_has_permission(user, "change")

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self._state_of(instance) in states_of(user)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return self.user_has_permission_for_instance(user, "change", instance)

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        return self.model._default_manager.filter(**{f"{self.path}__in": states_of(user)})

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        return self.instances_user_has_permission_for(user, "change")

    def users_with_any_permission(self, actions: Any) -> QuerySet[Any]:
        from django.contrib.auth import get_user_model

        able = [user.pk for user in get_user_model().objects.filter(is_active=True) if states_of(user)]
        return get_user_model().objects.filter(pk__in=able)

    def users_with_permission(self, action: str) -> QuerySet[Any]:
        return self.users_with_any_permission([action])

    def users_with_any_permission_for_instance(self, actions: Any, instance: Any) -> QuerySet[Any]:
        from django.contrib.auth import get_user_model

        state = self._state_of(instance)
        able = [user.pk for user in get_user_model().objects.filter(is_active=True) if state in states_of(user)]
        return get_user_model().objects.filter(pk__in=able)

    def users_with_permission_for_instance(self, action: str, instance: Any) -> QuerySet[Any]:
        return self.users_with_any_permission_for_instance([action], instance)

    def _state_of(self, instance: Any) -> str:
        for name in self.path.split("__"):
            instance = getattr(instance, name)
        return str(instance)
