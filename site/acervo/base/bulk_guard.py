"""Wagtail's bulk actions, which name what the person may not act on: here nobody's selection holds what is not theirs.

Wagtail answers «you have no permission to delete these» with the titles, drafts too. This view stands before its own
(`acervo.urls`) for every model: something chosen by its key that the person may not see refuses the whole selection;
«all» becomes all that they may see. What they may see but not act on is named, as Wagtail does.
"""

from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import display_custom_404
from wagtail.admin.views.bulk_action import index
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page
from wagtail.permissions import policy_registry

#: Whoever has one of these rights on an object finds it in a list or in a chooser of the admin.
SEEN_BY = ("change", "delete", "publish", "choose", "view")


def visible_to(user: Any, model: Any) -> QuerySet[Any]:
    """The objects of `model` whose names the admin shows to `user`."""
    policy = policy_registry.get_by_type(model)
    if issubclass(model, Page):
        return policy.explorable_instances(user)
    return policy.instances_user_has_any_permission_for(user, SEEN_BY)


def _only_visible(request: HttpRequest, model: Any, action: Any) -> None:
    """Raise PermissionDenied for a key of something hidden; in the place of «all», the keys of what is visible."""
    keys: list[Any] = request.GET.getlist("id")
    everything = "all" in keys
    if everything:
        listed = action(request, model).get_all_objects_in_listing_query(request.GET.get("childOf"))
        keys = [getattr(item, "pk", item) for item in listed]
    chosen = model._default_manager.filter(pk__in=keys)
    hidden = set(chosen.exclude(pk__in=visible_to(request.user, model).order_by().values("pk")).values_list("pk"))
    if not hidden:
        return
    if not everything:
        raise PermissionDenied
    asked = request.GET.copy()
    asked.setlist("id", [str(key) for key in keys if (key,) not in hidden])
    request.GET = asked  # type: ignore[assignment]


@never_cache
@display_custom_404
@require_admin_access
def bulk_action(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponseBase:
    found = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if found is None:
        raise Http404
    try:
        _only_visible(request, apps.get_model(app_label, model_name), found)
    except (ObjectDoesNotExist, ValueError, ValidationError) as error:  # a key that is none
        raise Http404 from error
    return index(request, app_label, model_name, action)
