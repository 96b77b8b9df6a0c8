"""oEmbed (https://oembed.com, version 1.0): what another site asks to show one of our pages inside its own.

Apps say what can be embedded with `register`, in `AppConfig.ready()`. What is embedded is a frame («rich») whose address
is served by a view decorated with `framed`: the only addresses of the site that others may frame.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import quote, urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from wagtail.models import Site

CACHE_AGE = 3600  # seconds that a consumer may keep the answer
SMALLEST = 200  # pixels: a frame narrower or lower than this shows nothing
_NUMBER = re.compile(r"[0-9]{1,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """One page that can be embedded. `src`: whole address of the frame; sizes in CSS pixels."""

    title: str
    src: str
    width: int = 800
    height: int = 480

    def within(self, *, width: int | None, height: int | None) -> "Embed":
        """No larger than what the consumer asked for."""
        return Embed(
            title=self.title,
            src=self.src,
            width=max(SMALLEST, min(self.width, width)) if width else self.width,
            height=max(SMALLEST, min(self.height, height)) if height else self.height,
        )

    @property
    def html(self) -> SafeString:
        """The frame. It runs no scripts; its links open in windows of their own."""
        return format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" '
            'sandbox="allow-popups allow-popups-to-escape-sandbox allow-same-origin"></iframe>',
            self.src, self.title, self.width, self.height,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """The page that somebody wants to embed: host and path of its address, the path as it is below the front page in
    `language` («estados/zacatecas/»), and its parameters."""

    host: str
    path: str
    language: str
    query: QueryDict


#: Answers for the pages of its app that the public may see; None for any other.
Resolver = Callable[[Asked], Embed | None]
_resolvers: dict[str, Resolver] = {}


def register(name: str, resolver: Resolver) -> None:
    _resolvers[name] = resolver


def find(url: str) -> Embed | None:
    """What can be embedded of the page at `url`, a whole address of ours; None when there is nothing."""
    asked = _read(url)
    if asked is None:
        return None
    with translation.override(asked.language):
        return next((found for resolve in _resolvers.values() if (found := resolve(asked))), None)


def _read(url: str) -> Asked | None:
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:  # «http://[» and the like
        return None
    if parts.scheme not in ("http", "https") or host not in _our_hosts() or "\x00" in url:
        return None
    language = translation.get_language_from_path(parts.path) or settings.LANGUAGE_CODE
    path = parts.path.lstrip("/")
    if language != settings.LANGUAGE_CODE:
        path = path.partition("/")[2]
    return Asked(host, path, language, QueryDict(parts.query[:500]))


def _our_hosts() -> set[str]:
    return {urlsplit(settings.BASE_URL).hostname or "", *Site.objects.values_list("hostname", flat=True)}


def endpoint_url(page_url: str, *, form: str = "json") -> str:
    """The address that answers for the page at `page_url`, for the <link> of discovery."""
    return f"{settings.BASE_URL}{reverse('oembed')}?url={quote(page_url, safe='')}&format={form}"


@require_safe
def endpoint(request: HttpRequest) -> HttpResponse:
    """`/oembed/?url=…`: 400 for a request that is not one, 501 for another form than JSON, 404 for what is not there
    or the public may not see (spec, 2.3.3)."""
    if request.GET.get("format", "json") != "json":
        return _refusal(_("Aquí solo se responde en JSON: pida format=json."), 501)
    if not request.GET.get("url"):
        return _refusal(_("Falta la dirección: escríbala en url=."), 400)
    limits: dict[str, int | None] = {}
    for name in ("maxwidth", "maxheight"):
        value = request.GET.get(name, "")
        if value and (not _NUMBER.fullmatch(value) or not int(value)):
            return _refusal(_("%(name)s se escribe en pixeles, por ejemplo 600.") % {"name": name}, 400)
        limits[name] = int(value) if value else None
    found = find(request.GET["url"])
    if found is None:
        return _refusal(_("Esa dirección no es de una página que se pueda insertar."), 404)
    found = found.within(width=limits["maxwidth"], height=limits["maxheight"])
    data: dict[str, Any] = {
        "version": "1.0", "type": "rich", "title": found.title, "html": found.html, "width": found.width,
        "height": found.height, "provider_name": settings.WAGTAIL_SITE_NAME, "provider_url": settings.BASE_URL,
        "cache_age": CACHE_AGE,
    }  # fmt: skip
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={CACHE_AGE}"
    return response


def _refusal(text: str, status: int) -> HttpResponse:
    response = JsonResponse({"error": text}, status=status, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Decorator: any site may frame the answer, which sets no cookie, sends no form and is not to be indexed itself."""

    @require_safe
    @xframe_options_exempt
    @csp_replace({"frame-ancestors": ["*"], "form-action": ["'none'"]})
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        response.cookies.clear()
        return response

    return answer
