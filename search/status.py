"""What an operator wants to know about the search: the engine, what waits for it, what fails."""

from __future__ import annotations

import datetime
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from search import indexing
from search.engines import get_engine
from search.engines.base import Health, SearchError
from search.indexing import outage
from search.models import Change, Mark

FAILING_SHOWN = 20
DELAYS = 1_000  # delivered changes whose delay is looked at
LATELY = datetime.timedelta(days=1)


def status() -> dict[str, Any]:
    """Everything `search_status` shows, ready for JSON; moments are ISO, sizes bytes, delays and ages seconds."""
    now = timezone.now()
    marks = Mark.objects.in_bulk(["sweep", outage.NAME])
    failing = Change.objects.filter(applied_at=None, attempts__gt=0).order_by("pk")
    oldest = Change.objects.filter(applied_at=None).order_by("made_at").values_list("made_at", flat=True).first()
    return asdict(health()) | {
        "waiting": indexing.waiting(),
        "oldest_waiting": _seconds(now - oldest) if oldest else None,
        "failing_total": failing.count(),
        "failing": {str(change): change.error for change in failing[:FAILING_SHOWN]},
        "delay": delays(now),
        "outage_since": _moment(marks.get(outage.NAME)),
        "clock": _moment(marks.get("sweep")),
    }


def health() -> Health:
    """The engine's own account; one that cannot be asked is one that cannot be used."""
    engine = get_engine()
    try:
        return engine.health()
    except SearchError as error:
        return Health(getattr(engine, "name", type(engine).__name__), False, str(error))


def delays(now: datetime.datetime) -> dict[str, float]:
    """How long the last changes took from the save to the index: p50, p95 and the longest; empty without any."""
    rows = Change.objects.filter(applied_at__gte=now - LATELY).order_by("-applied_at")
    moments = rows.values_list("made_at", "applied_at")[:DELAYS]
    found = sorted(_seconds(applied - made) for made, applied in moments if applied is not None)
    if not found:
        return {}
    return {"p50": found[len(found) // 2], "p95": found[min(len(found) - 1, len(found) * 95 // 100)], "max": found[-1]}


def _seconds(span: datetime.timedelta) -> float:
    return round(max(0.0, span.total_seconds()), 3)


def _moment(mark: Mark | None) -> str:
    return mark.at.isoformat(timespec="seconds") if mark else ""
