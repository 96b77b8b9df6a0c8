"""Results that editors put on top of a query (Wagtail's search promotions)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string

from acervo.base.publicity import public

MOST = 5


@dataclass(frozen=True, slots=True)
class Promoted:
    title: str
    url: str
    description: str


def promoted(request: HttpRequest, query: str, locale: str) -> list[Promoted]:
    """What editors chose for this query, in their order; pages in the visitor's language where there is one.

    Pages that an anonymous visitor may not see are left out. Two queries.
    """
    wanted = normalise_query_string(query)
    if not wanted:
        return []
    chosen = list(
        SearchPromotion.objects.filter(query__query_string=wanted).select_related("page").order_by("sort_order")[:MOST]
    )
    keys = [choice.page.translation_key for choice in chosen if choice.page]
    pages = public(Page.objects.filter(translation_key__in=keys)).select_related("locale") if keys else []
    by_key: dict[object, Page] = {}
    for page in pages:
        if page.translation_key not in by_key or page.locale.language_code == locale:
            by_key[page.translation_key] = page
    shown = []
    for choice in chosen:
        if choice.page is None:
            text = choice.external_link_text or choice.external_link_url
            shown.append(Promoted(text, choice.external_link_url, choice.description))
        elif page := by_key.get(choice.page.translation_key):
            url = cast("str | None", page.get_url(request))
            if url:
                shown.append(Promoted(page.title, url, choice.description))
    return shown
