"""What happened to a monument, in order: phases of construction, works, visits; as far as the public may see it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from acervo.base import dates
from observatorio.models import Condition

from .public_version import PublicMonument
from .works import PublicWork


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline. `kind`: «fase», «obra» or «visita»; `iso` is empty for a date of a person's wording."""

    kind: str
    when: dt.date
    iso: str
    date: str
    what: str
    note: str = ""
    url: str = ""


def timeline(monument: PublicMonument, works: Iterable[PublicWork], visits: Iterable[Any]) -> list[Moment]:
    """Oldest first. `visits` have `date` and `condition`; the condition is told only where its field is public."""
    moments = [_phase(phase) for phase in monument.phases]
    if not moments and (found := dates.bounds(monument.dating)):
        moments.append(
            Moment("fase", found[0], _iso(monument.dating), dates.display(monument.dating), _("Construcción"))
        )
    for work in works:
        for event in work.events:
            if event.date is not None:  # of some works no day is known
                moments.append(_dated("obra", event.date, f"{event.label}: {work.title}", url=work.get_absolute_url()))
    shows_condition = "condition" not in monument.hidden
    for visit in visits:
        known = shows_condition and visit.condition in Condition.values
        text = (
            _("Inspección: estado {condition}").format(condition=str(Condition(visit.condition).label).lower())
            if known else _("Inspección")
        )  # fmt: skip
        moments.append(_dated("visita", visit.date, text))
    return sorted(moments, key=lambda moment: moment.when)


def _phase(phase: Any) -> Moment:
    found = dates.bounds(phase.date)
    return Moment(
        "fase", found[0] if found else dt.date.min, _iso(phase.date), dates.display(phase.date), phase.description,
        phase.authors,
    )  # fmt: skip


def _dated(kind: str, day: dt.date, what: str, *, url: str = "") -> Moment:
    return Moment(kind, day, day.isoformat(), formats.date_format(day, "DATE_FORMAT"), what, url=url)


def _iso(text: str) -> str:
    """What the `datetime` of a <time> may hold: a year, a month or a day."""
    return text if len(text) in (4, 7, 10) and text.replace("-", "").isdigit() else ""
