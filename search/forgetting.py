"""What is not kept of searches, and for how long the rest is. People search for names, and some search for their own.

- Text that looks like personal data (an e-mail, a telephone number, a CURP or RFC) is never written: it is counted
  among all the others of its day, without words.
- After `KEEP_RARE` days, the words of what was searched for less than `COMMON` times in all are taken away; the sums of
  the day stay.
- After `KEEP` days nothing is left.
"""

from __future__ import annotations

import datetime
import re

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query as SearchTerm
from wagtail.contrib.search_promotions.models import QueryDailyHits

from search import totals
from search.models import ClickDay, Mark, QueryDay

KEEP_RARE = datetime.timedelta(days=30)
KEEP = datetime.timedelta(days=400)  # a year can be compared with the one before
COMMON = 5

_PERSONAL = (
    re.compile(r"\S@\S"),
    re.compile(r"(?<!\d)\+?\d(?:[ .()-]{0,2}\d){9,}(?!\d)"),  # ten digits or more: telephones, accounts, NSS
    re.compile(r"\b[a-z]{4}\d{6}[hmx][a-z]{5}[a-z0-9]\d\b", re.IGNORECASE),  # CURP (RENAPO)
    re.compile(r"\b[a-zñ&]{4}\d{6}[a-z0-9]{3}\b", re.IGNORECASE),  # RFC of a person (SAT)
)


def personal(text: str) -> bool:
    """Whether a query looks like personal data that is no name: names are public words as well, and time takes them."""
    return any(pattern.search(text) for pattern in _PERSONAL)


def forget(now: datetime.datetime | None = None) -> int:
    """Take away what is older than its time; returns the number of rows that lost their words or are gone."""
    today = timezone.localdate(now or timezone.now())
    gone = 0
    with transaction.atomic():
        for old in (QueryDay.objects.filter(day__lt=today - KEEP), ClickDay.objects.filter(day__lt=today - KEEP)):
            gone += old.delete()[0]
        totals_of = QueryDay.objects.exclude(query="").values("query").annotate(n=Sum("searches"))
        rare = totals_of.filter(n__lt=COMMON).order_by().values("query")
        old = QueryDay.objects.filter(query__in=rare, day__lt=today - KEEP_RARE)
        wordless = old.values_list("language", "day").annotate(
            a=Sum("searches"), b=Sum("empty"), c=Sum("clicks"), d=Sum("positions")
        )
        rows = [("", *row) for row in wordless.order_by("language", "day")]
        ClickDay.objects.filter(query__in=rare, day__lt=today - KEEP_RARE).delete()
        gone += old.delete()[0]
        totals.upsert(QueryDay, ("query", "language", "day"), ("searches", "empty", "clicks", "positions"), rows)
        # Wagtail's own terms, which its promotions choose from, keep the words that ours keep.
        hits = QueryDailyHits.objects.filter(date__lt=today - KEEP_RARE)
        hits.exclude(query__query_string__in=QueryDay.objects.values("query")).delete()
        QueryDailyHits.objects.filter(date__lt=today - KEEP).delete()
        SearchTerm.garbage_collect()
        Mark.objects.filter(name__startswith="journal ", at__date__lt=today - KEEP_RARE).delete()
    return gone
