"""Addresses that belong to no domain: image renditions, robots."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

from .publicity import public
from .stored import StorageUnavailable

_TYPES = {".webp": "image/webp", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".avif": "image/avif"}  # fmt: skip


@require_safe
def rendition(request, name: str):
    """A size that Wagtail made of an image; originals are never served.

    Anybody gets a size of a public image. Who works here gets the others too, where the collection's own restriction
    (a login, a group, a password) lets them in; such an answer is kept by no cache.
    """
    content_type = _TYPES.get("." + name.rpartition(".")[2].lower())
    if content_type is None:
        raise Http404
    images = get_image_model().objects.filter(renditions__file=f"images/{name}")
    is_public = public(images).exists()
    if not is_public and not _may_see(request, images):
        raise Http404
    response: HttpResponse | FileResponse
    try:
        response = FileResponse(default_storage.open(f"images/{name}"), content_type=content_type)
    except StorageUnavailable:
        response = HttpResponse(status=503)
        response["Retry-After"] = "30"
        patch_cache_control(response, private=True, no_store=True)
        return response
    except OSError as error:
        raise Http404 from error
    response["Content-Security-Policy"] = "default-src 'none'"
    if is_public:
        patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _may_see(request, images) -> bool:
    """Whether a user of the admin may see one of `images`, which the public may not."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return False
    image = images.select_related("collection").first()
    if image is None:
        return False
    return all(found.accept_request(request) for found in image.collection.get_view_restrictions())


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
