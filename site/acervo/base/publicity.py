"""The one rule of what an anonymous visitor may see.

Every public surface (pages, files, listings, search, feeds, sitemap, exports, short links, API) asks
`is_public` or `public`; nothing else decides. Domain apps add the conditions of their own models
(embargo, withdrawal, the records a file belongs to) with `register`, in `AppConfig.ready()`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from .per_request import restricted_paths

Condition = Callable[[datetime], Q]
_conditions: dict[type[Model], Condition] = {}


def register(model: type[Model], condition: Condition) -> None:
    """Add `condition(at) -> Q`, evaluated on `model`, to the rule for `model` and its subclasses."""
    _conditions[model] = condition


def ruled() -> list[type[Model]]:
    """The models that have a rule of their own; pages have the common one."""
    return list(_conditions)


def public(queryset: QuerySet[Any], *, at: datetime | None = None, privacy: bool = True) -> QuerySet[Any]:
    """Narrow `queryset` to what an anonymous visitor may see at the moment `at` (default: now).

    `privacy=False` leaves Wagtail's page view restrictions out: for a visitor who already passed them.
    Works on pages of any type, also mixed ones (`Page.objects`), and on every registered model.
    Raises LookupError for a model that no rule covers, so that nothing is public by omission.
    """
    at = at or timezone.now()
    model = queryset.model
    if issubclass(model, Page):
        queryset = queryset.filter(_within_dates(at), live=True)
        if privacy:
            queryset = queryset.exclude(_restricted())
        for other, condition in _conditions.items():
            if issubclass(model, other):
                queryset = queryset.filter(condition(at))
            elif issubclass(other, model):
                hidden = other._default_manager.exclude(condition(at)).values("pk")
                queryset = queryset.exclude(pk__in=hidden)
        return queryset
    own = [condition for other, condition in _conditions.items() if issubclass(model, other)]
    if not own:
        raise LookupError(f"{model.__name__} has no rule of publicity: register one in its app's ready().")
    for condition in own:
        queryset = queryset.filter(condition(at))
    return queryset


def is_public(obj: Model, *, at: datetime | None = None, privacy: bool = True) -> bool:
    """Whether an anonymous visitor may see `obj`, as stored, at the moment `at` (default: now)."""
    return public(type(obj)._default_manager.filter(pk=obj.pk), at=at, privacy=privacy).exists()


def _restricted() -> Q:
    """Pages with a view restriction, and everything below them: what Wagtail's `public()` leaves out."""
    paths, _collections = restricted_paths()
    condition = Q(pk__in=[])
    for path in paths:
        # An alias (a page shown in a language it is not translated to) is as private as its source.
        condition |= Q(path__startswith=path) | Q(alias_of__path__startswith=path)
    return condition


def _within_dates(at: datetime) -> Q:
    """Wagtail acts on the expiry date only when its scheduler runs; this rule holds to the second.

    A future go-live date needs no clause: Wagtail keeps such a page, or such a revision, unpublished.
    """
    return Q(expire_at=None) | Q(expire_at__gt=at)
