"""What the address of the board asks for: view, day, order, filters, page. Nothing in an address can break the page."""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from estados.enums import Voice

from .aging import today_of

VIEWS: dict[str, Promise] = {
    "tabla": gettext_lazy("Tabla"),
    "linea": gettext_lazy("Línea de tiempo"),
    "ods": gettext_lazy("Por ODS"),
    "temas": gettext_lazy("Por tema"),
    "instituciones": gettext_lazy("Por institución"),
}
FILTERS = ("q", "plan", "tema", "ods", "institucion", *Voice.values, "desacuerdo", "atraso")
#: Nothing was promised in a local plan before; a day long past would only show an empty board.
EARLIEST = dt.date(2011, 1, 1)
LONGEST = 100  # letters of a value
_DAY, _ORDER = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), re.compile(r"-?[a-z]{1,15}")


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """`on` is today in the state unless `al` asks for a day that was.
    `day_error`: a sentence about a day that cannot be shown, which quotes it; today is shown instead."""

    view: str
    on: dt.date
    today: dt.date
    order: str
    page: str
    filters: dict[str, str] = field(default_factory=dict)
    day_error: str = ""

    @property
    def is_past(self) -> bool:
        return self.on < self.today

    def url(self, **changes: str) -> str:
        """This address with some of its parameters changed (empty: taken out); the page begins anew."""
        values = {
            "vista": self.view if self.view != "tabla" else "",
            "al": self.on.isoformat() if self.is_past else "",
            "orden": self.order,
            **self.filters,
        } | changes
        if values.get("vista") == "tabla":
            values["vista"] = ""
        query = urlencode({name: value for name, value in values.items() if value})
        return f"?{query}" if query else "?"

    def keeping(self, names: Collection[str]) -> "BoardQuery":
        """Without the filters that are not among `names`."""
        return replace(self, filters={name: text for name, text in self.filters.items() if name in names})

    def without_filters(self) -> str:
        return self.url(**dict.fromkeys(self.filters, ""))


def read(parameters: QueryDict, state: str) -> BoardQuery:
    """Never raises: what means nothing is left out, and a day that cannot be shown says why."""

    def value(name: str) -> str:
        return parameters.get(name, "").replace("\x00", "").strip()[:LONGEST]

    today = today_of(state)
    asked = value("al")
    on, error = read_day(asked, today)
    return BoardQuery(
        view=value("vista") if value("vista") in VIEWS else "tabla",
        on=on,
        today=today,
        order=order if _ORDER.fullmatch(order := value("orden")) else "",
        page=value("page"),
        filters={name: text for name in FILTERS if (text := value(name))},
        day_error=error,
    )


def read_day(asked: str, today: dt.date) -> tuple[dt.date, str]:
    """The day to show, and why it is not the one that was asked for (a sentence, or empty)."""
    if not asked:
        return today, ""
    try:
        day = dt.date.fromisoformat(asked) if _DAY.fullmatch(asked) else None
    except ValueError:  # 2017-02-30
        day = None
    if day is None:
        return today, _(
            "«%(asked)s» no es una fecha. Escriba año, mes y día, como 2017-06-30. Se muestra lo que hay hoy."
        ) % {"asked": asked}
    if day > today:
        return today, _("El %(asked)s todavía no llega. Se muestra lo que hay hoy.") % {"asked": asked}
    if day < EARLIEST:
        return today, _("El tablero comienza en %(year)d: elija una fecha posterior. Se muestra lo que hay hoy.") % {
            "year": EARLIEST.year
        }
    return day, ""
