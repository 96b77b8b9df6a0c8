"""`{% load links %}{% short_link page suffix="pagina/3/" as link %}{% include "links/stamp.html" %}`"""

from typing import Any

from django import template

from ..models import ShortLink
from ..services import link_for
from ..services.links import Target
from ..services.titles import public_title as _public_title

register = template.Library()


@register.simple_tag
def short_link(target: Target | None, suffix: str = "", label: str = "") -> ShortLink | None:
    """The canonical link to an object or a complete address; made on first demand.

    None for what does not exist yet, such as the preview of a page that was never saved.
    """
    if not target or getattr(target, "pk", True) is None:
        return None
    return link_for(target, suffix=suffix, label=label)


@register.filter
def public_title(link: ShortLink) -> Any:
    """The title that may stand beside the QR, or None."""
    return _public_title(link)
