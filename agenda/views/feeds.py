"""The feeds of a calendar and of an event, with conditional GET."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry

from agenda.models import AgendaPage, EventPage
from agenda.services import ical, listing
from agenda.services.rss import LIMIT, rss_text
from documents.search_sources import plain

ICS_TYPE = "text/calendar; charset=utf-8"
RSS_TYPE = "application/rss+xml; charset=utf-8"
#: Log entries after which something may have gone from a feed without any event being newer.
_REMOVALS = (
    "wagtail.unpublish", "wagtail.unpublish.scheduled", "wagtail.delete", "wagtail.move",
    "wagtail.view_restriction.create", "wagtail.view_restriction.edit", "wagtail.view_restriction.delete",
)  # fmt: skip
#: Raised when the form of the feeds changes, so that programmes fetch them again.
_FORM = "1"


def calendar(request: HttpRequest, page: AgendaPage) -> HttpResponse:
    """`calendario.ics`: every dated public event of the calendar, past ones and cancelled ones too."""
    events = _filtered(request, page).exclude(first_day=None).order_by("first_day", "pk")

    def write() -> bytes:
        return ical.calendar_text(
            listing.with_locale(events), name=page.title, url=page.full_url or "", description=plain(page.intro)[:300]
        )

    response = _conditional(request, events, page, write, content_type=ICS_TYPE)
    response["Content-Disposition"] = content_disposition_header(False, f"{page.slug}.ics") or ""
    return response


def rss(request: HttpRequest, page: AgendaPage) -> HttpResponse:
    """`rss.xml`: what was published or changed last."""
    events = _filtered(request, page).order_by("-last_published_at", "-pk")[:LIMIT]

    def write() -> bytes:
        feed_url = request.build_absolute_uri()
        return rss_text(
            listing.with_locale(events), title=f"{page.title} · {settings.WAGTAIL_SITE_NAME}",
            description=plain(page.intro)[:300], url=page.full_url or "", feed_url=feed_url,
        ).encode()  # fmt: skip

    return _conditional(request, events, page, write, content_type=RSS_TYPE)


def event(request: HttpRequest, page: EventPage) -> HttpResponse:
    """`evento.ics`: one event, to keep in one's own calendar."""
    if not page.is_dated:
        raise Http404(_("Este evento no tiene todavía una fecha que se pueda guardar."))
    events = EventPage.objects.filter(pk=page.pk)

    def write() -> bytes:
        return ical.calendar_text([page], name=page.title, url=page.full_url or "")

    response = _conditional(request, events, page, write, content_type=ICS_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{page.slug}.ics") or ""
    return response


def _filtered(request: HttpRequest, page: AgendaPage) -> QuerySet[EventPage]:
    filters = listing.filters_of(request.GET, listing.sites_of(page) if "sitio" in request.GET else [])
    return filters.apply(listing.events_of(page))


def _conditional(
    request: HttpRequest,
    events: QuerySet[EventPage],
    page: AgendaPage | EventPage,
    write: Callable[[], bytes],
    *,
    content_type: str,
) -> HttpResponse:
    """The feed, or 304 where the visitor has it already; two queries tell, without writing it."""
    rows = list(events.values_list("pk", "last_published_at"))
    state: list[Any] = [_FORM, get_language(), request.get_full_path(), settings.BASE_URL, page.last_published_at, rows]
    etag = quote_etag(hashlib.blake2b(repr(state).encode(), digest_size=12).hexdigest())
    gone = PageLogEntry.objects.filter(action__in=_REMOVALS).order_by().aggregate(at=Max("timestamp"))["at"]
    moments = [moment for _key, moment in rows if moment] + [
        moment for moment in (gone, page.last_published_at) if moment
    ]
    modified = int(max(moments).timestamp()) if moments else None
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        response = HttpResponse(write(), content_type=content_type)
    response["ETag"] = etag
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    response["X-Robots-Tag"] = "noindex"
    # Calendar programmes of other sites may read it; it holds nothing that is not public.
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, no_cache=True)
    return response
