"""Museums in the public search: each leads to its place in the directory that lists it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.utils.translation import override
from wagtail.models import Locale, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from acervo.base.publicity import public
from search.indexing import touch
from search.registry import Entry, Source

from .models import HeritageSite, Museum, MuseumsPage, ObservatoryPage
from .search_sources import LANGUAGE
from .services.museums import museums_of


class MuseumSource(Source):
    """Museums that a public directory lists; one that none lists has no address, and is not found."""

    name = "museum"
    model = Museum
    kind = "museo"

    def ids(self) -> Iterable[int]:
        return sorted(_listed())

    def entries(self, pks: Iterable[int]) -> Iterator[Entry]:
        pages = _listed()
        with override(LANGUAGE):
            museums = public(Museum.objects.filter(pk__in=[pk for pk in pks if pk in pages])).order_by("pk")
            found = [self._entry(museum, pages[museum.pk]) for museum in museums]
        yield from found

    def _entry(self, museum: Museum, page: MuseumsPage) -> Entry:
        place = f"{museum.municipality}, {museum.get_state_display()}"
        words = [museum.kind, museum.address, place, museum.opening_hours, str(Museum._meta.verbose_name)]
        return Entry(
            id=f"{self.name}:{museum.pk}",
            kind=self.kind,
            title=museum.name,
            url=f"{page.get_url()}#museo-{museum.pk}",
            summary=". ".join(filter(None, [museum.kind, museum.address, place, museum.opening_hours])),
            text="\n".join(filter(None, words)),
            state=museum.get_state_display(),
            language="es",
            facets={"state": (museum.state,)},
            visible_until=page.expire_at,
        )


def _listed() -> dict[int, MuseumsPage]:
    """Museum → the directory to lead to: one for that state alone before one for several, the default language first."""
    default = Locale.get_default().pk
    pages = list(public(MuseumsPage.objects.all()).order_by("path"))
    pages.sort(key=lambda page: (not page.state, page.locale_id != default))
    found: dict[int, MuseumsPage] = {}
    for page in pages:
        if page.get_url():
            for pk in museums_of(page).values_list("pk", flat=True):
                found.setdefault(pk, page)
    return found


def connect() -> None:
    """Called by the app's `ready()`."""
    for signal in (post_save, post_delete):
        signal.connect(_museum_changed, sender=Museum)
        signal.connect(_directory_changed, sender=HeritageSite)
        signal.connect(_directory_changed, sender=PageViewRestriction)
    for model in (MuseumsPage, ObservatoryPage):
        page_published.connect(_directory_changed, sender=model)
        page_unpublished.connect(_directory_changed, sender=model)
        post_delete.connect(_directory_changed, sender=model)
    post_page_move.connect(_directory_changed)


def _museum_changed(sender: Any, instance: Museum, **kwargs: Any) -> None:
    touch("museum", [instance.pk])


def _directory_changed(sender: Any, **kwargs: Any) -> None:
    """Which directories there are, or what they list: a country has some hundreds of museums at most."""
    if museums := list(Museum.objects.values_list("pk", flat=True)):
        touch("museum", museums)
