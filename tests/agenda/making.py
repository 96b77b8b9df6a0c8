"""Calendars and events to test with, published as an editor publishes them."""

import datetime as dt
from html.parser import HTMLParser
from typing import Any

from agenda import zones
from agenda.models import AgendaPage, EventPage


def calendar(parent: Any, title: str = "Agenda", slug: str = "agenda", **fields: Any) -> AgendaPage:
    parent.refresh_from_db()
    page = parent.add_child(instance=AgendaPage(title=title, slug=slug, locale=parent.locale, **fields))
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def event(
    parent: AgendaPage, title: str = "Reunión", start: str = "", end: str = "", *, live: bool = True, **fields: Any
) -> EventPage:
    """`start` and `end` are wall times (`2026-05-05 10:00`) of the event's zone; a day alone is an event of whole days."""
    state = fields.setdefault("state", "32")
    zone = fields.setdefault("time_zone", zones.zone_of_state(state))
    if start:
        fields.setdefault("all_day", len(start) == 10)
        fields["start"] = zones.to_instant(dt.datetime.fromisoformat(start), zone)
    if end:
        fields["end"] = zones.to_instant(dt.datetime.fromisoformat(end), zone)
    page = EventPage(title=title, locale=parent.locale, live=live, **fields)
    parent.refresh_from_db()
    parent.add_child(instance=page)
    if live:
        page.save_revision().publish()
    page.refresh_from_db()
    return page


def edit(page: EventPage, **changes: Any) -> EventPage:
    """Change and publish, as an editor does."""
    page = EventPage.objects.get(pk=page.pk)
    draft = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


class Tables(HTMLParser):
    """The first table of a page as a person reads it: caption, heads, and the text and links of each cell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.caption = ""
        self.heads: list[tuple[str, str]] = []  # (letter, full name)
        self.rows: list[list[dict[str, Any]]] = []
        self._in: list[str] = []
        self._done = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if self._done:
            return
        if tag == "table" or self._in:
            if tag not in ("br", "path", "circle", "rect", "line", "img"):
                self._in.append(tag)
            if tag == "th":
                self.heads.append(("", found.get("abbr") or ""))
                assert found.get("scope") == "col"
            if tag == "tr":
                self.rows.append([])
            if tag == "td":
                self.rows[-1].append({"text": "", "links": [], "current": found.get("aria-current")})
            if tag == "a" and self.rows and self.rows[-1]:
                self.rows[-1][-1]["links"].append(found["href"])

    def handle_endtag(self, tag: str) -> None:
        if self._in:
            while self._in and self._in.pop() != tag:
                pass
            self._done = not self._in

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if not text or self._done:
            return
        if "caption" in self._in:
            self.caption += text
        elif "th" in self._in:
            self.heads[-1] = (self.heads[-1][0] + text, self.heads[-1][1])
        elif "td" in self._in:
            cell = self.rows[-1][-1]
            cell["text"] = f"{cell['text']} {text}".strip()

    @property
    def weeks(self) -> list[list[dict[str, Any]]]:
        return [row for row in self.rows if row]

    def cell(self, day: int) -> dict[str, Any]:
        """The cell of a day of the month."""
        for row in self.weeks:
            for cell in row:
                if cell["text"].split(" ")[0] == str(day):
                    return cell
        raise AssertionError(f"no cell for day {day}")
