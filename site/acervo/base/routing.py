"""Finding the page of an address with two queries instead of two for each level of the tree.

Wagtail walks down the tree; here the page and everything above it come in one query by their complete addresses, with
the answer of the one rule of publicity for each, which the breadcrumbs and `BasePage.is_open` then need not ask again.
"""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import views
from wagtail.models import Page, Site

from . import per_request
from .publicity import public


class RoutedRequest(HttpRequest):
    """For annotations only: what is noted on a request on its way to a page, and what the stubs leave out."""

    wagtail_page: Page
    pages_on_the_way: list[Page]
    # Wagtail's own notes, and Django's name of the host as it was sent.
    _wagtail_route_for_request: Any
    _wagtail_site: Site | None
    _get_raw_host: Callable[[], str]


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own view, which finds the route already made. What is not found here is left to it."""
    root = root_of(request)
    pages = pages_on_the_way(request, path)
    if root is not None and pages:
        here = pages[-1]
        page = here.specific
        page.locale = here.locale
        page.public_now = here.public_now
        noted = cast(RoutedRequest, request)
        noted.wagtail_page = page
        noted.pages_on_the_way = pages
        rest = root.url_path + "/".join(_components(path)) + "/"
        try:
            route = page.route(request, _components(rest[len(here.url_path) :]))
        except Http404:
            route = None
        noted._wagtail_route_for_request = route
    return views.serve(request, path)


def site_of(request: HttpRequest) -> Site | None:
    """The site of the request, read from the database every few seconds."""
    noted = cast(RoutedRequest, request)
    if not hasattr(request, "_wagtail_site"):
        host = (noted._get_raw_host(), request.get_port())
        noted._wagtail_site = per_request.for_seconds(("site", *host), lambda: Site._find_for_request(request))
    return noted._wagtail_site


def root_of(request: HttpRequest) -> Page | None:
    """The front page in the active language; the site's own where that has none."""
    site = site_of(request)
    if site is None:
        return None
    root = site.root_page
    language = get_language() or settings.LANGUAGE_CODE
    root.locale = per_request.locales()[root.locale_id]
    if root.locale.language_code == language:
        return root

    def translated() -> Page:
        same = Page.objects.filter(translation_key=root.translation_key, locale__language_code=language, live=True)
        return same.select_related("locale").first() or root

    return per_request.once(f"root:{language}", translated)


def pages_on_the_way(request: HttpRequest, path: str) -> list[Page]:
    """The pages from the front page down to the deepest one that the address names, each with `public_now`."""
    root = root_of(request)
    if root is None:
        return []
    addresses = [root.url_path]
    for component in _components(path):
        addresses.append(f"{addresses[-1]}{component}/")
    open_now = public(Page.objects.filter(pk=OuterRef("pk")).order_by())
    pages = list(Page.objects.filter(url_path__in=addresses).annotate(public_now=Exists(open_now)).order_by("depth"))
    for page in pages:
        page.locale = per_request.locales()[page.locale_id]
    # A gap (a page below one that is not there) cannot be: addresses are made of the slugs above.
    return pages


def _components(path: str) -> list[str]:
    return [component for component in path.split("/") if component]
