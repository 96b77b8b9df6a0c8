"""The VTIMEZONE of an IANA zone (RFC 5545 §3.6.5), written from the machine's own time zone data.

The library's own writes the onset of daylight saving an hour late; here each onset stands in the local time that was
shown before it, as the RFC asks.
"""

import datetime as dt
from collections import defaultdict
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vUTCOffset

LAST = dt.datetime(2101, 1, 1, tzinfo=dt.UTC)
_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=64)
def vtimezone(zone: str, since: int) -> Timezone:
    """The component for moments from the start of the year `since` (UTC) to the end of 2100."""
    there = ZoneInfo(zone)
    first = dt.datetime(since, 1, 1, tzinfo=dt.UTC)
    made = Timezone()
    made.add("tzid", zone)
    start = first.astimezone(there)
    changes = defaultdict(list)
    for before, after in _transitions(there, first):
        key = (before.utcoffset(), after.utcoffset(), after.tzname(), bool(after.dst()))
        changes[key].append(_local_before(before, after))
    offset = start.utcoffset()
    made.add_component(_observance([start.replace(tzinfo=None)], (offset, offset, start.tzname(), bool(start.dst()))))
    for key, onsets in changes.items():
        made.add_component(_observance(onsets, key))
    return made


def _transitions(there: ZoneInfo, first: dt.datetime) -> list[tuple[dt.datetime, dt.datetime]]:
    """(the last moment before, the first moment after) each change of the zone's clocks, to the second."""
    found = []
    moment = first
    while moment < LAST:
        following = moment + _DAY
        if _rule(moment, there) != _rule(following, there):
            low, high = moment, following
            while high - low > dt.timedelta(seconds=1):
                middle = (low + (high - low) / 2).replace(microsecond=0)
                low, high = (middle, high) if _rule(middle, there) == _rule(moment, there) else (low, middle)
            found.append((low.astimezone(there), high.astimezone(there)))
        moment = following
    return found


def _rule(moment: dt.datetime, there: ZoneInfo) -> tuple:
    local = moment.astimezone(there)
    return local.utcoffset(), local.tzname(), local.dst()


def _local_before(before: dt.datetime, after: dt.datetime) -> dt.datetime:
    """The moment of the change as the clocks would have shown it without one."""
    offset = before.utcoffset()
    assert offset is not None  # noqa: S101 - every IANA zone has one
    return (after.astimezone(dt.UTC) + offset).replace(tzinfo=None)


def _observance(onsets: list[dt.datetime], key: tuple) -> TimezoneStandard | TimezoneDaylight:
    old, new, name, is_daylight = key
    made = TimezoneDaylight() if is_daylight else TimezoneStandard()
    made.add("dtstart", onsets[0])
    made.add("tzoffsetfrom", vUTCOffset(old))
    made.add("tzoffsetto", vUTCOffset(new))
    made.add("tzname", name)
    for onset in onsets[1:]:  # a line each: some programmes read only the first of a list
        made.add("rdate", onset)
    return made
