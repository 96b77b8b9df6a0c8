"""Tags of the inventory's admin pages."""

from typing import Any

from django import template
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.widgets.button import ListingButton

from observatorio.admin.permissions import may

register = template.Library()


@register.inclusion_tag("wagtailadmin/shared/buttons.html", takes_context=True)
def monument_bulk_actions(context: Any) -> dict[str, Any]:
    """The bulk actions on monuments that this person may do; Wagtail's own tag shows all of them to everybody."""
    user = context["request"].user
    actions = sorted(
        bulk_action_registry.get_bulk_actions_for_model("observatorio", "monument"),
        key=lambda action: action.action_priority,
    )
    buttons = [
        ListingButton(
            action.display_name,
            reverse("wagtail_bulk_action", args=["observatorio", "monument", action.action_type]),
            attrs={"aria-label": action.aria_label, "data-bulk-action-button": ""},
            priority=action.action_priority,
            classname=" ".join(sorted(action.classes | {"bulk-action-btn"})),
        )
        for action in actions
        if may(user, getattr(action, "needs", action.action_type))
    ]
    return {"buttons": buttons}
