"""What people search for, without who they are: the query, the day, and whether anything was found.

A search must answer while a long import holds the database, so it never writes there: it appends a line to a file,
and the clock (`collect`) adds the lines up in Wagtail's search terms and in the report of searches without results.
"""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query as SearchTerm
from wagtail.contrib.search_promotions.models import QueryDailyHits
from wagtail.search.utils import normalise_query_string

from search.models import EmptySearch

logger = logging.getLogger(__name__)

FILE = "queries.jsonl"
MAX_BYTES = 4_000_000  # between two runs of the clock; beyond it nothing is noted, so that nobody can fill the disk
MAX_LENGTH = 100


def note(query: str, total: int) -> None:
    """Remember one search. Failing to do so never disturbs the search."""
    query = normalise_query_string(query)[:MAX_LENGTH].strip()
    if not query:
        return
    line = json.dumps([timezone.localdate().isoformat(), query, total == 0], ensure_ascii=False)
    path = Path(settings.SEARCH_DIR) / FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with open(descriptor, "ab") as handle:
            if handle.tell() < MAX_BYTES:
                handle.write(f"{line}\n".encode("utf-8", "replace"))
    except OSError as error:
        logger.warning("search: %s cannot be written: %s", path, error)


def collect() -> int:
    """Add what was noted to the database; returns the number of searches."""
    path = Path(settings.SEARCH_DIR) / FILE
    taken = path.with_suffix(".taken")
    try:
        if not taken.exists():  # else: left by a run that was killed before it could count
            os.replace(path, taken)
        lines = taken.read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return 0
    searches: Counter[tuple[str, str]] = Counter()
    empty: Counter[tuple[str, str]] = Counter()
    for line in lines:
        try:
            day, query, nothing = json.loads(line)
        except ValueError:
            continue  # cut by a full disk
        searches[day, query] += 1
        empty[day, query] += bool(nothing)
    with transaction.atomic():
        for (day, query), times in searches.items():
            _add(day, query, times, empty[day, query])
        taken.unlink()
    return sum(searches.values())


def _add(day: str, query: str, times: int, nothing: int) -> None:
    when = date.fromisoformat(day)
    daily, _ = QueryDailyHits.objects.get_or_create(query=SearchTerm.get(query), date=when)
    QueryDailyHits.objects.filter(pk=daily.pk).update(hits=F("hits") + times)
    if nothing:
        row, new = EmptySearch.objects.get_or_create(query=query, day=when, defaults={"times": nothing})
        if not new:
            EmptySearch.objects.filter(pk=row.pk).update(times=F("times") + nothing)
