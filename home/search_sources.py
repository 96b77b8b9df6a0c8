"""Pages that any part of the site may have, in the public search: standard pages, contact pages, news.

What stands in a state's microsite is found with that state; a contact page counts as a page of the part it stands in.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.formats import date_format
from django.utils.translation import override
from wagtail.models import Page

from acervo.base.states import STATE_NAMES
from acervo.contact.models import ContactPage
from documents.search_sources import PageSource, plain
from estados.models import StatePage
from observatorio.models import ObservatoryPage
from search.registry import Entry

from .models import NewsIndexPage, NewsPage, StandardPage


@dataclass(frozen=True, slots=True)
class Place:
    """The part of the site that a page stands in: INEGI key of a state's microsite, or of none; whether an observatory."""

    state: str = ""
    observatory: bool = False


def places_of(pages: list[Page]) -> dict[int, Place]:
    """Where each page stands, for all of them in two queries."""
    above = {page.path[:end] for page in pages for end in range(page.steplen, len(page.path), page.steplen)}
    states = dict(StatePage.objects.filter(path__in=above).order_by().values_list("path", "state"))
    kind = ContentType.objects.get_for_model(ObservatoryPage)
    observatories = set(
        Page.objects.filter(path__in=above, content_type=kind).order_by().values_list("path", flat=True)
    )
    return {
        page.pk: Place(
            state=next((state for path, state in states.items() if page.path.startswith(path)), ""),
            observatory=any(page.path.startswith(path) for path in observatories),
        )
        for page in pages
    }


class PlacedSource(PageSource):
    """Pages with a `body` that may stand in a microsite."""

    def prepare(self, pages: list[Any]) -> dict[int, Place]:
        return places_of(pages)

    def entry(self, page: Any, url: str, shown_in: tuple[str, ...], prepared: dict[int, Place]) -> Entry:
        entry = super().entry(page, url, shown_in, prepared)
        state = prepared[page.pk].state
        if not state:
            return entry
        return replace(entry, state=STATE_NAMES[state], facets={**entry.facets, "state": (state,)})

    def text(self, page: Any) -> str:
        return plain(page.body.render_as_block()) if page.body else ""


class StandardPageSource(PlacedSource):
    name = "page"
    model = StandardPage
    kind = "pagina"


class ContactSource(PlacedSource):
    name = "contactpage"
    model = ContactPage
    kind = "pagina"

    def entry(self, page: Any, url: str, shown_in: tuple[str, ...], prepared: dict[int, Place]) -> Entry:
        place = prepared[page.pk]
        kind = "observatorio" if place.observatory else "estado" if place.state else self.kind
        return replace(super().entry(page, url, shown_in, prepared), kind=kind)


class NewsIndexSource(PlacedSource):
    name = "newsindex"
    model = NewsIndexPage
    kind = "noticia"

    def text(self, page: NewsIndexPage) -> str:
        return plain(page.intro)


class NewsSource(PlacedSource):
    """A piece of news, with its day and its themes."""

    name = "news"
    model = NewsPage
    kind = "noticia"

    def queryset(self):
        return NewsPage.objects.prefetch_related("themes")

    def entry(self, page: NewsPage, url: str, shown_in: tuple[str, ...], prepared: dict[int, Place]) -> Entry:
        entry = super().entry(page, url, shown_in, prepared)
        with override(page.locale.language_code):
            label = date_format(page.date, "DATE_FORMAT")
        themes = tuple(sorted(theme.code for theme in page.themes.all()))
        return replace(
            entry, summary=page.summary, date=page.date, date_label=label, facets={**entry.facets, "theme": themes}
        )

    def text(self, page: NewsPage) -> str:
        return f"{page.summary}\n{super().text(page)}"
