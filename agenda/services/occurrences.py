"""When an event happens: each of its occurrences in a stretch of days, in the event's own zone."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agenda import zones

from . import local_times, recurrence

if TYPE_CHECKING:
    from agenda.models import EventPage

MIDNIGHT = dt.time.min


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an event happens. `start` and `end` are wall times (naive) of the event's zone; `end` may be None.

    Of an event of whole days, `start` and `end` are the midnights with which its first and its last day begin.
    """

    event: "EventPage"
    start: dt.datetime
    end: dt.datetime | None

    @property
    def first_day(self) -> dt.date:
        return self.start.date()

    @property
    def last_day(self) -> dt.date:
        """The last day that has a part of it: what ends at midnight does not reach into the next day."""
        if self.end is None:
            return self.first_day
        if not self.event.all_day and self.end.time() == MIDNIGHT and self.end > self.start:
            return self.end.date() - dt.timedelta(days=1)
        return self.end.date()

    @property
    def days(self) -> Iterator[dt.date]:
        for number in range((self.last_day - self.first_day).days + 1):
            yield self.first_day + dt.timedelta(days=number)

    @property
    def starts_at(self) -> dt.datetime:
        """`start` as a moment, in the event's zone."""
        return zones.to_instant(self.start, self.event.time_zone).astimezone(ZoneInfo(self.event.time_zone))

    @property
    def ends_at(self) -> dt.datetime:
        """The moment from which it is over, in the event's zone."""
        if self.event.all_day:
            end = dt.datetime.combine(self.last_day + dt.timedelta(days=1), MIDNIGHT)
        else:
            end = self.end or self.start
        return zones.to_instant(end, self.event.time_zone).astimezone(ZoneInfo(self.event.time_zone))


def occurrences_of(event: "EventPage", first: dt.date, last: dt.date) -> list[Occurrence]:
    """The occurrences of `event` that have a part in the days first … last, in order; none of an undated event."""
    if event.start is None:
        return []
    start = zones.to_wall(event.start, event.time_zone)
    end = zones.to_wall(event.end, event.time_zone) if event.end else None
    length = end - start if end else dt.timedelta(0)
    begin = dt.datetime.combine(first, MIDNIGHT) - length
    finish = dt.datetime.combine(last, dt.time.max)
    if event.rrule or event.exdates or event.rdates:
        starts = _starts(event, start, begin, finish)
    else:
        starts = {start} if begin <= start <= finish else set()
    found = [Occurrence(event, moment, moment + length if end else None) for moment in sorted(starts)]
    return [item for item in found if item.last_day >= first]


def _starts(event: "EventPage", start: dt.datetime, begin: dt.datetime, finish: dt.datetime) -> set[dt.datetime]:
    starts = set(recurrence.starts_between(event.rrule, start, begin, finish)) if event.rrule else {start}
    starts |= set(extra_starts(event, start))
    starts -= set(excepted_starts(event, start))
    return {moment for moment in starts if begin <= moment <= finish}


def extra_starts(event: "EventPage", start: dt.datetime) -> list[dt.datetime]:
    """RDATE: the extra days, at the hour of the first one where they say none."""
    return [_at(item, start) for item in local_times.read(event.rdates)] if event.rdates else []


def excepted_starts(event: "EventPage", start: dt.datetime) -> list[dt.datetime]:
    """EXDATE: the days on which it is not held."""
    return [_at(item, start) for item in local_times.read(event.exdates)] if event.exdates else []


def _at(item: local_times.LocalTime, start: dt.datetime) -> dt.datetime:
    day, hour = item
    return dt.datetime.combine(day, hour or start.time())


def span_of(event: "EventPage") -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of all occurrences; the last is None for one that repeats without end.

    Exceptions are not taken off: the span may be wider than the occurrences, never narrower.
    """
    if event.start is None:
        return None, None
    start = zones.to_wall(event.start, event.time_zone)
    end = zones.to_wall(event.end, event.time_zone) if event.end else None
    length = end - start if end else dt.timedelta(0)
    starts = [start, *extra_starts(event, start)]
    if event.rrule:
        last = recurrence.last_start(event.rrule, start)
        if last is None:
            return min(starts).date(), None
        starts.append(last)
    final = max(starts)
    return min(starts).date(), Occurrence(event, final, final + length if end else None).last_day


def in_days(events: Iterable["EventPage"], first: dt.date, last: dt.date) -> list[Occurrence]:
    """The occurrences of several events in the days first … last: by day, whole days first, then by moment."""
    found = [item for event in events for item in occurrences_of(event, first, last)]
    return sorted(found, key=lambda item: (item.first_day, not item.event.all_day, item.starts_at, item.event.title))
