"""The calendars of the demonstration: the agenda of the site, that of the observatory, and their events.

`content/events.csv`: dates as `2020-05-06` or `2020-05-06 12:00` in the wall time of the event's state; `days` and
`organisers` are parted by `|`; an event without `start` is known only by `words` and `edtf`.
"""

import csv
import datetime as dt
from typing import Any

from agenda import zones
from agenda.models import AgendaPage, EventPage
from observatorio.models import ObservatoryPage

from .content import CONTENT
from .markup import to_html
from .site_pages import Tree
from .translate import html_words, plain_words, translate

AGENDA = {
    "title": "Agenda", "title_en": "Calendar", "slug": "agenda", "slug_en": "calendar",
    "intro": "Reuniones, foros, cursos y firmas del gobierno abierto en los estados, por fecha.",
    "intro_en": "Meetings, forums, courses and signings of open government in the states, by date.",
}  # fmt: skip
HERITAGE = {
    "title": "Reuniones y Actividades", "title_en": "Meetings and activities",
    "slug": "agenda", "slug_en": "calendar",
    "intro": "Lo que hacen las instituciones que cuidan el sitio y arman el inventario.",
    "intro_en": "What the institutions that look after the site and make the inventory do.",
}  # fmt: skip


def read_events() -> list[dict[str, str]]:
    """The rows of `content/events.csv`."""
    with (CONTENT / "events.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def make_events(tree: Tree) -> None:
    """Make the calendars and publish their events; nothing if the site has an agenda already."""
    if AgendaPage.objects.child_of(tree.home).exists():
        return
    calendars = {"": _calendar(tree, tree.home, AGENDA)}
    observatory = ObservatoryPage.objects.child_of(tree.home).first()
    if observatory is not None:
        calendars["observatorio"] = _calendar(tree, observatory, HERITAGE)
    for row in read_events():
        _publish(calendars.get(row["calendar"], calendars[""]), event_of(row))


def event_of(row: dict[str, str]) -> EventPage:
    """A row as an unsaved event."""
    zone = zones.zone_of_state(row["state"])
    start, whole_day = _moment(row["start"], zone)
    end, _whole = _moment(row["end"], zone)
    return EventPage(
        title=row["title"], slug=row["slug"], kind=row["kind"], status=row["status"], start=start, end=end,
        all_day=whole_day, time_zone=zone, rdates=row["days"].replace("|", "\n"), date_text=row["words"],
        when_edtf=row["edtf"], place=row["place"], state=row["state"], summary=row["summary"],
        organisers=row["organisers"].replace("|", "\n"), rrule=row["rule"],
    )  # fmt: skip


def _moment(text: str, zone: str) -> tuple[dt.datetime | None, bool]:
    """The moment of a wall time, and whether only its day is known."""
    if not text:
        return None, False
    return zones.to_instant(dt.datetime.fromisoformat(text), zone), len(text) == 10


def _calendar(tree: Tree, parent: Any, texts: dict[str, str]) -> AgendaPage:
    made = AgendaPage(
        title=texts["title"], slug=texts["slug"], intro=to_html(texts["intro"]), show_in_menus=parent.depth == 2
    )
    calendar = _publish(parent, made)
    words = plain_words((texts["title"], texts["title_en"]), (texts["slug"], texts["slug_en"]))
    words |= html_words(to_html(texts["intro"]), to_html(texts["intro_en"]))
    translate(calendar, words, locale=tree.english)
    return calendar


def _publish(parent: Any, page: Any) -> Any:
    parent.refresh_from_db()
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page
