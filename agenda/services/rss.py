"""The news of a calendar as RSS 2.0: what was published or changed last, with when and where."""

from collections.abc import Sequence

from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.enums import Status
from agenda.models import EventPage

from . import words
from .ical import uid_of

LIMIT = 50


def rss_text(events: Sequence[EventPage], *, title: str, description: str, url: str, feed_url: str) -> str:
    """The feed of these events, in the order given."""
    feed = Rss201rev2Feed(
        title=title, description=description or title, link=url, feed_url=feed_url, language=get_language()
    )
    for event in events:
        status = Status(event.status)
        told = "" if status == Status.CONFIRMED else str(status.label)
        pieces = [told, words.when_of(event), event.place, event.state_name, event.summary]
        feed.add_item(
            title=_("%(status)s: %(title)s") % {"status": told, "title": event.title} if told else event.title,
            link=event.full_url or url,
            description=" · ".join(filter(None, pieces)),
            # A reader shows a changed event again.
            unique_id=f"{uid_of(event)}#{event.last_published_at:%Y%m%dT%H%M%S}"
            if event.last_published_at
            else uid_of(event),
            unique_id_is_permalink=False,
            pubdate=event.last_published_at,
            categories=[str(event.get_kind_display())],
        )
    return feed.writeString("utf-8")
