"""The address of a page's image: the same access as the file itself, asked before anything is read from the cache."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from acervo.base.publicity import is_public
from acervo.base.stored import StorageUnavailable
from documents.extraction import Refused
from documents.models import FileVersion
from documents.services import page_images
from documents.services.access import may_read

logger = logging.getLogger(__name__)
DAY = 24 * 3600


@require_safe
def page_image(request: HttpRequest, file_id: int, number: int, page: int, size: str) -> HttpResponse:
    """Page `page` of version `number` as WebP; a drawn notice (SVG) for a page that cannot be drawn."""
    version = get_object_or_404(
        FileVersion.objects.select_related("archive_file__collection"), archive_file_id=file_id, number=number
    )
    archive_file = version.archive_file
    if size not in page_images.SIZES or not version.has_images or not 1 <= page <= version.page_count:
        raise Http404(_("Esa página no tiene imagen."))
    public = is_public(archive_file)
    if archive_file.is_withdrawn or not (public or may_read(request, archive_file)):
        raise Http404(_("Este archivo no está publicado."))

    etag = quote_etag(f"{version.sha256}-{page}-{size}")
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        try:
            content = page_images.page_image(version, page=page, size=size)
        except Refused as refused:
            logger.warning("Page %s of version %s was not drawn: %s", page, version.pk, refused)
            response = HttpResponse(page_images.placeholder(), content_type="image/svg+xml")
            patch_cache_control(response, private=True, max_age=300)
            return response
        except StorageUnavailable as error:
            logger.warning("Page %s of version %s cannot be drawn now: %s", page, version.pk, error)
            response = HttpResponse(page_images.placeholder(), content_type="image/svg+xml", status=503)
            response["Retry-After"] = "30"
            patch_cache_control(response, private=True, no_store=True)
            return response
        response = HttpResponse(content, content_type="image/webp")
    response["ETag"] = etag
    if public:
        # The bytes never change; a day, so that a withdrawal reaches caches too.
        patch_cache_control(response, public=True, max_age=DAY, immutable=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
