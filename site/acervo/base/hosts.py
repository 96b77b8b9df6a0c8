"""A microsite with a host name of its own (Wagtail's `Site`): which host a page belongs to, and addresses across hosts.

Of a page that two hosts serve (`/estados/zacatecas/` on the main one, `/` on its own) the one nearest to it is the true
address: what search engines are told, and what leaves the site.
"""

from django.http import HttpRequest
from wagtail.models import Page, Site

from .addresses import absolute
from .routing import site_of


def has_several() -> bool:
    """Whether the site has microsites with hosts of their own. Wagtail keeps the answer: no query."""
    return len({root.site_id for root in Site.get_site_root_paths()}) > 1


def is_main(request: HttpRequest) -> bool:
    """Whether the request came to the main host (or to a name that belongs to no microsite)."""
    site = site_of(request) if has_several() else None
    return site is None or site.is_default_site


def reachable(request: HttpRequest, url: str) -> str:
    """`url` as it works on the host of the request: addresses kept in the index are those of the main host."""
    return absolute(url) if url.startswith("/") and not is_main(request) else url


def canonical(request: HttpRequest, page: Page | None) -> str:
    """The one whole address of what the request shows, without its query.

    Of a page: on the host nearest to it. Of an address outside the tree: on the main host.
    """
    if has_several():
        if page is not None:
            own, true = page.get_url(request) or "", page.full_url
            if true and own and request.path.startswith(path := _path_of(own)):
                return true + request.path[len(path) :]
        elif not is_main(request):
            return absolute(request.path)
    return f"{request.scheme}://{request.get_host()}{request.path}"


def other_roots(site: Site | None) -> list[str]:
    """Paths (`Page.url_path`) of the front pages of the other hosts, in every language."""
    return [root.root_path for root in Site.get_site_root_paths() if site is None or root.site_id != site.pk]


def _path_of(url: str) -> str:
    """The address without its host."""
    return "/" + url.split("://", 1)[1].partition("/")[2] if "://" in url else url
