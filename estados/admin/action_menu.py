"""«Publicar» and «Despublicar» below the forms of plans and commitments.

Wagtail's own items ask for a model permission that no team has: here the right comes from the page of the state
(`estados.permissions`). These are shown to whoever has it that way; to the superuser Wagtail shows its own.
"""

from typing import Any

from wagtail.permissions import policy_registry
from wagtail.snippets.action_menu import ActionMenuItem, PublishMenuItem, UnpublishMenuItem
from wagtail.snippets.permissions import get_permission_name

from estados.models import ActionPlan, Commitment

MODELS = (ActionPlan, Commitment)


def _by_policy(context: dict[str, Any]) -> bool:
    user, model = context["request"].user, context["model"]
    if context.get("locked_for_user") or user.has_perm(get_permission_name("publish", model)):
        return False
    return policy_registry.get_by_type(model).user_has_permission(user, "publish")


class StatePublishItem(PublishMenuItem):
    def is_shown(self, context: dict[str, Any]) -> bool:
        return _by_policy(context)


class StateUnpublishItem(UnpublishMenuItem):
    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and context["instance"].live and _by_policy(context)


def publish_item(model: Any) -> ActionMenuItem | None:
    """Hook `register_snippet_action_menu_item`."""
    return StatePublishItem(order=30) if model in MODELS else None


def unpublish_item(model: Any) -> ActionMenuItem | None:
    """Hook `register_snippet_action_menu_item`."""
    return StateUnpublishItem(order=20) if model in MODELS else None
