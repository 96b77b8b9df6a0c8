"""When an event is, in words a neighbour understands, in the active language."""

import datetime as dt

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import EventPage
from agenda.zones import CENTRAL, SHORT_NAMES

from . import recurrence
from .occurrences import Occurrence, occurrences_of

_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}


def day(value: dt.date, *, weekday: bool = True) -> str:
    """«martes 16 de junio de 2020»."""
    text = formats.date_format(value, "DATE_FORMAT")
    if not weekday:
        return text
    return _("%(weekday)s %(day)s") % {"weekday": str(WEEKDAYS[value.weekday()]).lower(), "day": text}


def hours(item: Occurrence, *, zone: bool = True) -> str:
    """«10:00 a 12:00, hora de Tijuana»; the zone is named where it is not the capital's, or always with `zone`."""
    event = item.event
    if event.all_day:
        return _("todo el día")
    start = f"{item.start:%H:%M}"
    if item.end is None or item.end == item.start or item.last_day != item.first_day:
        text = start
    else:
        text = _("%(start)s a %(end)s") % {"start": start, "end": f"{item.end:%H:%M}"}
    same_clock = SHORT_NAMES.get(event.time_zone) == SHORT_NAMES[CENTRAL]
    if zone or not same_clock:
        return _("%(hours)s, %(zone)s") % {"hours": text, "zone": event.zone_name}
    return text


def when(item: Occurrence) -> str:
    """The days and hours of one occurrence."""
    if item.first_day == item.last_day:
        return _("%(day)s, %(hours)s") % {"day": day(item.first_day), "hours": hours(item)}
    if item.event.all_day or item.end is None:
        return _("del %(first)s al %(last)s") % {"first": day(item.first_day), "last": day(item.last_day)}
    return _("del %(first)s a las %(start)s al %(last)s a las %(end)s, %(zone)s") % {
        "first": day(item.first_day), "start": f"{item.start:%H:%M}",
        "last": day(item.end.date()), "end": f"{item.end:%H:%M}", "zone": item.event.zone_name,
    }  # fmt: skip


def first_of(event: EventPage) -> Occurrence | None:
    """The first occurrence as it was announced; None of an undated event."""
    if event.start is None:
        return None
    return Occurrence(event, event.wall_start, event.wall_end)


def when_of(event: EventPage) -> str:
    """When the event is, in one line; what is known of it where no day is."""
    first = first_of(event)
    return when(first) if first else event.vague_date


def next_of(event: EventPage, today: dt.date, *, limit: int = 5) -> list[Occurrence]:
    """The next occurrences of an event that repeats, from `today` on, within two years."""
    return occurrences_of(event, today, today + dt.timedelta(days=731))[:limit]


def repetition(event: EventPage) -> str:
    """«Cada 2 semanas, el martes, hasta el 31 de diciembre de 2026»; "" for one that does not repeat by a rule."""
    if not event.rrule:
        return ""
    parts = recurrence.parts_of(event.rrule)
    n = int(parts.get("INTERVAL", "1"))
    every = {
        "DAILY": ngettext("Cada día", "Cada %(n)d días", n),
        "WEEKLY": ngettext("Cada semana", "Cada %(n)d semanas", n),
        "MONTHLY": ngettext("Cada mes", "Cada %(n)d meses", n),
        "YEARLY": ngettext("Cada año", "Cada %(n)d años", n),
    }[parts["FREQ"]] % {"n": n}
    pieces = [every]
    if days := parts.get("BYDAY"):
        pieces.append(_join([_weekday(item) for item in days.split(",")]))
    if numbers := parts.get("BYMONTHDAY"):
        listed = _join([_("el último día") if item == "-1" else item for item in numbers.split(",")])
        pieces.append(_("el día %(days)s del mes") % {"days": listed} if "-" not in numbers else listed)
    if until := parts.get("UNTIL"):
        last = dt.datetime.strptime(until[:8], "%Y%m%d").date()
        pieces.append(_("hasta el %(day)s") % {"day": day(last, weekday=False)})
    if count := int(parts.get("COUNT", "0")):
        pieces.append(ngettext("%(n)d vez", "%(n)d veces", count) % {"n": count})
    return ", ".join(pieces)


def _weekday(item: str) -> str:
    ordinals = {
        "1": _("el primer %(day)s"), "2": _("el segundo %(day)s"), "3": _("el tercer %(day)s"),
        "4": _("el cuarto %(day)s"), "-1": _("el último %(day)s"),
    }  # fmt: skip
    name = str(WEEKDAYS[_DAYS[item[-2:]]]).lower()
    return ordinals.get(item[:-2].lstrip("+"), _("el %(day)s")) % {"day": name}


def _join(items: list[str]) -> str:
    if len(items) < 2:
        return "".join(items)
    return _("%(first)s y %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}
