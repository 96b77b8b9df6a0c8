"""The parameters of the inventory's API, checked by hand so that a refusal names each and says in Spanish how to mend it."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from acervo.base.api import Problem
from observatorio.services.inventory_listing import KINDS, Filters

from .api_schema import MOST, SORTS, USUAL

PAGING = ("page", "page_size", "updated_since")


@dataclass(slots=True)
class Asked:
    """What can be used of a request, with defaults for the rest; `problems` says what cannot."""

    page: int = 1
    page_size: int = USUAL
    updated_since: dt.datetime | None = None
    sort: str = "nombre"
    problems: list[Problem] = field(default_factory=list)

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size


def read(data: QueryDict, *names: str) -> Asked:
    """Paging and `updated_since`; any parameter but these and `names` is a problem."""
    asked = Asked()
    known = (*names, *PAGING)
    reason = _("El parámetro «%(name)s» no existe; los que hay son: %(names)s.")
    asked.problems += [
        Problem(name, reason % {"name": name[:50], "names": ", ".join(known)}) for name in data if name not in known
    ]
    asked.page = _number(asked, data, "page", default=1, most=1_000_000)
    asked.page_size = _number(asked, data, "page_size", default=USUAL, most=MOST)
    asked.updated_since = _moment(asked, data, "updated_since")
    return asked


def read_monuments(data: QueryDict) -> tuple[Asked, Filters]:
    """Also the listing's filters, whose values must exist where the vocabulary is closed."""
    asked = read(data, "q", *KINDS, "sort")
    filters = Filters.from_query(data)
    for name, value in filters.unknown:
        if name in KINDS:
            asked.problems.append(_not_one_of(name, value, sorted(KINDS[name].values or ())))
    sort = data.get("sort", "").strip()
    if sort in SORTS:
        asked.sort = sort
    elif sort:
        asked.problems.append(_not_one_of("sort", sort, SORTS))
    return asked, filters


def one_of(asked: Asked, data: QueryDict, name: str, allowed: Collection[str]) -> list[str]:
    """The values of a repeatable parameter with a closed list."""
    values = [value.strip() for value in data.getlist(name) if value.strip()]
    asked.problems += [_not_one_of(name, value, allowed) for value in values if value not in allowed]
    return values


def _not_one_of(name: str, value: str, allowed: Iterable[str]) -> Problem:
    reason = _("«%(name)s» no puede ser «%(value)s»; escriba uno de estos: %(choices)s.")
    return Problem(name, reason % {"name": name, "value": value[:50], "choices": ", ".join(allowed)})


def _number(asked: Asked, data: QueryDict, name: str, *, default: int, most: int) -> int:
    value = data.get(name, "").strip()
    if not value:
        return default
    if value.isascii() and value.isdigit() and len(value) < 8 and 0 < int(value) <= most:
        return int(value)
    reason = _("«%(name)s» no puede ser «%(value)s»; escriba un número entero entre 1 y %(most)s.")
    asked.problems.append(Problem(name, reason % {"name": name, "value": value[:50], "most": most}))
    return default


def _moment(asked: Asked, data: QueryDict, name: str) -> dt.datetime | None:
    """A day (from its first second, by the site's clock) or an instant; without a zone, by the site's clock."""
    value = data.get(name, "").strip().replace(" ", "+")  # a «+» that was not escaped arrives as a space
    if not value:
        return None
    try:
        moment = parse_datetime(value) if "T" in value else None
        day = parse_date(value) if moment is None else None
        if moment is None and day is not None:
            moment = dt.datetime.combine(day, dt.time.min)
        if moment is not None:
            return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    except (ValueError, OverflowError):
        pass  # told below, like any other text that is no date
    reason = _("«%(name)s» no puede ser «%(value)s»; escriba una fecha como 2026-01-31 o 2026-01-31T10:00:00-06:00.")
    asked.problems.append(Problem(name, reason % {"name": name, "value": value[:50]}))
    return None
