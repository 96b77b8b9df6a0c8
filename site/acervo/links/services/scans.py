"""Count scans by day, and nothing else about them."""

import logging
import re

from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from ..models import ScanCount, ShortLink

logger = logging.getLogger(__name__)

# Programs that fetch a link to index it or to draw its preview in a chat. They name themselves; the name
# is looked at in passing and never kept. What hides its name is counted as a person.
_PROGRAMS = re.compile(
    r"bot\b|crawl|spider|slurp|preview|facebookexternalhit|^whatsapp/|^curl/|^wget/|python-requests",
    re.IGNORECASE,
)


def is_scan(request: HttpRequest) -> bool:
    """Whether a request is somebody following the link: a GET that is no prefetch and no known program.

    Sec-Purpose is the header of the Fetch standard; Purpose and X-Moz are its forerunners.
    """
    ahead = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    if request.method != "GET" or "prefetch" in ahead.lower() or "preview" in ahead.lower():
        return False
    return not _PROGRAMS.search(request.headers.get("User-Agent", ""))


def count_scan(link: ShortLink, request: HttpRequest) -> bool:
    """Add one to today's count of `link` if the request is a scan; returns whether it was counted.

    Adding happens in the database, so scans at the same instant are all counted. A database that cannot
    write now (a long import, a full disk) costs the count and is logged: the visitor still gets there.
    """
    if not is_scan(request):
        return False
    today = timezone.localdate()
    counts = ScanCount.objects.filter(link=link, day=today)
    try:
        with transaction.atomic():
            if not counts.update(count=F("count") + 1):
                ScanCount.objects.get_or_create(link=link, day=today)
                counts.update(count=F("count") + 1)
    except DatabaseError:
        logger.exception("A scan of %s was not counted.", link.code)
        return False
    return True
