"""Addresses that belong to no domain: image renditions, robots."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils._os import safe_join
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

_TYPES = {".webp": "image/webp", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".avif": "image/avif"}  # fmt: skip


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def rendition(request, name: str):
    """An image that Wagtail made; originals, with their metadata, are never served."""
    path = safe_join(settings.MEDIA_ROOT, "images", name)
    content_type = _TYPES.get("." + name.rpartition(".")[2].lower())
    if content_type is None:
        raise Http404
    try:
        response = FileResponse(open(path, "rb"), content_type=content_type)  # noqa: SIM115 (the response closes it)
    except OSError as error:
        raise Http404 from error
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


@require_safe
@cache_control(max_age=86_400)
def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /buscar/",
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")
