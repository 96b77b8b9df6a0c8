"""An event as schema.org JSON-LD (https://schema.org/Event, with the properties that Google's event results read)."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString

from agenda.enums import Status
from agenda.models import EventChange, EventPage
from documents.services.structured_data import as_script_text

from . import words
from .occurrences import Occurrence

SCHEMA = "https://schema.org/"


def event_json_ld(
    page: EventPage, *, url: str, changes: Sequence[EventChange] = (), occurrences: Sequence[Occurrence] = ()
) -> SafeString:
    """The event; an undated one has no startDate, which schema.org allows and search engines then leave aside."""
    first = words.first_of(page)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": page.title,
        "description": page.summary,
        "inLanguage": page.locale.language_code,
        "eventStatus": SCHEMA + _status(page, changes),
        "eventAttendanceMode": SCHEMA + _mode(page),
        "location": _locations(page),
        "organizer": [{"@type": "Organization", "name": name} for name in page.organiser_list],
        "maximumAttendeeCapacity": page.capacity,
        "isAccessibleForFree": True,
        "about": page.get_kind_display(),
    }
    if first is not None:
        data["startDate"] = _date(first, start=True)
        data["endDate"] = _date(first, start=False) if page.end or page.all_day else ""
    if previous := _previous_start(changes):
        data["previousStartDate"] = previous
    if page.registration_link:
        data["offers"] = {
            "@type": "Offer",
            "url": page.registration_link,
            "price": "0",
            "priceCurrency": "MXN",
            **({"validThrough": page.registration_until.isoformat()} if page.registration_until else {}),
        }
    if len(occurrences) > 1:
        data["subEvent"] = [
            {"@type": "Event", "name": page.title, "startDate": _date(item, start=True), "url": url,
             "location": _locations(page), "eventStatus": SCHEMA + _status(page, changes)}
            for item in occurrences
        ]  # fmt: skip
    return as_script_text({key: value for key, value in data.items() if value})


def _status(page: EventPage, changes: Sequence[EventChange]) -> str:
    status = Status(page.status)
    if status == Status.CANCELLED:
        return "EventCancelled"
    if status == Status.POSTPONED:
        return "EventPostponed"
    return "EventRescheduled" if _previous_start(changes) else "EventScheduled"


def _previous_start(changes: Sequence[EventChange]) -> str:
    """The start that was told before the present one; the newest change of dates comes first."""
    for change in changes:
        if change.dates_changed and change.old_start:
            start = change.old_start.astimezone(ZoneInfo(change.old_time_zone))
            return start.date().isoformat() if change.old_all_day else start.isoformat()
    return ""


def _mode(page: EventPage) -> str:
    if page.link and page.place:
        return "MixedEventAttendanceMode"
    return "OnlineEventAttendanceMode" if page.link else "OfflineEventAttendanceMode"


def _locations(page: EventPage) -> Any:
    found: list[dict[str, Any]] = []
    if page.place or page.address or (page.state_name and not page.link):
        address = {
            "@type": "PostalAddress",
            "streetAddress": page.address,
            "addressRegion": page.state_name if page.state != "00" else "",
            "addressCountry": "MX",
        }
        found.append(
            {
                "@type": "Place",
                "name": page.place or page.state_name,
                "address": {key: value for key, value in address.items() if value},
            }
        )
    if page.link:
        found.append({"@type": "VirtualLocation", "url": page.link})
    return found[0] if len(found) == 1 else found


def _date(item: Occurrence, *, start: bool) -> str:
    if item.event.all_day:
        return (item.first_day if start else item.last_day).isoformat()
    return (item.starts_at if start else item.ends_at).isoformat()
