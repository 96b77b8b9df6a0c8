"""The navigation of a part of the site that has sections of its own (a microsite), above the content of its pages.

Apps register who knows it with `register`, in `AppConfig.ready()`; the template of every page asks `for_request`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Item:
    title: str
    url: str
    current: bool = False


@dataclass(slots=True)
class SectionNav:
    """`search_kinds`: values of the search's facet «type» that its search box is limited to; `search_filters`: values of
    other facets, as (facet, value). `eyebrow`: what stands for the title on the front page itself."""

    title: str
    url: str
    items: list[Item] = field(default_factory=list)
    search_kinds: tuple[str, ...] = ()
    search_filters: tuple[tuple[str, str], ...] = ()
    eyebrow: str = ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """All that its search box is limited to, as (facet, value)."""
        return [*(("type", kind) for kind in self.search_kinds), *self.search_filters]


Provider = Callable[[Any], SectionNav | None]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Have `provider(request)` asked for the sections that a request is in; None if it is in none that it knows."""
    if provider not in _providers:
        _providers.append(provider)


def for_request(request: Any) -> SectionNav | None:
    return next((nav for provider in _providers if (nav := provider(request))), None)
