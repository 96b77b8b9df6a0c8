"""A new state in the admin: its front page brings its sections and its team; publishing it first publishes them."""

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from estados.models import StatePage
from estados.services.microsite import make_sections, publish_first_sections
from estados.services.team import make_team


def make_microsite(request: Any, page: Any) -> None:
    """Wagtail's hook `after_create_page`."""
    if not isinstance(page, StatePage):
        return
    made = len(make_sections(page, user=request.user))
    team = make_team(page)
    text = ngettext(
        "Con la portada se creó %(count)d sección del micrositio.",
        "Con la portada se crearon %(count)d secciones del micrositio.",
        made,
    )
    messages.info(request, text % {"count": made})
    told = _("También se creó el grupo «%(group)s»: agregue ahí a las personas que llevarán el micrositio.")
    messages.info(request, told % {"group": team.editors.name})


def on_published(sender: type, instance: StatePage, revision: Any = None, **kwargs: Any) -> None:
    """Wagtail's signal `page_published`."""
    publish_first_sections(instance, user=revision.user if revision else None)
