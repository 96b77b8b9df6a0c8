"""Ways into the content that need no engine: shown when search cannot answer. Apps register theirs in `ready()`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from django.http import HttpRequest
from django.utils.functional import Promise
from wagtail.models import Page

from acervo.base.publicity import public

MOST = 40  # links of one way


@dataclass(frozen=True, slots=True)
class Way:
    label: str | Promise
    links: list[tuple[str, str]] = field(default_factory=list)  # (title, address)


_ways: dict[type[Page], tuple[int, str | Promise]] = {}


def register(model: type[Page], label: str | Promise, *, order: int) -> None:
    """Offer the public pages of `model` below the heading `label`."""
    _ways[model] = (order, label)


def ways(request: HttpRequest, locale: str) -> list[Way]:
    """What an anonymous visitor can browse, without what is empty. One query for each registered model."""
    found = []
    for model, (_order, label) in sorted(_ways.items(), key=lambda item: item[1][0]):
        pages = public(model._default_manager.all()).select_related("locale").order_by("title", "pk")
        links = [
            (page.title, url) for page in _once(pages, locale) if (url := cast("str | None", page.get_url(request)))
        ]
        if links:
            found.append(Way(label, links[:MOST]))
    return found


def _once(pages: Iterable[Page], locale: str) -> list[Page]:
    """Each page once: in the visitor's language if it is there in it."""
    by_key: dict[object, Page] = {}
    for page in pages:
        if page.translation_key not in by_key or page.locale.language_code == locale:
            by_key[page.translation_key] = page
    return sorted(by_key.values(), key=lambda page: page.title)
