"""Which results people open, counted without knowing who: no cookie, no address, nothing that joins two clicks.

A link of the results leads straight to its record. Beside that the script of the page posts (once, at the first result
that is opened) the page's token and the number of the result. The token is signed and says the day, the language, the
query and the results of that page, so nobody can count words that were not searched for, or records that were not
there. It is the same for everybody who sees the same page: pages of results stay cacheable, and nobody is marked.
What can still be done is to repeat a click; the reports never count more clicks than searches, and this view takes
only so many in a minute.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from search import journal

SALT = "search.clicks"
PROMOTED = "p"
LONGEST = 6_000  # characters of a token; a page of 100 results has less
PER_MINUTE = 1_200  # clicks that one process counts
PER_QUERY = 60


def token(query: str, *, offset: int, ids: Sequence[str]) -> str:
    """What a page of results says of itself; "" when its words are not kept."""
    text = journal.text_of(query)
    if not text:
        return ""
    said = [timezone.localdate().isoformat(), journal.language(), text, offset, list(ids)]
    return signing.Signer(salt=SALT).sign_object(said, compress=True)


@csrf_exempt  # it changes nothing of the visitor's, and the page has no form of theirs
@require_POST
def click(request: HttpRequest) -> HttpResponse:
    """`t`: the token of a page; `n`: the place of the result on it from 0, or "p". 204 if it was read, 400 if not."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return HttpResponse(status=400)
    said = _read(request.POST.get("t", ""), request.POST.get("n", ""))
    if said is None:
        return HttpResponse(status=400)
    if not journal.declines(request):
        if not _limit.allows(said["query"]):
            return HttpResponse(status=429)
        journal.note_click(**said)
    return HttpResponse(status=204)


def _read(text: str, place: str) -> dict[str, Any] | None:
    if len(text) > LONGEST:
        return None
    try:
        day, language, query, offset, ids = signing.Signer(salt=SALT).unsign_object(text)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    today = timezone.localdate()
    if day not in {today.isoformat(), (today - timedelta(days=1)).isoformat()}:
        return None
    found: dict[str, Any] = {"day": day, "language": language, "query": query}
    if place == PROMOTED:
        return found | {"record": "", "position": 0}
    if not (place.isascii() and place.isdigit() and len(place) <= 3 and int(place) < len(ids)):
        return None
    return found | {"record": ids[int(place)], "position": offset + int(place) + 1}


class _Limit:
    """So many clicks in a minute, in all and for one query. Kept in memory: it knows queries, not people."""

    def __init__(self) -> None:
        self._minute = 0
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def allows(self, query: str) -> bool:
        with self._lock:
            minute = int(time.monotonic() // 60)
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            if self._counts.total() >= PER_MINUTE or self._counts[query] >= PER_QUERY:
                return False
            self._counts[query] += 1
            return True


_limit = _Limit()
