"""Where a page stands in the site."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _
from wagtail.models import Page

from acervo.base.publicity import public

register = template.Library()


@register.simple_tag(takes_context=True)
def crumbs_of(context, page, *, last: str = "", last_url: str = "") -> list[dict[str, str]]:
    """The breadcrumbs of a page, from the front page on; `last` adds a step below it. No query for the page of the request."""
    request = context.get("request")
    known = getattr(request, "pages_on_the_way", [])
    ancestors: Iterable[Page]
    if known and known[-1].pk == page.pk:  # routing found them already
        ancestors = [item for item in known[:-1] if item.public_now]
    else:
        ancestors = (
            public(Page.objects.ancestor_of(page).filter(depth__gt=1)).select_related("locale").order_by("depth")
        )
    crumbs = [
        {"title": _("Inicio") if item.depth == 2 else item.title, "url": item.get_url(request)} for item in ancestors
    ]
    crumbs.append({"title": page.title, "url": page.get_url(request)})
    if last:
        crumbs.append({"title": last, "url": last_url})
    return crumbs
