"""The sitemap: the public pages, and whatever else apps register (sitemaps.org, protocol 0.9)."""

from collections.abc import Callable

from django.contrib.sitemaps import Sitemap as DjangoSitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import views
from wagtail.contrib.sitemaps.sitemap_generator import Sitemap as WagtailSitemap

from .hosts import is_main, other_roots
from .publicity import public

#: Addresses in one file; the protocol allows 50,000, and a file is made in memory.
LIMIT = 5_000
_registered: dict[str, Callable[[], DjangoSitemap]] = {}


def register(section: str, sitemap: Callable[[], DjangoSitemap]) -> None:
    """Add what an app shows outside the page tree. `section` is part of an address; only public addresses, please."""
    _registered[section] = sitemap


class PageSitemap(WagtailSitemap):
    """The public pages, by the one rule. Those of a microsite with its own host are told there and only there."""

    limit = LIMIT

    def items(self):
        site = self.get_wagtail_site()
        pages = public(super().items())
        for path in other_roots(site):
            if path.startswith(site.root_page.url_path):
                pages = pages.exclude(url_path__startswith=path)
        return pages

    def get_latest_lastmod(self):
        """Only the index asks; telling it would read every page."""
        return None


@require_safe
def sitemap(request: HttpRequest, section: str | None = None) -> HttpResponse:
    """Everything in one file; beyond LIMIT addresses of a kind, an index of files (`/sitemap-<section>.xml?p=2`)."""
    sitemaps: dict[str, DjangoSitemap] = {"paginas": PageSitemap(request)}
    if is_main(request):  # what stands outside the tree is the main host's
        sitemaps |= {name: make() for name, make in _registered.items()}
    if section is not None:
        if section not in sitemaps:
            raise Http404(_("Ese mapa del sitio no existe."))
        return views.sitemap(request, {section: sitemaps[section]})
    if any(part.paginator.num_pages > 1 for part in sitemaps.values()):
        return views.index(request, sitemaps, sitemap_url_name="sitemap-section")
    return views.sitemap(request, sitemaps)
