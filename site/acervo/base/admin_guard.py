"""Admin views that show each person only the objects that the model's permission policy gives them.

Wagtail's generic views ask whether somebody may change *some* object of the model, and list them all; where each object
belongs to somebody, that is not enough.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.permissions import policy_registry


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
    """Mixin for a viewset (before its base): every view of one object asks the model's policy about that object."""

    model: Any

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        return guarded(super().construct_view(view_class, **kwargs), self.model)  # type: ignore[misc]


class OwnRows:
    """Mixin for an index view (before its base): it lists, counts, filters and exports only what is the person's."""

    model: Any
    request: HttpRequest

    def get_base_queryset(self) -> QuerySet[Any]:
        mine = policy_registry.get_by_type(self.model).instances_user_has_permission_for(self.request.user, "change")
        return super().get_base_queryset().filter(pk__in=mine.order_by().values("pk"))  # type: ignore[misc]
