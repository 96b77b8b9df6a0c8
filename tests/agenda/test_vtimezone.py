"""The VTIMEZONE that goes with the feeds, read by dateutil, which knows nothing of the zone but what it says."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz

from agenda import zones
from agenda.services.vtimezone import vtimezone


@pytest.mark.parametrize("name", [name for name, _label in zones.ZONES])
def test_another_library_reads_the_offsets_of_the_zone(name):
    read = tz.tzical(io.StringIO(vtimezone(name, 1970).to_ical().decode())).get()
    moment = dt.datetime(1970, 1, 3)
    while moment.year < 2100:
        if not zones.is_skipped(moment, name):
            assert moment.replace(tzinfo=read).utcoffset() == moment.replace(tzinfo=ZoneInfo(name)).utcoffset(), moment
        moment += dt.timedelta(hours=127)


def test_each_onset_stands_in_the_time_shown_before_it():
    """RFC 5545 §3.6.5: at two in the morning of the second Sunday of March, Tijuana's clocks go to three."""
    text = vtimezone("America/Tijuana", 1970).to_ical().decode().replace("\r\n ", "")
    daylight = text.partition("BEGIN:DAYLIGHT")[2].partition("END:DAYLIGHT")[0]
    assert "20260308T020000" in daylight
    assert "TZOFFSETFROM:-0800" in daylight
    assert "TZOFFSETTO:-0700" in daylight
