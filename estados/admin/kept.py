"""What the public has seen is not deleted: every past state of the board must stay visible.

A commitment is withdrawn, a milestone is cancelled, a plan is unpublished; only the superuser deletes them.
"""

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from estados.models import Milestone
from estados.permissions import StatePolicy


def is_kept(instance: Any) -> bool:
    """Whether the public saw it, or something was said of it."""
    if isinstance(instance, Milestone):
        return instance.reports.exists() or instance.evidence.exists()
    return instance.first_published_at is not None or instance.live


class KeptPolicy(StatePolicy):
    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        allowed = super().user_has_permission_for_instance(user, action, instance)
        return allowed and (action != "delete" or user.is_superuser or not is_kept(instance))


class KeptDeleteView:
    """Mixin for a delete view (before its base)."""

    model: Any
    edit_url_name: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        instance = self.get_object()  # type: ignore[attr-defined]
        if not policy_registry.get_by_type(self.model).user_has_permission_for_instance(
            request.user, "delete", instance
        ):
            messages.error(
                request,
                _("No se borra lo que ya se publicó o de lo que ya se informó: retírelo, cancélelo o despublíquelo."),
            )
            return HttpResponseRedirect(reverse(self.edit_url_name, args=[instance.pk]))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
