"""Recurrence rules (RFC 5545 §3.3.10) in wall time: read, checked, put into words, and expanded near a window.

A rule is kept as its text without `RRULE:`; it may repeat by day, week, month or year. `UNTIL` is kept as a local day
(`UNTIL=20261231`, that day included): the feed writes it in the form that RFC 5545 asks for. All times are naive wall
times of the event's zone.
"""

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from dateutil import rrule as dateutil_rrule
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, rrulestr
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_COUNT = 1_000
MAX_INTERVAL = 366
LAST_YEAR = 2100
#: No window shows more occurrences of one event than this.
MAX_IN_WINDOW = 400

_PARTS = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST",
}  # fmt: skip
#: What the lists of a rule may hold (RFC 5545 §3.3.10); dateutil takes more than other programmes understand.
_VALUES = {
    "BYDAY": r"[+-]?[1-5]?(MO|TU|WE|TH|FR|SA|SU)(,[+-]?[1-5]?(MO|TU|WE|TH|FR|SA|SU))*",
    "BYMONTHDAY": r"-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01]))*",
    "BYMONTH": r"([1-9]|1[0-2])(,([1-9]|1[0-2]))*",
    "BYSETPOS": r"-?[1-9]\d{0,2}",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
}
_FREQUENCIES = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}
_PICKS_DAYS = {"BYDAY", "BYMONTHDAY"}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def parts_of(rule: str) -> dict[str, str]:
    """`FREQ=DAILY;COUNT=3` as a dictionary. Raises ValidationError where it is not made of NAME=VALUE."""
    parts: dict[str, str] = {}
    for piece in rule.upper().removeprefix("RRULE:").strip().rstrip(";").split(";"):
        name, equals, value = piece.strip().partition("=")
        if not equals or not value or name in parts:
            raise ValidationError(_rule_error(rule))
        parts[name] = value
    return parts


def text_of(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def normalised(rule: str, *, start: dt.datetime, zone_offset: dt.timedelta | None = None) -> str:
    """The rule as it is kept. Raises ValidationError, with what is wrong, for one that is not understood or too long.

    `start`: the wall time of the first occurrence. `zone_offset`: that zone's distance from UTC, for an `UNTIL` in UTC.
    """
    parts = parts_of(rule)
    if unknown := set(parts) - _PARTS:
        raise ValidationError(
            _("La regla usa «%(name)s», que este calendario no admite.") % {"name": ", ".join(sorted(unknown))}
        )
    if parts.get("FREQ") not in _FREQUENCIES:
        raise ValidationError(_("La regla debe decir FREQ=DAILY, WEEKLY, MONTHLY o YEARLY."))
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValidationError(_("Diga cuántas veces se repite o hasta cuándo, no ambas cosas."))
    for name, most in (("COUNT", MAX_COUNT), ("INTERVAL", MAX_INTERVAL)):
        value = parts.get(name, "1")
        if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= most):
            raise ValidationError(_("%(name)s va de 1 a %(most)d.") % {"name": name, "most": most})
    if any(name in parts and not re.fullmatch(pattern, parts[name]) for name, pattern in _VALUES.items()):
        raise ValidationError(_rule_error(rule))
    counts_weekdays = re.search(r"\d", parts.get("BYDAY", "")) and parts["FREQ"] in ("DAILY", "WEEKLY")
    picks_in_weeks = parts["FREQ"] == "WEEKLY" and "BYMONTHDAY" in parts
    if counts_weekdays or picks_in_weeks or ("BYSETPOS" in parts and not _PICKS_DAYS & set(parts)):
        raise ValidationError(_rule_error(rule))
    if "UNTIL" in parts:
        until = _until_day(parts["UNTIL"], start=start, offset=zone_offset)
        if until < start.date():
            raise ValidationError(_("La repetición termina antes de empezar."))
        if until.year > LAST_YEAR:
            raise ValidationError(_("La repetición puede terminar a más tardar en %(year)d.") % {"year": LAST_YEAR})
        parts["UNTIL"] = f"{until:%Y%m%d}"
    text = text_of(parts)
    try:
        in_step = _rrule(text, start).before(start + dt.timedelta(seconds=1)) == start
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise ValidationError(_rule_error(rule)) from error
    if not in_step:  # RFC 5545 §3.8.5.3: what would happen then is undefined
        raise ValidationError(_("El primer día del evento debe ser uno de los que dice la regla."))
    return text


def _rule_error(rule: str) -> str:
    return _("«%(rule)s» no es una regla de repetición. Un ejemplo: FREQ=WEEKLY;BYDAY=TU;COUNT=10") % {
        "rule": rule[:80]
    }


def _until_day(value: str, *, start: dt.datetime, offset: dt.timedelta | None) -> dt.date:
    """The last local day that an UNTIL allows."""
    if not (m := re.fullmatch(r"(\d{8})(?:T(\d{6})(Z?))?", value)):
        raise ValidationError(_("UNTIL se escribe como una fecha: UNTIL=20261231"))
    try:
        until = dt.datetime.strptime(m[1] + (m[2] or "235959"), "%Y%m%d%H%M%S")
    except ValueError as error:
        raise ValidationError(_("UNTIL se escribe como una fecha: UNTIL=20261231")) from error
    if m[3] and offset is not None:
        until += offset
    return until.date() if until.time() >= start.time() else until.date() - dt.timedelta(days=1)


def _rrule(text: str, start: dt.datetime) -> rrule:
    """dateutil's rule; the last day of UNTIL is included whole."""
    parts = parts_of(text)
    if "UNTIL" in parts:
        parts["UNTIL"] = parts["UNTIL"][:8] + "T235959"
    made = rrulestr(text_of(parts), dtstart=start, ignoretz=True)
    assert isinstance(made, dateutil_rrule.rrule)  # noqa: S101 - one RRULE never makes a set
    return made


@lru_cache(maxsize=2048)
def last_start(text: str, start: dt.datetime) -> dt.datetime | None:
    """The last occurrence of a rule that ends; None for one that does not."""
    parts = parts_of(text)
    if "UNTIL" in parts:
        end = dt.datetime.strptime(parts["UNTIL"], "%Y%m%d") + dt.timedelta(days=1)
        return _near(text, start, end).before(end) or start
    if "COUNT" in parts:
        found = start
        for found in _rrule(text, start):
            if found.year > LAST_YEAR:
                break
        return max(found, start)
    return None


def starts_between(text: str, start: dt.datetime, first: dt.datetime, last: dt.datetime) -> Iterator[dt.datetime]:
    """The occurrences of a rule that begin in first ≤ t ≤ last, at most MAX_IN_WINDOW, at a cost that does not grow
    with the years that have passed since `start`."""
    last = min(last, dt.datetime(LAST_YEAR, 12, 31, 23, 59, 59))
    if last < first:
        return
    if "COUNT" in parts_of(text):
        end = last_start(text, start)
        if end is not None and end < first:
            return
        rule = _rrule(text, start)
    else:
        rule = _near(text, start, first)
    given = 0
    for found in rule.xafter(first, inc=True):
        if found > last or given >= MAX_IN_WINDOW:
            return
        if found >= start:
            given += 1
            yield found


def _near(text: str, start: dt.datetime, first: dt.datetime) -> rrule:
    """The rule (without COUNT) counted from a moment shortly before `first`, in step with one counted from `start`.

    What the start alone decides (the day of the week or of the month) is written into the rule first; then the start
    may move by whole intervals.
    """
    parts = parts_of(text)
    frequency, interval = parts["FREQ"], int(parts.get("INTERVAL", "1"))
    if first <= start + dt.timedelta(days=400):
        return _rrule(text, start)
    if not _PICKS_DAYS & set(parts):
        if frequency == "WEEKLY":
            parts["BYDAY"] = _DAYS[start.weekday()]
        elif frequency in ("MONTHLY", "YEARLY"):
            parts["BYMONTHDAY"] = str(start.day)
            if frequency == "YEARLY":
                parts.setdefault("BYMONTH", str(start.month))
    time = start.time()
    if frequency == "DAILY":
        steps = ((first - start).days // interval - 1) * interval
        moved = start + dt.timedelta(days=steps)
    elif frequency == "WEEKLY":
        steps = ((first - start).days // (7 * interval) - 1) * 7 * interval
        # The start of the week itself, so that no day of that week is left out.
        week_start = _DAYS.index(parts.get("WKST", "MO"))
        monday = start - dt.timedelta(days=(start.weekday() - week_start) % 7)
        moved = monday + dt.timedelta(days=steps)
    elif frequency == "MONTHLY":
        months = (first.year - start.year) * 12 + first.month - start.month
        months = start.year * 12 + start.month - 1 + (months // interval - 1) * interval
        moved = dt.datetime.combine(dt.date(months // 12, months % 12 + 1, 1), time)
    else:
        years = ((first.year - start.year) // interval - 1) * interval
        moved = dt.datetime.combine(dt.date(start.year + max(years, 0), 1, 1), time)
    return _rrule(text_of(parts), max(moved, _period_start(start, frequency, parts)))


def _period_start(start: dt.datetime, frequency: str, parts: dict[str, str]) -> dt.datetime:
    """The beginning of the day, week, month or year of `start`, before which a rule must not be counted from."""
    if frequency == "WEEKLY":
        return start - dt.timedelta(days=(start.weekday() - _DAYS.index(parts.get("WKST", "MO"))) % 7)
    if frequency == "MONTHLY":
        return start.replace(day=1)
    return start.replace(month=1, day=1) if frequency == "YEARLY" else start
