"""What every public page needs: the menu, the footer, the languages. One query, none in the admin."""

from django.conf import settings
from django.db.models import Q
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from .hosts import canonical, has_several, is_main
from .per_request import locales
from .publicity import public
from .routing import root_of
from .section_nav import SectionNav, for_request


def site(request) -> dict:
    """Lazy values, so that a page that does not show the menu does not ask the database."""
    if request.path.startswith("/admin/"):
        return {}
    navigation = SimpleLazyObject(lambda: _Navigation(request))
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "base_url": settings.BASE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "navigation": navigation,
        "home_url": SimpleLazyObject(lambda: navigation.home_url),
        "main_menu": SimpleLazyObject(lambda: navigation.main_menu),
        "footer_links": SimpleLazyObject(lambda: navigation.footer_links),
        "language_links": SimpleLazyObject(lambda: navigation.language_links),
        "alternates": SimpleLazyObject(lambda: navigation.alternates),
        "canonical_url": SimpleLazyObject(lambda: canonical(request, getattr(request, "wagtail_page", None))),
        "section_nav": SimpleLazyObject(lambda: navigation.sections),
        "search_scope": SimpleLazyObject(lambda: navigation.search_scope),
    }


class _Navigation:
    """The menus and the language switch for one request."""

    def __init__(self, request) -> None:
        self.request = request
        self.root = root_of(request)
        self.home_url = self.root.get_url(request) if self.root else "/"

    @cached_property
    def _pages(self) -> list[Page]:
        """The pages of the menu, the front pages of all languages, the translations of this page; one query for all."""
        page = getattr(self.request, "wagtail_page", None)
        wanted = Q(pk__in=[])
        if self.root:
            wanted |= Page.objects.child_of_q(self.root) & Q(show_in_menus=True)
            wanted |= Q(translation_key=self.root.translation_key)
        if page:
            wanted |= Q(translation_key=page.translation_key)
        pages = list(public(Page.objects.filter(wanted)).select_related("content_type").order_by("path"))
        for found in pages:
            found.locale = locales()[found.locale_id]
        return pages

    @cached_property
    def _children(self) -> list[dict]:
        if not self.root:
            return []
        return [
            {
                "title": page.title,
                "url": (url := page.get_url(self.request)),
                "current": bool(url) and self.request.path.startswith(url),
                "footer": page.content_type.model_class().__name__ == "StandardPage",
            }
            for page in self._pages
            if page.show_in_menus and page.path.startswith(self.root.path) and page.depth == self.root.depth + 1
        ]

    @cached_property
    def sections(self) -> SectionNav | None:
        return for_request(self.request)

    @property
    def is_microsite(self) -> bool:
        """Whether the host of the request is a microsite's own: its sections are the menu, its search the search."""
        return not is_main(self.request) and bool(self.sections and self.sections.url == self.home_url)

    @property
    def search_scope(self) -> list[tuple[str, str]]:
        """(facet, value) that the search box of the header is limited to."""
        return list(self.sections.pairs) if self.is_microsite and self.sections else []

    @property
    def main_menu(self) -> list[dict]:
        if self.is_microsite:
            return [{"title": _("Todo el acervo"), "url": settings.BASE_URL + "/", "current": False, "footer": False}]
        return [item for item in self._children if not item["footer"]]

    @property
    def footer_links(self) -> list[dict]:
        return [item for item in self._children if item["footer"]]

    @cached_property
    def _translations(self) -> list[tuple[str, str]]:
        """(language code, address) of this very page in each language in which it is public."""
        page = getattr(self.request, "wagtail_page", None)
        if page is None:
            return [(code, translate_url(self.request.get_full_path(), code)) for code, _language in settings.LANGUAGES]
        pages = [other for other in self._pages if other.translation_key == page.translation_key]
        # What follows the page's own address (a reader's page, a year) is the same in every language.
        own = page.get_url(self.request) or ""
        rest = self.request.get_full_path()[len(own) :] if self.request.path.startswith(own) else ""
        return [(other.locale.language_code, (other.get_url(self.request) or "/") + rest) for other in pages]

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """(language code, whole address), each on the host that its page belongs to."""
        found = self._translations
        page = getattr(self.request, "wagtail_page", None)
        if page is not None and has_several():
            rest = canonical(self.request, page).removeprefix(page.full_url or "")
            same = [other for other in self._pages if other.translation_key == page.translation_key]
            found = [(other.locale.language_code, (other.full_url or "") + rest) for other in same if other.full_url]
        return (
            [(code, settings.BASE_URL + url if url.startswith("/") else url) for code, url in found]
            if len(found) > 1
            else []
        )

    @property
    def language_links(self) -> list[dict]:
        """Every language; one in which this page does not exist leads to its front page."""
        here = dict(self._translations)
        current = get_language()
        fronts = {
            page.locale.language_code: page.get_url(self.request)
            for page in self._pages
            if self.root and page.translation_key == self.root.translation_key
        }
        known = {locale.language_code for locale in locales().values()}
        return [
            {
                "code": code,
                "label": name,
                "url": here.get(code) or fronts.get(code),
                "current": code == current,
            }
            for code, name in settings.LANGUAGES
            if code in known and (here.get(code) or fronts.get(code))
        ]
