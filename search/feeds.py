"""Results as a feed, RSS 2.0 or Atom: what is new for a search that somebody follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acervo.base import feeds
from acervo.base.api import Problem
from search import walking
from search.params import Params

MOST = 50
FORMS = tuple(feeds.FORMS)


def feed(request: HttpRequest, params: Params, form: str) -> HttpResponseBase:
    """The first results, newest first unless another order was asked for. Raises SearchError."""
    if "sort" not in request.GET:
        params.sort = "newest"
    most = params.size if "size" in request.GET else MOST
    # Also records without a date, like pages, stand in a feed: their last change dates them.
    found = list(walking.items(request, params, most=most))
    made = _empty(request, form, params)
    for item in found:
        day = _day(item)
        made.add_item(
            title=_title(item),
            link=item.page_url or item.url,
            description=_description(item),
            unique_id=item.url,
            unique_id_is_permalink=True,
            pubdate=day,
            updateddate=item.origin.updated or day,
            categories=[name for name in (item.kind_label, item.origin.collection) if name],
        )
    return feeds.answer(request, made)


def refusal(request: HttpRequest, params: Params, form: str, problems: Sequence[Problem]) -> HttpResponseBase:
    """A feed with one entry that says why this search cannot be followed, as 400: programs see that, people read it."""
    made = _empty(request, form, params)
    reasons = " ".join(problem.reason for problem in problems)
    made.add_item(
        title=_("Esta búsqueda no se puede seguir: una parte no se pudo usar"),
        link=request.build_absolute_uri(reverse("search")),
        description=escape(reasons),
        unique_id=request.build_absolute_uri(),
        pubdate=dt.datetime(2000, 1, 1, tzinfo=dt.UTC),
        updateddate=dt.datetime(2000, 1, 1, tzinfo=dt.UTC),
    )
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type, status=400)


def _empty(request: HttpRequest, form: str, params: Params):
    title = _("Búsqueda: %(query)s") % {"query": params.q} if params.q else _("Búsqueda: todo el sitio")
    description = _("Lo que se encuentra en %(site)s; cada entrada dice su colección, su página y su versión.")
    description %= {"site": settings.WAGTAIL_SITE_NAME}
    address = request.build_absolute_uri()
    return feeds.FORMS[form](
        title=title,
        link=request.build_absolute_uri(reverse("search")) + params.address(),
        description=description,
        subtitle=description,
        language=get_language() or settings.LANGUAGE_CODE,
        feed_url=address,
        feed_guid=address,
    )


def _title(item: walking.Item) -> str:
    if item.page is None:
        return item.title
    return _("%(title)s, página %(page)s") % {"title": item.title, "page": item.page}


def _description(item: walking.Item) -> str:
    """HTML, as feeds have it: where it comes from, then the words around what was found."""
    facts = [item.kind_label]
    if item.origin.collection:
        facts.append(_("Colección: %(name)s") % {"name": item.origin.collection})
    if item.page is not None:
        facts.append(_("Página %(page)s de %(total)s") % {"page": item.page, "total": item.pages_total})
    if item.origin.version:
        facts.append(_("Versión %(version)s") % {"version": item.origin.version})
    if item.state:
        facts.append(item.state)
    return f"<p>{escape('. '.join(facts))}.</p>" + (f"<p>{escape(item.snippet)}</p>" if item.snippet else "")


def _day(item: walking.Item) -> dt.datetime:
    """Noon of the record's own date; its last change, or a day that never changes, when it has none."""
    if item.date:
        return timezone.make_aware(dt.datetime.combine(dt.date.fromisoformat(item.date), dt.time(12)))
    return item.origin.updated or dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
