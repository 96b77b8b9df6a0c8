"""News as a feed: RSS 2.0 and Atom (RFC 4287)."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acervo.base import feeds
from documents.search_sources import plain
from home.models import NewsIndexPage
from home.services.news import news_of

MOST = 50


def feed(request: HttpRequest, index: NewsIndexPage, form: str) -> HttpResponseBase:
    """The last pieces of news; an entry is dated by its office, and changes when it is published again."""
    above = index.get_parent()
    place = settings.WAGTAIL_SITE_NAME if above.depth <= 2 else above.title
    address = request.build_absolute_uri(request.path)
    description = plain(index.intro)[:300] or _("Las noticias de {place}.").format(place=place)
    made = feeds.FORMS[form](
        title=_("{title}: {place}").format(title=index.title, place=place),
        link=index.get_full_url(request) or address,
        description=description,
        subtitle=description,
        language=get_language() or settings.LANGUAGE_CODE,
        feed_url=address,
        feed_guid=address,
    )
    for item in news_of(index)[:MOST]:
        url = item.get_full_url(request) or address
        day = timezone.make_aware(dt.datetime.combine(item.date, dt.time(12)))
        made.add_item(
            title=item.title, link=url, unique_id=url, description=item.summary, pubdate=day,
            updateddate=item.last_published_at or day,
        )  # fmt: skip
    return feeds.answer(request, made)
