"""The feeds of a state: /estados/<estado>/novedades.atom and /estados/<estado>/documentos.atom."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from acervo.base.addresses import absolute, page_url
from acervo.base.feeds import answer
from estados.models import StatePage
from estados.models.plans import STATE_OF_SLUG
from estados.services import feeds
from estados.services.microsite import front_of


@require_safe
def everything(request: HttpRequest, state: str) -> HttpResponseBase:
    page = _state(state)
    return _feed(request, page, feeds.all_items, _("Novedades de gobierno abierto: %(state)s") % {"state": page.title})


@require_safe
def records(request: HttpRequest, state: str) -> HttpResponseBase:
    page = _state(state)
    return _feed(request, page, feeds.record_items, _("Documentos del acervo: %(state)s") % {"state": page.title})


def _state(slug: str) -> StatePage:
    """404 for a state that is none, or whose microsite is not public."""
    page = front_of(STATE_OF_SLUG.get(slug, ""))
    if page is None:
        raise Http404(_("Esa entidad no tiene un micrositio público."))
    return page


def _feed(
    request: HttpRequest, page: StatePage, read: Callable[[StatePage], list[feeds.Item]], title: str
) -> HttpResponseBase:
    """Atom; 304 where the visitor has it already."""
    feed = Atom1Feed(
        title=title,
        link=page_url(page),
        description=title,
        subtitle=title,
        language=get_language() or settings.LANGUAGE_CODE,
        feed_url=absolute(request.path),
        feed_guid=absolute(request.path),
    )
    for item in read(page):
        feed.add_item(
            title=item.title,
            link=item.url,
            unique_id=item.id,
            description=item.text,
            pubdate=item.at,
            updateddate=item.at,
            categories=[item.kind],
        )
    return answer(request, feed)
