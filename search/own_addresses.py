"""Whether an address that an editor typed is one of this site, and then whether the public may see what is there.

Pages are found by their place in the tree. Other addresses that name one thing (a monument, a commitment) are known
when their app says how to find it: `register("monuments:monument", lambda code: Monument.objects.filter(code=code))`.
What names a thing that nobody registered is not public: nothing is shown by omission. Lists and tools name no thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override
from wagtail.models import Page, Site
from wagtail.models.sites import SiteRootPath

from acervo.base.publicity import public

Finder = Callable[..., QuerySet[Any]]
_finders: dict[str, Finder] = {}


def register(view_name: str, find: Finder) -> None:
    """`find(**arguments of the address)` gives the one thing that the address shows."""
    _finders[view_name] = find


def path_here(request: HttpRequest, url: str) -> str | None:
    """The path of an address of this site; None for one that leads elsewhere."""
    parts = urlsplit(url)
    if parts.netloc and parts.netloc.lower() not in _hosts(request):
        return None
    return parts.path or "/"


def _hosts(request: HttpRequest) -> set[str]:
    roots = {urlsplit(root.root_url).netloc for root in Site.get_site_root_paths()}
    return {host.lower() for host in (*roots, request.get_host(), urlsplit(settings.BASE_URL).netloc) if host}


def is_open(request: HttpRequest, url: str) -> bool:
    """Whether an anonymous visitor may see what this site has at an address of its own."""
    path = urlsplit(url).path or "/"
    prefix = get_language_from_path(path)
    with override(prefix or settings.LANGUAGE_CODE):
        try:
            match = resolve(path)
        except Resolver404:
            return False
    if match.args and not match.kwargs:  # the views of the tree: all others name their arguments
        parts = [part for part in path.split("/") if part][1 if prefix else 0 :]
        return _page_is_open(_roots(request, url), parts, prefix or settings.LANGUAGE_CODE)
    if finder := _finders.get(match.view_name):
        return public(finder(**match.kwargs)).exists()
    return not match.args and not match.kwargs


def _roots(request: HttpRequest, url: str) -> list[SiteRootPath]:
    """The front pages, one for each language, of the host that the address names."""
    netloc = urlsplit(url).netloc.lower()
    roots = Site.get_site_root_paths()
    sites = {root.site_id for root in roots if netloc and urlsplit(root.root_url).netloc.lower() == netloc}
    if not sites:
        here = netloc in ("", request.get_host().lower())
        site = Site.find_for_request(request) if here else Site.objects.filter(is_default_site=True).first()
        sites = {site.pk} if site else set()
    return [root for root in roots if root.site_id in sites]


def _page_is_open(roots: Iterable[SiteRootPath], parts: list[str], language: str) -> bool:
    """Of the pages on the way, the last one there is decides: what follows it is a part of that page."""
    for root in roots:
        if root.language_code != language:
            continue
        ways = [root.root_path + "".join(f"{part}/" for part in parts[:count]) for count in range(len(parts) + 1)]
        last = Page.objects.filter(url_path__in=ways).order_by("-depth").first()
        if last is not None and (not parts or last.url_path != root.root_path):
            return public(Page.objects.filter(pk=last.pk)).exists()
    return False
