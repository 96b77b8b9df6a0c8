"""What the page of an event shows; a fixed number of queries."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from acervo.base.publicity import public
from agenda import zones
from agenda.enums import CHIPS, Status
from agenda.models import EventChange, EventPage
from documents.models import RecordPage
from documents.services.listing import rows_of, with_rows

from . import words
from .occurrences import Occurrence
from .structured_data import event_json_ld

CHANGES_SHOWN = 10


def event_context(page: EventPage, request) -> dict[str, Any]:
    """The context of `agenda/event.html`."""
    url = page.get_url(request) or "/"
    absolute = settings.BASE_URL + url if url.startswith("/") else url
    today = timezone.localdate()
    first = words.first_of(page)
    coming = words.next_of(page, today) if page.repeats else []
    ahead = [item for item in coming if item.ends_at >= timezone.now()]
    shown = ahead[0] if ahead else first
    changes = list(EventChange.objects.filter(translation_key=page.translation_key)[:CHANGES_SHOWN])
    status = Status(page.status)
    registration_open = bool(page.registration_link) and status not in (Status.CANCELLED, Status.POSTPONED)
    if page.registration_until and page.registration_until < timezone.now():
        registration_open = False
    return {
        "event_url": url,
        "event_url_absolute": absolute,
        "when": words.when(shown) if shown else page.vague_date,
        "first": first,
        "iso": _iso(shown),
        "since": _since(first, shown),
        "repetition": words.repetition(page),
        "coming": [{"when": words.when(item), "iso": _iso(item)} for item in ahead[1:]],
        "status": status,
        "chip": CHIPS[status],
        "is_over": _is_over(page, first, coming),
        "changes": [_change(item) for item in changes],
        "documents": _documents(page, request),
        "registration_open": registration_open,
        "registration_until": _registration_until(page),
        "metadata": _metadata(page),
        "calendar_url": url.rstrip("/").rpartition("/")[0] + "/",
        "ics_url": f"{url}evento.ics" if page.is_dated else "",
        "month_url": _month_url(shown, url),
        "json_ld": event_json_ld(page, url=absolute, changes=changes, occurrences=coming),
    }


def _registration_until(page: EventPage) -> str:
    if page.registration_until is None:
        return ""
    wall = zones.to_wall(page.registration_until, page.time_zone)
    return _("%(day)s a las %(hour)s, %(zone)s") % {
        "day": words.day(wall.date()),
        "hour": f"{wall:%H:%M}",
        "zone": page.zone_name,
    }


def _iso(item: Occurrence | None) -> str:
    if item is None:
        return ""
    return item.first_day.isoformat() if item.event.all_day else item.starts_at.isoformat(timespec="minutes")


def _is_over(page: EventPage, first: Occurrence | None, coming: list[Occurrence]) -> bool:
    if first is None or coming:
        return False
    if page.repeats:
        return page.last_day is not None and page.last_day < timezone.localdate()
    return first.ends_at < timezone.now()


def _since(first: Occurrence | None, shown: Occurrence | None) -> str:
    """The day on which a repeated event began, where the date above is a later one; "" otherwise."""
    if first is None or shown is None or shown.first_day == first.first_day:
        return ""
    return words.day(first.first_day, weekday=False)


def _month_url(shown: Occurrence | None, url: str) -> str:
    """The month, in its calendar, of the occurrence that the page leads with."""
    if shown is None:
        return ""
    parent = url.rstrip("/").rpartition("/")[0]
    return f"{parent}/{shown.first_day.year}/{shown.first_day.month:02d}/"


def _change(item: EventChange) -> dict[str, Any]:
    """One line of «what it was before»."""
    before = ""
    if item.dates_changed or item.old_date_text:
        if item.old_start:
            shown = EventPage(
                start=item.old_start, end=item.old_end, time_zone=item.old_time_zone, all_day=item.old_all_day
            )
            before = words.when_of(shown)
        else:
            before = item.old_date_text
    return {
        "at": item.at,
        "before": before,
        "old_status": item.get_old_status_display() if item.old_status != item.new_status else "",
        "new_status": item.get_new_status_display(),
        "reason": item.reason,
    }


def _documents(page: EventPage, request) -> list[dict[str, Any]]:
    """The records it produced, those that the public may see, as rows of a listing."""
    items = list(page.documents.all())
    records = public(RecordPage.objects.filter(pk__in=[item.record_id for item in items])) if items else None
    if records is None:
        return []
    found = list(with_rows(records))
    rows = {record.pk: row for record, row in zip(found, rows_of(found, request=request), strict=True)}
    shown = []
    for item in items:
        if row := rows.get(item.record_id):
            shown.append({**row, "kind_label": item.label or row["kind_label"]})
    return shown


def _metadata(page: EventPage) -> list[dict[str, Any]]:
    """Rows of the description list, without the empty ones."""
    rows: list[dict[str, Any]] = [
        {"label": _("Clase"), "value": str(page.get_kind_display())},
        {"label": _("Organiza"), "values": [{"label": name} for name in page.organiser_list]},
        {"label": _("Lugar"), "value": page.place},
        {"label": _("Domicilio"), "value": page.address},
        {"label": _("Entidad"), "value": page.state_name},
        {"label": _("En línea"), "values": [{"label": page.link, "url": page.link}] if page.link else []},
        {"label": _("Cupo"), "value": _("%(n)d personas") % {"n": page.capacity} if page.capacity else ""},
    ]
    return [{"values": [], **row} for row in rows if row.get("value") or row.get("values")]
