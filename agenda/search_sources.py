"""Events and calendars in the public search."""

from typing import Any

from django.utils.translation import override

from agenda.models import AgendaPage, EventPage
from agenda.services.words import when_of
from documents.search_sources import PageSource, plain
from search.registry import Entry


class AgendaSource(PageSource):
    """Calendars, by their title and introduction."""

    name = "agenda"
    model = AgendaPage
    kind = "agenda"

    def text(self, page: AgendaPage) -> str:
        return plain(page.intro)


class EventSource(PageSource):
    """Events, dated by their first day; one that is known vaguely only has its words and no date."""

    name = "event"
    model = EventPage
    kind = "evento"

    def entry(self, page: EventPage, url: str, shown_in: tuple[str, ...], prepared: Any) -> Entry:
        with override(page.locale.language_code):
            date_label = when_of(page)
            words = [
                page.summary, str(page.get_kind_display()), page.get_status_display(), date_label, page.place,
                page.address, page.state_name, *page.organiser_list, self.text(page),
            ]  # fmt: skip
        return Entry(
            id=f"{self.name}:{page.pk}",
            kind=self.kind,
            title=page.title,
            url=url,
            summary=page.summary or page.search_description,
            text="\n".join(filter(None, words)),
            date=page.first_day,
            date_label=date_label,
            state=page.state_name,
            language=page.locale.language_code.split("-")[0],
            shown_in=shown_in,
            facets={"state": (page.state,) if page.state else ()},
            visible_until=page.expire_at,
        )

    def text(self, page: EventPage) -> str:
        return plain(page.body.render_as_block()) if page.body else ""
