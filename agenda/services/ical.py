"""Events as iCalendar (RFC 5545): stable UID, SEQUENCE, LAST-MODIFIED, TZID with its VTIMEZONE; cancelled ones stay in.

An event known only vaguely has no place in a calendar of days: it is left out.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDatetime, vRecur, vText

from agenda import zones
from agenda.enums import ICAL_STATUS, Status
from agenda.models import EventPage, EventPublication

from . import recurrence, words
from .occurrences import excepted_starts, extra_starts
from .vtimezone import vtimezone

PRODID = "-//Acervo//Agenda//ES"
#: Part of every UID: a fixed name, so that the same event keeps its UID when the site moves to another host.
UID_DOMAIN = "agenda.acervo"
#: How often a subscribed programme is asked to look again (RFC 7986 §5.7).
REFRESH = dt.timedelta(hours=6)


def uid_of(event: EventPage) -> str:
    """The same in every language and at every host."""
    return f"event-{event.translation_key}@{UID_DOMAIN}"


def calendar_text(events: Sequence[EventPage], *, name: str, url: str, description: str = "") -> bytes:
    """A whole calendar of the dated ones among `events`. Two queries besides those of `events`."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    if description:
        calendar.add("description", description)
        calendar.add("x-wr-caldesc", description)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("url", url)
    calendar.add("source", url)
    calendar.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    dated = [event for event in events if event.is_dated]
    since = 1970 if all(event.wall_start.year > 1970 for event in dated) else 1900
    # A calendar must have a component (RFC 5545 §3.6), also one without events.
    for zone in sorted({event.time_zone for event in dated if not event.all_day} or {settings.TIME_ZONE}):
        calendar.add_component(vtimezone(zone, since))
    sequences = sequences_of(dated)
    for event in dated:
        calendar.add_component(_vevent(event, sequences.get(event.translation_key, 0)))
    return calendar.to_ical()


def sequences_of(events: Iterable[EventPage]) -> dict[object, int]:
    """Translation key → SEQUENCE; one query."""
    keys = [event.translation_key for event in events]
    if len(keys) > 500:
        return dict(EventPublication.objects.values_list("translation_key", "sequence"))
    return dict(EventPublication.objects.filter(translation_key__in=keys).values_list("translation_key", "sequence"))


def _vevent(event: EventPage, sequence: int) -> Event:
    changed = event.last_published_at or event.latest_revision_created_at or timezone.now()
    made = Event()
    made.add("uid", uid_of(event))
    made.add("sequence", sequence)
    # Without a METHOD of scheduling both are the moment of the last change (RFC 5545 §3.8.7.2).
    made.add("dtstamp", changed.astimezone(dt.UTC).replace(microsecond=0))
    made.add("last-modified", changed.astimezone(dt.UTC).replace(microsecond=0))
    if event.first_published_at:
        made.add("created", event.first_published_at.astimezone(dt.UTC).replace(microsecond=0))
    status = Status(event.status)
    postponed = status == Status.POSTPONED
    made.add("summary", _("Pospuesto: %(title)s") % {"title": event.title} if postponed else event.title)
    made.add("status", ICAL_STATUS[status])
    made.add("transp", "TRANSPARENT" if status in (Status.CANCELLED, Status.POSTPONED) or event.all_day else "OPAQUE")
    made.add("categories", [str(event.get_kind_display())])
    _add_times(made, event)
    if location := ", ".join(filter(None, [event.place, event.address, event.state_name if event.place else ""])):
        made.add("location", location)
    made.add("description", _description(event, postponed=postponed))
    url = event.full_url or ""
    if url:
        made.add("url", url)
    if event.link:
        made.add("conference", event.link, {"VALUE": "URI", "FEATURE": "VIDEO"})
    if event.organiser_list:
        # ORGANIZER must be an address of mail, which institutions here do not give: CONTACT says it in words.
        made.add("contact", vText(", ".join(event.organiser_list)))
    return made


def _add_times(made: Event, event: EventPage) -> None:
    start, end = event.wall_start, event.wall_end
    if event.all_day:
        made.add("dtstart", start.date())
        # DTEND of whole days is the day after the last (RFC 5545 §3.6.1).
        made.add("dtend", (end or start).date() + dt.timedelta(days=1))
    else:
        made.add("dtstart", _local(start, event))
        if end is not None and end > start:
            made.add("dtend", _local(end, event))
    if event.rrule:
        made.add("rrule", vRecur.from_ical(_rule(event)))
    for name, moments in (("rdate", extra_starts(event, start)), ("exdate", excepted_starts(event, start))):
        moments = [moment for moment in moments if not (name == "rdate" and moment == start)]
        if not moments:
            continue
        if event.all_day:
            made.add(name, [moment.date() for moment in moments], {"VALUE": "DATE"})
        else:
            made.add(name, [_local(moment, event) for moment in moments])


def _local(wall: dt.datetime, event: EventPage) -> dt.datetime:
    """The wall time with its zone; an hour that the zone skips as the moment it stands for."""
    if zones.is_skipped(wall, event.time_zone):
        wall = zones.to_wall(zones.to_instant(wall, event.time_zone), event.time_zone)
    return wall.replace(tzinfo=ZoneInfo(event.time_zone))


def _rule(event: EventPage) -> str:
    """The rule with UNTIL as RFC 5545 §3.3.10 wants it: a day for whole days, else the moment in UTC."""
    parts = recurrence.parts_of(event.rrule)
    if "UNTIL" in parts and not event.all_day:
        last = dt.datetime.strptime(parts["UNTIL"][:8], "%Y%m%d").replace(hour=23, minute=59, second=59)
        parts["UNTIL"] = vDatetime(zones.to_instant(last, event.time_zone)).to_ical().decode()
    return recurrence.text_of(parts)


def _description(event: EventPage, *, postponed: bool) -> str:
    pieces = [
        _("Este evento se pospuso; la fecha es la que tenía.") if postponed else "",
        event.summary,
        words.repetition(event),
        _("En línea: %(link)s") % {"link": event.link} if event.link else "",
        _("Organiza: %(who)s") % {"who": ", ".join(event.organiser_list)} if event.organiser_list else "",
        event.full_url or "",
    ]
    return strip_tags("\n\n".join(filter(None, pieces)))
