"""What every feed of the site answers with: conditional GET by its bytes, five minutes of rest for programmes."""

import datetime as dt
import hashlib
import re
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

#: Last part of an address → RSS 2.0 or Atom (RFC 4287).
FORMS: dict[str, type[SyndicationFeed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}

#: What XML 1.0 cannot hold and a text pasted from elsewhere may: one of them would leave the feed without an answer.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def answer(request: HttpRequest, feed: Any) -> HttpResponseBase:
    """The feed, or 304 if the visitor has these very bytes."""
    # The newest entry dates the feed; without entries, a day that never changes, so that its bytes do not either.
    feed.latest_post_date = lambda: max(
        (item["updateddate"] for item in feed.items), default=dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    )
    for part in (feed.feed, *feed.items):
        part |= {name: _CONTROL.sub(" ", value) for name, value in part.items() if isinstance(value, str)}
    content = feed.writeString("utf-8").encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=feed.content_type)
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=300)
    return get_conditional_response(request, etag=etag, response=response) or response
