"""Views of one object that only the people of its state may open.

Wagtail's generic views ask whether somebody may change *some* object of the model; here each object has its state.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet


def guarded(view: Callable[..., HttpResponseBase], model: Any) -> Callable[..., HttpResponseBase]:
    """`view`, refusing (PermissionDenied) an existing object `pk` that the person's policy does not give them."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pk = kwargs.get("pk", args[0] if args else None)
        if pk is not None:
            theirs = policy_registry.get_by_type(model).instances_user_has_permission_for(request.user, "change")
            pk = unquote(str(pk))
            if not theirs.filter(pk=pk).exists() and model._default_manager.filter(pk=pk).exists():
                raise PermissionDenied
        return view(request, *args, **kwargs)

    return asked


class Guarded:
    """Mixin for a viewset (before its base) whose model has a `StatePolicy`: every view of one object asks it."""

    model: Any

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        return guarded(super().construct_view(view_class, **kwargs), self.model)  # type: ignore[misc]


class _OwnOnly:
    """The chooser offers what the person may change: drafts of other states stay theirs."""

    def get_object_list(self) -> Any:
        policy = policy_registry.get_by_type(self.model_class)  # type: ignore[attr-defined]
        return policy.instances_user_has_permission_for(self.request.user, "change")  # type: ignore[attr-defined]


class OwnChooseView(_OwnOnly, ChooseView):
    pass


class OwnChooseResultsView(_OwnOnly, ChooseResultsView):
    pass


class OwnChooserViewSet(SnippetChooserViewSet):
    choose_view_class = OwnChooseView
    choose_results_view_class = OwnChooseResultsView
