"""The calendar of a microsite on its front page: the month with its links, and what comes next. Five queries at most."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from acervo.base.publicity import public
from agenda.models import AgendaPage
from agenda.services import grid, listing, rows
from observatorio.models import ObservatoryPage

NEXT = 4


@dataclass(frozen=True, slots=True)
class SmallCalendar:
    """`weeks` as `agenda.services.grid.weeks_of` gives them, each cell with `url` if something happens that day.

    `past`: nothing is ahead, so `rows` tells what happened last.
    """

    title: str
    url: str
    month_title: str
    month_url: str
    weekdays: list[dict[str, str]]
    weeks: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    past: bool


def calendar_of(front: ObservatoryPage, request: Any, *, on: dt.date | None = None) -> SmallCalendar | None:
    """The calendar right below the front page; None if it has none that is public."""
    calendar = public(AgendaPage.objects.child_of(front)).select_related("locale").first()
    if calendar is None:
        return None
    day = on or timezone.localdate()
    first, last = day.replace(day=1), grid.last_day_of(day.year, day.month)
    base = calendar.get_url(request) or ""
    events = listing.events_of(calendar)
    days = rows.by_day(listing.occurrences(events, first, last), first, last, request=request)
    weeks = grid.weeks_of(day.year, day.month, days, today=day)
    for week in weeks:
        for cell in week["cells"]:
            busy = cell["inside"] and cell["count"]
            cell["url"] = f"{base}{cell['day']:%Y/%m/%d}/" if busy else ""
    ahead = listing.next_ones(events, limit=NEXT)
    shown = ahead or listing.latest_ones(events, limit=NEXT)
    return SmallCalendar(
        title=calendar.title,
        url=base,
        month_title=capfirst(_("%(month)s de %(year)s") % {"month": MONTHS[day.month], "year": day.year}),
        month_url=f"{base}{day:%Y/%m}/",
        weekdays=grid.weekday_heads(),
        weeks=weeks,
        rows=[rows.row_of(item, request=request) for item in shown],
        past=not ahead,
    )
