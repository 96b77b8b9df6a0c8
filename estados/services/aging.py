"""When a report grows old: pure functions on dates.

Rule: whoever has a voice reports at least every `PERIOD_MONTHS` months, the interval between monitorings of the local
co-creation method (step 6). A report is up to date until the same day of the month six months later, that day
included (the last day of the month where it has no such day); after it, it is amber until the next report. The rule has no exceptions: a
commitment that was said to be complete is looked at again too.
"""

import datetime as dt
from calendar import monthrange

from django.utils import timezone
from django.utils.translation import gettext

from agenda.zones import to_wall, zone_of_state
from estados.enums import Freshness

__all__ = ["PERIOD_MONTHS", "Freshness", "add_months", "freshness_on", "next_due", "rule", "today_of"]

PERIOD_MONTHS = 6


def rule() -> str:
    """The rule as the page says it."""
    return gettext(
        "Cada voz informa al menos cada %(months)d meses, el plazo de monitoreo del método. Si pasa más tiempo sin "
        "informe, su situación se marca en ámbar: «Sin informe reciente». Sin informe no hay avance que mostrar: «Sin "
        "información» no es 0 %%."
    ) % {"months": PERIOD_MONTHS}


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` later, or the last of that month where it has no such day: 31 August + 6 → 28 February."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_due(reported: dt.date) -> dt.date:
    """The last day on which a report made on `reported` is up to date."""
    return add_months(reported, PERIOD_MONTHS)


def freshness_on(reported: dt.date | None, on: dt.date) -> Freshness:
    """How old the report made on `reported` (None: there is none) is on the day `on`."""
    if reported is None or reported > on:
        return Freshness.NONE
    return Freshness.STALE if on > next_due(reported) else Freshness.FRESH


def today_of(state: str, at: dt.datetime | None = None) -> dt.date:
    """The date that calendars show in the state (INEGI key; «00» the nation) at the moment `at`, now by default."""
    return to_wall(at or timezone.now(), zone_of_state(state)).date()
