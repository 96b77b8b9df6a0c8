"""A new microsite in the admin: its front page brings its sections, and publishing it the first time publishes them."""

from typing import Any

from django.contrib import messages
from django.utils.translation import ngettext

from observatorio.models import ObservatoryPage
from observatorio.services.sections import make_sections, publish_first_sections


def add_sections(request: Any, page: Any) -> None:
    """Wagtail's hook `after_create_page`."""
    if not isinstance(page, ObservatoryPage):
        return
    made = len(make_sections(page, user=request.user))
    text = ngettext(
        "Con la portada se creó %(count)d sección del micrositio.",
        "Con la portada se crearon %(count)d secciones del micrositio.",
        made,
    )
    messages.info(request, text % {"count": made})


def on_published(sender: type, instance: ObservatoryPage, revision: Any = None, **kwargs: Any) -> None:
    """Wagtail's signal `page_published`."""
    publish_first_sections(instance, user=revision.user if revision else None)
