"""Results that editors put on top of a query (Wagtail's search promotions).

A promotion answers a query that is the same but for capitals, accents, plurals, stop words and quotes, because the
results below it are the same then: whoever searches «Leyes de agua» is not meant to lose what «ley de aguas» shows.
It is not matched by stems, for those join what an editor tells apart (periódico, periodista).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from django.http import HttpRequest
from django.urls import translate_url
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from acervo.base.publicity import public
from search.analysis import analyzer, normal_word, spanish_singular, words
from search.own_addresses import is_open, path_here
from search.query import Phrase, Word, parse

MOST = 5


@dataclass(frozen=True, slots=True)
class Promoted:
    title: str
    url: str
    description: str


@lru_cache(maxsize=4_000)
def key(query: str, language: str) -> tuple[str, ...]:
    """What two queries have in common that show the same promotions; empty for a query that can have none."""
    parsed = parse(query)
    if not all(isinstance(clause, Word | Phrase) for clause in parsed.clauses):
        return ()  # what is excluded or either-or was not meant by the editor
    analysis = analyzer(language)
    folded = [normal_word(word) for clause in parsed.clauses for word in words(clause.text)]  # type: ignore[union-attr]
    kept = [word for word in folded if not analysis.is_stop(word)] or folded
    if analysis.code == "en":
        return tuple(map(analysis.term, kept))
    return tuple(spanish_singular(word) for word in kept)


def promoted(request: HttpRequest, query: str, locale: str) -> list[Promoted]:
    """What editors chose for this query, in their order; pages in the visitor's language where there is one.

    Nothing that an anonymous visitor may not see: neither pages, nor other addresses of this site. One query when
    nothing is promoted for it, two more when there is, and two at most for each address of this site.
    """
    chosen = _chosen(query, locale)
    pages = _pages([choice.page.translation_key for choice in chosen if choice.page], locale)
    shown = []
    for choice in chosen:
        if choice.page is None:
            if url := _address(request, choice.external_link_url, locale):
                shown.append(Promoted(choice.external_link_text or url, url, choice.description))
        elif page := pages.get(choice.page.translation_key):
            here = cast("str | None", page.get_url(request))
            if here:
                shown.append(Promoted(page.title, here, choice.description))
    return shown[:MOST]


def _chosen(query: str, locale: str) -> list[SearchPromotion]:
    wanted = key(query, locale), key(query, "es")
    if not any(wanted):
        return []
    terms = SearchPromotion.objects.order_by().values_list("query_id", "query__query_string").distinct()
    same = [
        pk
        for pk, text in terms
        if (wanted[0] and key(text, locale) == wanted[0]) or (wanted[1] and key(text, "es") == wanted[1])
    ]
    if not same:
        return []
    found = SearchPromotion.objects.filter(query__in=same).select_related("page").order_by("sort_order", "pk")
    return list({choice.page_id or choice.external_link_url: choice for choice in reversed(found)}.values())[::-1]


def _pages(keys: Iterable[object], locale: str) -> dict[object, Page]:
    """The public page of each translation key, in the language asked for or else in the one there is."""
    keys = list(keys)
    if not keys:
        return {}
    found: dict[object, Page] = {}
    for page in public(Page.objects.filter(translation_key__in=keys)).select_related("locale"):
        if page.translation_key not in found or page.locale.language_code == locale:
            found[page.translation_key] = page
    return found


def _address(request: HttpRequest, url: str, locale: str) -> str:
    """Where a typed address leads, "" when that is not public; one of this site in the visitor's language."""
    if path_here(request, url) is None:
        return url
    if not is_open(request, url):
        return ""
    there = translate_url(url, locale)
    return there if there == url or is_open(request, there) else url
