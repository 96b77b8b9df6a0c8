"""Redirects that also hold for what is below a page: its reader, its files, its versions, its citations.

Wagtail notes the old address of a page that was renamed or moved, and only that address. People cite
`/…/pagina/3/?q=agua`; those addresses must lead on too.
"""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect

from .routing import RoutedRequest, site_of

#: The longest address below a page has five segments (`archivo/1/version/2/…`).
MOST_SEGMENTS = 6
#: Longer addresses are nobody's: what Wagtail keeps has at most this many characters.
LONGEST_PREFIX = Redirect._meta.get_field("old_path").max_length or 255


class PrefixRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects first; where none fits, that of the nearest page above the address."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response = super().process_response(request, response)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        return _from_prefix(request) or response


def _from_prefix(request: HttpRequest) -> HttpResponse | None:
    """The redirect to the page whose old address this one is below; None where there is none. At most two queries."""
    path, _mark, query = request.get_full_path().partition("?")
    rests = _prefixes(path, held=_held(request))
    site = site_of(request)
    if not rests or site is None:
        return None
    found = (
        Redirect.get_for_site(site)
        .filter(old_path__in=list(rests), redirect_page__live=True, redirect_page_route_path="")
        .select_related("redirect_page")
    )
    # The longest prefix is the nearest page; a redirect of this very site goes before one of all sites.
    for redirect in sorted(found, key=lambda each: (len(each.old_path), each.site_id is not None), reverse=True):
        base = redirect.redirect_page.get_url(request) or ""
        # A page of another site has a complete address; this middleware never leads away from where one is.
        if not base.startswith("/") or base.startswith("//"):
            continue
        target = f"{base.rstrip('/')}/{rests[redirect.old_path]}" + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(target) if redirect.is_permanent else HttpResponseRedirect(target)
    return None


def _prefixes(path: str, *, held: str) -> dict[str, str]:
    """Prefix of the address, as Wagtail keeps it → the rest of the address, as it was asked for.

    Only prefixes deeper than `held`, the address of a page that is there: what a page does not know below its own
    address is not found, whoever had that address before. So no two redirects can lead to each other for ever.
    """
    tail = "/" if path.endswith("/") else ""
    segments = path.strip("/").split("/")
    if "\0" in path or not all(segments):  # `//` could make the rest another host's name
        return {}
    rests: dict[str, str] = {}
    for cut in range(1, min(MOST_SEGMENTS, len(segments) - 1) + 1):
        prefix = Redirect.normalise_path("/" + "/".join(segments[:-cut]))
        if f"{held}/".startswith(f"{prefix}/"):
            break
        if len(prefix) <= LONGEST_PREFIX:
            rests[prefix] = "/".join(segments[-cut:]) + tail
    return rests


def _held(request: HttpRequest) -> str:
    """The address of the deepest live page on the way, as Wagtail keeps addresses; empty where routing saw none."""
    pages = getattr(cast(RoutedRequest, request), "pages_on_the_way", [])
    live = [page for page in pages if page.live]
    address = live[-1].get_url(request) if live else None
    return Redirect.normalise_path(address).rstrip("/") if address else ""
