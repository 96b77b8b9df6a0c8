"""Which events a calendar shows: the public ones, in its language, by the filters of the address."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page

from acervo.base.per_request import locales
from acervo.base.publicity import public
from acervo.base.states import STATE_NAMES
from agenda.enums import Kind
from agenda.models import AgendaPage, EventPage

from .occurrences import Occurrence, in_days

#: How far ahead the next events are looked for.
AHEAD = dt.timedelta(days=400)


@dataclass(frozen=True, slots=True)
class CalendarOfSite:
    """The calendar of a microsite, as a choice of the filter `sitio`."""

    slug: str  # of the microsite, in the default language
    label: str
    paths: tuple[str, ...]  # tree paths of the calendar, one for each language


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters that stand in the address: `estado` (INEGI key), `tipo` (kind), `sitio` (slug of a microsite)."""

    state: str = ""
    kind: str = ""
    site: CalendarOfSite | None = None

    @property
    def query(self) -> str:
        """What follows the address of every view and feed, to keep the filters; "" without any."""
        values = QueryDict(mutable=True)
        for name, value in (
            ("estado", self.state),
            ("tipo", self.kind),
            ("sitio", self.site.slug if self.site else ""),
        ):
            if value:
                values[name] = value
        return f"?{values.urlencode()}" if values else ""

    def apply(self, events: QuerySet[EventPage]) -> QuerySet[EventPage]:
        if self.state:
            events = events.filter(state=self.state)
        if self.kind:
            events = events.filter(kind=self.kind)
        if self.site:
            events = events.filter(_below(self.site.paths))
        return events


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days that have events; `last` of a calendar with endless repetitions is AHEAD of today."""

    first: dt.date
    last: dt.date


def _default_locale_id() -> int | None:
    code = settings.LANGUAGE_CODE
    return next((pk for pk, locale in locales().items() if locale.language_code == code), None)


def events_in(locale_id: int) -> QuerySet[EventPage]:
    """The public events shown in a language: its own, and those of the default one that have no translation in it."""
    default = _default_locale_id()
    shown = Q(locale=locale_id)
    if default is not None and default != locale_id:
        own = EventPage.objects.filter(translation_key=OuterRef("translation_key"), locale=locale_id, live=True)
        shown |= Q(Q(locale=default), ~Exists(own.order_by()))
    return public(EventPage.objects.filter(shown)).defer("body")


def events_of(calendar: AgendaPage) -> QuerySet[EventPage]:
    """The public events that a calendar shows."""
    events = events_in(calendar.locale_id)
    if calendar.shows_everything:
        return events
    versions = AgendaPage.objects.filter(translation_key=calendar.translation_key)
    return events.filter(_below(tuple(versions.values_list("path", flat=True))))


def _below(paths: Sequence[str]) -> Q:
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    return condition


def in_window(events: QuerySet[EventPage], first: dt.date, last: dt.date) -> QuerySet[EventPage]:
    """The events that may have an occurrence in the days first … last; one indexed comparison."""
    return events.filter(Q(last_day__gte=first) | Q(last_day=None), first_day__lte=last)


def occurrences(events: QuerySet[EventPage], first: dt.date, last: dt.date) -> list[Occurrence]:
    """The occurrences of these events in the days first … last; one query."""
    found = in_window(events, first, last)
    return in_days(with_locale(found), first, last)


def with_locale(events: QuerySet[EventPage]) -> list[EventPage]:
    """The events, each with its language, so that asking for their addresses costs no query."""
    known = locales()
    found = list(events)
    for event in found:
        event.locale = known[event.locale_id]
    return found


def upcoming_of(calendar: AgendaPage | None, *, limit: int, filters: Filters | None = None) -> list[Occurrence]:
    """See `agenda.services.upcoming`."""
    if calendar is not None:
        events = events_of(calendar)
    else:
        code = get_language() or settings.LANGUAGE_CODE
        locale_id = next((pk for pk, known in locales().items() if known.language_code == code), None)
        events = events_in(locale_id or _default_locale_id() or 0)
    return next_ones((filters or Filters()).apply(events), limit=limit)


def next_ones(events: QuerySet[EventPage], *, limit: int) -> list[Occurrence]:
    """The next occurrence of each event that is not over at this moment: a daily one does not hide the others."""
    now = timezone.now()
    today = timezone.localdate()
    # A zone east of ours may be a day ahead, one west of it a day behind.
    found = occurrences(events, today - dt.timedelta(days=1), today + AHEAD)
    soonest: dict[int, Occurrence] = {}
    for item in sorted(found, key=lambda item: item.starts_at):
        if item.ends_at >= now:
            soonest.setdefault(item.event.pk, item)
    return list(soonest.values())[:limit]


def latest_ones(events: QuerySet[EventPage], *, limit: int) -> list[Occurrence]:
    """The last occurrences of events that are over, newest first, for a calendar with nothing ahead."""
    today = timezone.localdate()
    past = with_locale(events.filter(last_day__lt=today).order_by("-last_day", "title")[:limit])
    found = [item for event in past for item in in_days([event], event.last_day, event.last_day)[-1:]]  # type: ignore[arg-type]
    return sorted(found, key=lambda item: item.starts_at, reverse=True)


def undated(events: QuerySet[EventPage]) -> list[EventPage]:
    """The events whose day is not known, latest first as far as it is."""
    from acervo.base import dates

    def known(event: EventPage) -> tuple[int, str]:
        limits = dates.bounds(event.when_edtf) if event.when_edtf else None
        return (-limits[0].toordinal() if limits else 0, event.title)

    return sorted(with_locale(events.filter(first_day=None)), key=known)


def bounds_of(events: QuerySet[EventPage]) -> Bounds | None:
    """The first and the last day with events; None of a calendar without a dated one. One query."""
    endless = Count("pk", filter=Q(last_day=None, first_day__isnull=False))
    found = events.order_by().aggregate(first=Min("first_day"), last=Max("last_day"), endless=endless)
    if found["first"] is None:
        return None
    last = found["last"] or found["first"]
    if found["endless"]:
        last = max(last, timezone.localdate() + AHEAD)
    return Bounds(found["first"], last)


# --- Filters --------------------------------------------------------------------------------------------
def sites_of(calendar: AgendaPage) -> list[CalendarOfSite]:
    """The calendars of microsites that this one gathers; two queries."""
    if not calendar.shows_everything:
        return []
    pages = list(public(AgendaPage.objects.filter(depth__gt=calendar.depth)).order_by("path"))
    above = {page.path[: -page.steplen] for page in pages}
    parents = {page.path: page for page in Page.objects.filter(path__in=above)} if above else {}
    default = _default_locale_id()
    by_key: dict[Any, list[AgendaPage]] = {}
    for page in pages:
        by_key.setdefault(page.translation_key, []).append(page)
    found = []
    for versions in by_key.values():
        named = next((page for page in versions if page.locale_id == default), versions[0])
        shown = next((page for page in versions if page.locale_id == calendar.locale_id), named)
        found.append(
            CalendarOfSite(
                slug=parents[named.path[: -named.steplen]].slug,
                label=parents[shown.path[: -shown.steplen]].title,
                paths=tuple(page.path for page in versions),
            )
        )
    return found


def filters_of(parameters: QueryDict, sites: Sequence[CalendarOfSite]) -> Filters:
    """The filters that the address asks for; values that cannot be are dropped."""
    state, kind, site = (parameters.get(name, "") for name in ("estado", "tipo", "sitio"))
    return Filters(
        state=state if state in STATE_NAMES else "",
        kind=kind if kind in Kind.values else "",
        site=next((item for item in sites if item.slug == site), None),
    )


def choices_of(
    events: QuerySet[EventPage], filters: Filters, sites: Sequence[CalendarOfSite]
) -> dict[str, list[Choice]]:
    """What each filter offers: only values that some event of the calendar has. One query."""
    pairs = set(events.order_by().values_list("state", "kind").distinct())
    states = {state for state, _kind in pairs if state} | ({filters.state} - {""})
    kinds = {kind for _state, kind in pairs} | ({filters.kind} - {""})
    return {
        "estado": [Choice(key, name, key == filters.state) for key, name in STATE_NAMES.items() if key in states],
        "tipo": [Choice(key, str(label), key == filters.kind) for key, label in Kind.choices if key in kinds],
        "sitio": [
            Choice(item.slug, item.label, bool(filters.site and item.slug == filters.site.slug)) for item in sites
        ],
    }
