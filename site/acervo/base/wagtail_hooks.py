"""What the admin of every part of the site has in common."""

from typing import Any

from django.urls import path
from wagtail import hooks
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from .translation_guard import own_page, page_of_source, page_of_view


@hooks.register("register_admin_urls", order=-1)
def translations_of_own_pages() -> list[Any]:
    """Before wagtail-localize's own patterns, which ask for one right for all pages. Their names still lead here."""
    return [
        path("localize/submit/page/<int:page_id>/", own_page(SubmitPageTranslationView.as_view(), page_of_view)),
        path(
            "localize/update/<int:translation_source_id>/", own_page(UpdateTranslationsView.as_view(), page_of_source)
        ),
    ]
