"""The image that other sites show beside a link to a record (Open Graph)."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from documents.models import RecordPage
from documents.services.share_image import share_image as drawn


def share_image(request: HttpRequest, page: RecordPage) -> HttpResponse:
    """1200 × 630 pixels of PNG with the record's title, authority and date."""
    response = HttpResponse(drawn(page), content_type="image/png")
    if page.get_view_restrictions().exists():
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=3600)
    return response
