"""What every page asks of the database again and again, asked once a request (restrictions) or every few seconds (site).

Outside a request nothing is kept. A change made by this process is seen at once; one made by another process is seen
by the next request (privacy) or within SECONDS (site and languages, which change once in years).
"""

import contextvars
import time
from collections.abc import Callable
from typing import Any

from django.core.signals import request_finished, request_started
from django.db.models import Value
from django.db.models.signals import post_delete, post_save
from wagtail.models import CollectionViewRestriction, Locale, PageViewRestriction, Site
from wagtail.signals import post_page_move

SECONDS = 5.0

_request: contextvars.ContextVar[dict[str, Any] | None] = contextvars.ContextVar("acervo_request", default=None)
_process: dict[Any, tuple[float, Any]] = {}


def once(key: str, make: Callable[[], Any]) -> Any:
    """`make()`, called once in a request; each time outside of one."""
    memo = _request.get()
    if memo is None:
        return make()
    if key not in memo:
        memo[key] = make()
    return memo[key]


def for_seconds(key: Any, make: Callable[[], Any]) -> Any:
    """`make()`, called again after SECONDS; each time outside of a request. Never for anything that is private."""
    if _request.get() is None:
        return make()
    kept = _process.get(key)
    if kept is None or kept[0] < time.monotonic():
        kept = _process[key] = (time.monotonic() + SECONDS, make())
    return kept[1]


def restricted_paths() -> tuple[list[str], list[str]]:
    """Tree paths of the restricted pages, and of the restricted collections of files; one query."""

    def read() -> tuple[list[str], list[str]]:
        pages = PageViewRestriction.objects.order_by().values_list(Value("page"), "page__path")
        collections = CollectionViewRestriction.objects.order_by().values_list(Value("collection"), "collection__path")
        found: dict[str, list[str]] = {"page": [], "collection": []}
        for kind, path in pages.union(collections):
            found[kind].append(path)
        return found["page"], found["collection"]

    return once("restricted", read)


def locales() -> dict[int, Locale]:
    """The languages of the site by key."""
    return for_seconds("locales", lambda: {locale.pk: locale for locale in Locale.objects.all()})


def clear(**_signal: Any) -> None:
    """Forget everything that is kept."""
    _process.clear()
    if _request.get() is not None:
        _request.set({})


def _start(**_signal: Any) -> None:
    _request.set({})


def _finish(**_signal: Any) -> None:
    _request.set(None)


def connect() -> None:
    """Called by the app's `ready()`."""
    request_started.connect(_start, dispatch_uid="acervo-per-request")
    request_finished.connect(_finish, dispatch_uid="acervo-per-request")
    for model in (PageViewRestriction, CollectionViewRestriction, Locale, Site):
        post_save.connect(clear, sender=model, dispatch_uid="acervo-per-request")
        post_delete.connect(clear, sender=model, dispatch_uid="acervo-per-request")
    post_page_move.connect(clear, dispatch_uid="acervo-per-request")
