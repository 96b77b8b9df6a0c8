"""The national board and the pages of the states' microsites in the public search, each with its state."""

from dataclasses import replace
from typing import Any

from acervo.base.states import STATE_NAMES
from documents.search_sources import PageSource, plain
from search.registry import Entry

from . import models
from .models import SectionPage, StatePage, StatesPage

KIND = "estado"
SECTIONS = (
    models.StepsPage, models.SecretariatPage, models.PlansPage, models.CommitmentsPage, models.EvidencePage,
    models.DocumentsPage, models.CoursesPage, models.DebtPage,
)  # fmt: skip


class NationalSource(PageSource):
    name = "states"
    model = StatesPage
    kind = KIND

    def text(self, page: StatesPage) -> str:
        return plain(page.body.render_as_block()) if page.body else ""


class StateSource(PageSource):
    """The front page of a microsite, found by the state's names."""

    name = "state"
    model = StatePage
    kind = KIND

    def entry(self, page: StatePage, url: str, shown_in: tuple[str, ...], prepared: Any) -> Entry:
        return _of_state(super().entry(page, url, shown_in, prepared), page.state)

    def text(self, page: StatePage) -> str:
        body = plain(page.body.render_as_block()) if page.body else ""
        return "\n".join(filter(None, [page.official_name, page.abbreviation, plain(page.intro), body]))


class SectionSource(PageSource):
    kind = KIND

    def entry(self, page: SectionPage, url: str, shown_in: tuple[str, ...], prepared: Any) -> Entry:
        return _of_state(super().entry(page, url, shown_in, prepared), page.state_page.state)

    def text(self, page: SectionPage) -> str:
        parts = [page.body, getattr(page, "what_it_is", None)]
        return " ".join(plain(part.render_as_block()) for part in parts if part)


def _of_state(entry: Entry, state: str) -> Entry:
    return replace(entry, state=STATE_NAMES[state], facets={**entry.facets, "state": (state,)})


SOURCES = [
    NationalSource,
    StateSource,
    *(
        type(f"{model.__name__}Source", (SectionSource,), {"name": model._meta.model_name, "model": model})
        for model in SECTIONS
    ),
]
