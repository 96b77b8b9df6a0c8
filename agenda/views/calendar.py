"""The views of a calendar: today, year, month, week and day. All are plain pages; nothing needs JavaScript."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.models import AgendaPage
from agenda.services import grid, listing, rows, words

#: Months around those that have events in which search engines may still walk.
MARGIN = 12
UPCOMING = 10
PER_MONTH_OF_YEAR = 12


class _View:
    """What every view of a calendar needs: its events, the filters, the way to the other views."""

    def __init__(self, request: HttpRequest, page: AgendaPage) -> None:
        self.request = request
        self.page = page
        self.base = page.get_url(request) or "/"
        sites = listing.sites_of(page)
        self.filters = listing.filters_of(request.GET, sites)
        self.all_events = listing.events_of(page)
        self.events = self.filters.apply(self.all_events)
        self.bounds = listing.bounds_of(self.all_events)
        self.choices = listing.choices_of(self.all_events, self.filters, sites)
        self.today = timezone.localdate()

    def link(self, rest: str) -> str:
        """An address below the calendar, with the filters."""
        return f"{self.base}{rest}{self.filters.query}"

    def month_link(self, when: tuple[int, int] | None) -> dict[str, Any] | None:
        if when is None:
            return None
        year, month = when
        first = dt.date(year, month, 1)
        return {
            "url": self.link(month_path(year, month)),
            "label": month_name(year, month),
            "nofollow": self.is_far(first, grid.last_day_of(year, month)),
        }

    def is_far(self, first: dt.date, last: dt.date) -> bool:
        """Whether the days first … last lie more than MARGIN months from any event: nothing to find for a crawler."""
        if self.bounds is None:
            return True
        return (
            _months(last) < _months(self.bounds.first) - MARGIN or _months(first) > _months(self.bounds.last) + MARGIN
        )

    def render(self, template: str, *, heading: str, first: dt.date, last: dt.date, **extra: Any) -> HttpResponse:
        host = f"{self.request.get_host()}{self.base}calendario.ics{self.filters.query}"
        context = {
            **self.page.get_context(self.request),
            "heading": heading,
            "first": first,
            "base": self.base,
            "filters": self.filters,
            "query": self.filters.query,
            "choices": self.choices,
            "chosen": any((self.filters.state, self.filters.kind, self.filters.site)),
            "noindex": self.is_far(first, last),
            "today_link": self.link(month_path(self.today.year, self.today.month)),
            "year_link": self.link(f"{first.year}/"),
            "ics_url": f"{self.base}calendario.ics{self.filters.query}",
            "webcal_url": f"webcal://{host}",
            "feed_address": f"{self.request.scheme}://{host}",
            "rss_url": f"{self.base}rss.xml{self.filters.query}",
            **extra,
        }
        return TemplateResponse(self.request, template, context)

    def month_context(self, year: int, month: int, found=None) -> dict[str, Any]:
        first, last = dt.date(year, month, 1), grid.last_day_of(year, month)
        if found is None:
            found = listing.occurrences(self.events, first, last)
        days = rows.by_day(found, first, last, request=self.request)
        title = capfirst(month_name(year, month))
        iso = first.isocalendar()
        return {
            "first": first,
            "month_title": title,
            "weekdays": grid.weekday_heads(),
            "weeks": grid.weeks_of(year, month, days, today=self.today),
            "groups": rows.by_start(found, first, request=self.request),
            "event_count": len(found),
            "previous": self.month_link(grid.month_before(year, month)),
            "following": self.month_link(grid.month_after(year, month)),
            "week_link": self.link(week_path(iso.year, iso.week)) if iso.year >= grid.FIRST_YEAR else "",
            "month_base": f"{self.base}{month_path(year, month)}",
        }


def month_name(year: int, month: int) -> str:
    return _("%(month)s de %(year)s") % {"month": MONTHS[month], "year": year}


def month_path(year: int, month: int) -> str:
    return f"{year}/{month:02d}/"


def week_path(year: int, week: int) -> str:
    return f"{year}/semana/{week:02d}/"


def _months(day: dt.date) -> int:
    return day.year * 12 + day.month


def _number(text: str, *, least: int, most: int) -> int:
    """A number of an address. Raises Http404 for anything else or out of its limits."""
    if text.isascii() and text.isdigit() and len(text) <= 2 and least <= int(text) <= most:
        return int(text)
    raise Http404(_("Esa fecha no existe."))


def _year(year: int) -> int:
    if not grid.FIRST_YEAR <= year <= grid.LAST_YEAR:
        raise Http404(_("El calendario va de 1900 a 2100."))
    return year


def _canonical(request: HttpRequest, page: AgendaPage, rest: str, written: str) -> HttpResponse | None:
    """A redirect to the one form of an address (`2017/05/`, never `2017/5/`), with its parameters."""
    if rest == written:
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{page.get_url(request)}{rest}{f'?{query}' if query else ''}")


def now(request: HttpRequest, page: AgendaPage) -> HttpResponse:
    """This month, the next events and those without a day."""
    view = _View(request, page)
    today = view.today
    last = grid.last_day_of(today.year, today.month)
    next_rows = [
        rows.row_of(item, request=request) for item in listing.next_ones(view.events, limit=UPCOMING)
    ]  # fmt: skip
    latest = []
    if not next_rows:
        latest = [rows.row_of(item, request=request) for item in listing.latest_ones(view.events, limit=UPCOMING)]
    vague = [rows.undated_row(event, request=request) for event in listing.undated(view.events)]
    return view.render(
        "agenda/now.html", heading=page.title, last=last, **view.month_context(today.year, today.month),
        upcoming=next_rows, latest=latest, undated=vague,
    )  # fmt: skip


def month(request: HttpRequest, page: AgendaPage, year: int, month: str) -> HttpResponse:
    number = _number(month, least=1, most=12)
    _year(year)
    if redirect := _canonical(request, page, month_path(year, number), f"{year}/{month}/"):
        return redirect
    view = _View(request, page)
    context = view.month_context(year, number)
    near = {} if context["groups"] else _nearest(view, context["first"], grid.last_day_of(year, number))
    return view.render(
        "agenda/month.html", heading=context["month_title"], last=grid.last_day_of(year, number), **context, **near
    )


def _nearest(view: _View, first: dt.date, last: dt.date) -> dict[str, Any]:
    """For a month without events: the last month before it and the first after it that have some,
    and how many events have no day at all; three queries."""
    before = view.events.filter(last_day__lt=first).order_by("-last_day").values_list("last_day", flat=True).first()
    after = view.events.filter(first_day__gt=last).order_by("first_day").values_list("first_day", flat=True).first()
    return {
        "month_before": view.month_link((before.year, before.month)) if before else None,
        "month_after": view.month_link((after.year, after.month)) if after else None,
        "undated_count": view.events.filter(first_day=None).count(),
    }


def year(request: HttpRequest, page: AgendaPage, year: int) -> HttpResponse:
    """The twelve months of a year, each with its first events, and the events known only to that year."""
    from acervo.base import dates

    _year(year)
    view = _View(request, page)
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    found = listing.occurrences(view.events, first, last)
    months = []
    for number in range(1, 13):
        own = [item for item in found if max(item.first_day, first).month == number]
        months.append(
            {
                **(view.month_link((year, number)) or {}),
                "name": capfirst(str(MONTHS[number])),
                "rows": [rows.row_of(item, request=request) for item in own[:PER_MONTH_OF_YEAR]],
                "more": max(len(own) - PER_MONTH_OF_YEAR, 0),
            }
        )
    vague = []
    for event in listing.undated(view.events):
        limits = dates.bounds(event.when_edtf) if event.when_edtf else None
        if limits and limits[0].year <= year <= limits[1].year:
            vague.append(rows.undated_row(event, request=request))
    around = {
        name: {"url": view.link(f"{value}/"), "label": str(value), "nofollow": view.is_far(
            dt.date(value, 1, 1), dt.date(value, 12, 31))}
        if grid.FIRST_YEAR <= value <= grid.LAST_YEAR else None
        for name, value in (("previous", year - 1), ("following", year + 1))
    }  # fmt: skip
    return view.render(
        "agenda/year.html", heading=str(year), first=first, last=last, year=year, months=months, undated=vague,
        event_count=len(found), **around,
    )  # fmt: skip


def week(request: HttpRequest, page: AgendaPage, year: int, week: str) -> HttpResponse:
    """An ISO 8601 week, Monday to Sunday."""
    _year(year)
    number = _number(week, least=1, most=53)
    try:
        first = dt.date.fromisocalendar(year, number, 1)
    except ValueError as error:
        raise Http404(_("Ese año no tiene esa semana.")) from error
    if redirect := _canonical(request, page, week_path(year, number), f"{year}/semana/{week}/"):
        return redirect
    view = _View(request, page)
    last = first + dt.timedelta(days=6)
    days = rows.by_day(listing.occurrences(view.events, first, last), first, last, request=request)
    shown = []
    for offset in range(7):
        one = first + dt.timedelta(days=offset)
        named = grid.holidays_of(one.year).get(one, "")
        shown.append({"day": one, "label": words.day(one), "today": one == view.today, "holiday": named,
                      "rows": days.get(one, [])})  # fmt: skip
    around: dict[str, Any] = {}
    for name, day_ in (("previous", first - dt.timedelta(days=7)), ("following", first + dt.timedelta(days=7))):
        iso = day_.isocalendar()
        inside = grid.FIRST_YEAR <= iso.year <= grid.LAST_YEAR
        around[name] = {
            "url": view.link(week_path(iso.year, iso.week)),
            "label": _("semana %(n)d de %(year)d") % {"n": iso.week, "year": iso.year},
            "nofollow": view.is_far(day_, day_ + dt.timedelta(days=6)),
        } if inside else None  # fmt: skip
    heading = _("Semana %(n)d de %(year)d") % {"n": number, "year": year}
    return view.render(
        "agenda/week.html", heading=heading, first=first, last=last, days=shown,
        caption=_("Del %(first)s al %(last)s") % {"first": words.day(first), "last": words.day(last)},
        month_link=view.month_link((first.year, first.month)) if first.year >= grid.FIRST_YEAR else None, **around,
    )  # fmt: skip


def day(request: HttpRequest, page: AgendaPage, year: int, month: str, day: str) -> HttpResponse:
    """Everything that happens on one day."""
    _year(year)
    number = _number(month, least=1, most=12)
    try:
        one = dt.date(year, number, _number(day, least=1, most=31))
    except ValueError as error:
        raise Http404(_("Esa fecha no existe.")) from error
    if redirect := _canonical(request, page, f"{month_path(year, number)}{one.day:02d}/", f"{year}/{month}/{day}/"):
        return redirect
    view = _View(request, page)
    found = rows.by_day(listing.occurrences(view.events, one, one), one, one, request=request).get(one, [])
    return view.render(
        "agenda/day.html", heading=words.day(one), first=one, last=one, rows=found, day=one,
        holiday=grid.holidays_of(year).get(one, ""), month_link=view.month_link((year, number)),
    )  # fmt: skip
