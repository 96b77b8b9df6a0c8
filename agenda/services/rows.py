"""Occurrences as the templates show them: rows of a list, entries of a cell."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from agenda.enums import CHIPS, Status
from agenda.models import EventPage

from . import words
from .occurrences import Occurrence


def row_of(item: Occurrence, *, request=None, day: dt.date | None = None) -> dict[str, Any]:
    """One occurrence; `day` is the day under which it is shown, where that may not be its first."""
    event = item.event
    continues = day is not None and day > item.first_day
    return {
        **_common(event, request),
        "iso": _iso(item),
        "day": item.first_day,
        "day_label": words.day(item.first_day),
        "hours": words.hours(item, zone=False),
        "when": words.when(item),
        "cell_time": "" if event.all_day or continues else f"{item.start:%H:%M}",
        "continues": continues,
        "several_days": item.last_day > item.first_day,
        "last_day_label": words.day(item.last_day),
    }


def undated_row(event: EventPage, *, request=None) -> dict[str, Any]:
    """An event that has no day."""
    return {**_common(event, request), "when": event.vague_date}


def _common(event: EventPage, request) -> dict[str, Any]:
    status = Status(event.status)
    return {
        "title": event.title,
        "url": event.get_url(request),
        "kind": event.get_kind_display(),
        "place": event.place,
        "online": bool(event.link),
        "state": event.state_name,
        "status": "" if status == Status.CONFIRMED else str(status.label),
        "chip": CHIPS[status],
        "off": status in (Status.CANCELLED, Status.POSTPONED),
        "organisers": event.organiser_list,
    }


def _iso(item: Occurrence) -> str:
    """What a <time> element says."""
    return item.first_day.isoformat() if item.event.all_day else item.starts_at.isoformat(timespec="minutes")


def by_day(
    found: Iterable[Occurrence], first: dt.date, last: dt.date, *, request=None
) -> dict[dt.date, list[dict[str, Any]]]:
    """Day → rows of what happens on it, for the days first … last that have anything; several days show each."""
    days: dict[dt.date, list[dict[str, Any]]] = {}
    for item in found:
        for day in item.days:
            if first <= day <= last:
                days.setdefault(day, []).append(row_of(item, request=request, day=day))
    return {
        day: sorted(days[day], key=lambda row: (not row["continues"], row["cell_time"], row["title"]))
        for day in sorted(days)
    }


def by_start(found: Iterable[Occurrence], first: dt.date, *, request=None) -> list[dict[str, Any]]:
    """Groups of rows by the day on which each begins (or on which the stretch does): {day, label, rows}."""
    groups: dict[dt.date, list[dict[str, Any]]] = {}
    for item in found:
        day = max(item.first_day, first)
        groups.setdefault(day, []).append(row_of(item, request=request))
    return [{"day": day, "label": words.day(day), "rows": groups[day]} for day in sorted(groups)]
