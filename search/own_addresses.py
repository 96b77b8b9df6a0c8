"""Whether an address that an editor typed is one of this site, and then whether the public may see what is there.

Pages are found by their place in the tree. Other addresses that name one thing (a monument, a commitment) are known
when their app says how to find it: `register("monuments:monument", lambda code: Monument.objects.filter(code=code))`.
What names a thing that nobody registered is not public: nothing is shown by omission. Lists and tools name no thing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override
from wagtail.models import Page, Site

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


def is_open(request: HttpRequest, path: str) -> bool:
    """Whether an anonymous visitor may see what the site has at this path."""
    language = get_language_from_path(path) or settings.LANGUAGE_CODE
    with override(language):
        try:
            match = resolve(path)
        except Resolver404:
            return False
    if match.args and not match.kwargs:  # the views of the tree: all others name their arguments
        return _page_is_open(request, path, language)
    if finder := _finders.get(match.view_name):
        return public(finder(**match.kwargs)).exists()
    return not match.args and not match.kwargs


def _page_is_open(request: HttpRequest, path: str, language: str) -> bool:
    """Of the pages on the way, the last one there is decides: what follows it is a part of that page."""
    site = Site.find_for_request(request)
    roots = [root for root in Site.get_site_root_paths() if site is None or root.site_id == site.pk]
    prefix = f"/{language}/"
    for root in roots:
        translated = root.language_code == language and path.startswith(prefix)
        if not translated and root.language_code != settings.LANGUAGE_CODE:
            continue
        parts = [part for part in (path[len(prefix) :] if translated else path).split("/") if part]
        if not translated and path.startswith(prefix):
            continue
        ways = [root.root_path + "".join(f"{part}/" for part in parts[:count]) for count in range(len(parts) + 1)]
        last = Page.objects.filter(url_path__in=ways).order_by("-depth").first()
        if last is not None and (last.url_path == ways[-1] or last.url_path != root.root_path):
            return public(Page.objects.filter(pk=last.pk)).exists()
    return False
