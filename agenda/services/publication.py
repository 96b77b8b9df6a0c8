"""What those who attend were told of an event: compared at each publication, so that nothing changes in silence."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail_localize.models import TranslationSource

from agenda.models import EventChange, EventPage, EventPublication
from agenda.models.events import SYNCHRONISED

#: What matters to those who attend; a change of anything else does not raise the SEQUENCE.
TOLD = (
    "title", "status", "start", "end", "all_day", "time_zone", "rrule", "exdates", "rdates", "date_text", "when_edtf",
    "place", "address", "link",
)  # fmt: skip
_DATES = ("start", "end", "all_day", "date_text", "when_edtf")


def original_of(page: EventPage) -> EventPage | None:
    """The event in the language it was written in; None while it is not stored."""
    versions = {item.locale_id: item for item in EventPage.objects.filter(translation_key=page.translation_key)}
    if len(versions) > 1:
        sources = TranslationSource.objects.filter(object_id=page.translation_key, locale__in=versions)
        chosen = sources.order_by("-last_updated_at").values_list("locale_id", flat=True).first()
        if chosen is not None:
            return versions[chosen]
        return min(versions.values(), key=lambda item: item.pk)
    return next(iter(versions.values()), None)


def facts_of(page: EventPage) -> dict[str, Any]:
    """The facts that are compared, as they are stored: JSON values, moments in UTC."""
    facts = {name: getattr(page, name) for name in TOLD}
    for name in ("start", "end"):
        facts[name] = facts[name].astimezone(dt.UTC).isoformat() if facts[name] else None
    return facts


@transaction.atomic
def tell(page: EventPage, *, user: Any = None) -> None:
    """Note what is published now; if it differs from what was told, raise the sequence and keep what it was before.

    The original speaks for all languages: its dates reach the published translations at once.
    """
    original = original_of(page)
    if original is None or original.pk != page.pk:
        return
    now = timezone.now()
    facts = facts_of(page)
    known, made = EventPublication.objects.select_for_update().get_or_create(
        translation_key=page.translation_key, defaults={"told": facts, "changed_at": now}
    )
    _tell_translations(page)
    if made or known.told == facts:
        return
    if any(known.told.get(name) != facts[name] for name in (*_DATES, "status")):
        _keep_change(page, known.told, at=now, user=user)
    EventPublication.objects.filter(pk=known.pk).update(sequence=F("sequence") + 1, told=facts, changed_at=now)


def _keep_change(page: EventPage, told: dict[str, Any], *, at, user) -> None:
    def moment(name: str):
        return dt.datetime.fromisoformat(told[name]) if told.get(name) else None

    EventChange.objects.create(
        translation_key=page.translation_key,
        at=at,
        user=user,
        old_start=moment("start"),
        old_end=moment("end"),
        old_time_zone=told.get("time_zone", ""),
        old_all_day=bool(told.get("all_day")),
        old_date_text=told.get("date_text") or told.get("when_edtf") or "",
        old_status=told["status"],
        new_start=page.start,
        new_status=page.status,
        reason=page.change_reason,
    )


def _tell_translations(page: EventPage) -> None:
    """A date that is old in one language only would send people to a closed door."""
    others = EventPage.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    values = {name: getattr(page, name) for name in (*SYNCHRONISED, "first_day", "last_day")}
    others.update(**values)
