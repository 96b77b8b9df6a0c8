"""The national board and the pages of the states' microsites in the public search, each with its state."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.utils.timezone import localdate
from django.utils.translation import override

from acervo.base.publicity import public
from acervo.base.states import STATE_NAMES
from documents.search_sources import PageSource, plain
from search.indexing import touch
from search.registry import Entry, exempt

from . import models
from .models import SectionPage, StatePage, StatesPage
from .services.aging import today_of
from .services.secretariat import members_on
from .services.secretariat_page import shown

KIND = "estado"
SECTIONS = (
    models.PlansPage, models.CommitmentsPage, models.EvidencePage,
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
        return "\n".join(filter(None, [*(plain(part.render_as_block()) for part in parts if part), *self.rows(page)]))

    def rows(self, page: Any) -> list[str]:
        """Words of the state's rows that only this page shows."""
        return []


class StepsSource(SectionSource):
    """Who signed the steps and what is noted of them; their proofs are found by themselves."""

    name = "stepspage"
    model = models.StepsPage

    def rows(self, page: models.StepsPage) -> list[str]:
        steps = public(models.StepRecord.objects.filter(state=page.state_page.state))
        return [word for pair in steps.values_list("signers", "note") for word in pair]


class SecretariatSource(SectionSource):
    """The model and rules of a secretariat, and who sits in it today as the page tells it."""

    name = "secretariatpage"
    model = models.SecretariatPage

    def due(self, since: dt.datetime, until: dt.datetime) -> Iterable[int]:
        """The secretariats where a seat began or ended in the window."""
        window = (localdate(since), localdate(until))
        ended = (window[0] - dt.timedelta(days=1), window[1] - dt.timedelta(days=1))
        rows = models.SecretariatMember.objects.filter(Q(since__range=window) | Q(until__range=ended))
        states = set(rows.values_list("state", flat=True)) if window[0] != window[1] else set()
        return [pk for state in states for pk in _sections(models.SecretariatPage, state)]

    def rows(self, page: models.SecretariatPage) -> list[str]:
        state = page.state_page.state
        with override(page.locale.language_code):
            members = [shown(row) for row in members_on(state, today_of(state))]
            words = [f"{member.name} {member.post} {member.institution}".strip() for member in members]
        return [page.model_name, page.parties, page.rules, *words]


def _of_state(entry: Entry, state: str) -> Entry:
    return replace(entry, state=STATE_NAMES[state], facets={**entry.facets, "state": (state,)})


SOURCES = [
    NationalSource,
    StateSource,
    StepsSource,
    SecretariatSource,
    *(
        type(f"{model.__name__}Source", (SectionSource,), {"name": model._meta.model_name, "model": model})
        for model in SECTIONS
    ),
]


def exempt_rows() -> None:
    """Rows of the states that have no page of their own: where their words are found instead."""
    for model, reason in (
        (models.Body, "It has no page; commitments are found by its names."),
        (models.Milestone, "Its words are among those of its commitment."),
        (models.Verdict, "Its words are among those of its commitment."),
        (models.Evidence, "Its label is among the words of its commitment; the record or event is found by itself."),
        (models.Question, "Question and answer are among the words of their commitment."),
        (models.StepRecord, "Its words are among those of the page of the steps."),
        (models.SecretariatMember, "Who sits today is among the words of the page of the secretariat."),
        (models.LoanBalance, "A figure of a loan, which is found."),
        (models.LoanPayment, "A figure of a loan, which is found."),
        (models.DebtTotal, "A figure of the page of the public debt, which is found."),
        (models.Cut, "A day of the national board, which is found; its figures are open data."),
        (models.CutRow, "A figure of the national board, which is found."),
        (models.Figure, "A figure of the national board, which is found."),
        (models.Contradiction, "It is read on the national board, which is found."),
        (models.Denominator, "A figure of the national board, which is found."),
    ):
        exempt(model, reason=reason)


def connect() -> None:
    """Called by the app's `ready()`: the rows whose words a page is found by."""
    for signal in (post_save, post_delete):
        signal.connect(_step_changed, sender=models.StepRecord)
        signal.connect(_member_changed, sender=models.SecretariatMember)


def _step_changed(sender: Any, instance: models.StepRecord, **kwargs: Any) -> None:
    _touch_section(models.StepsPage, instance.state)


def _member_changed(sender: Any, instance: models.SecretariatMember, **kwargs: Any) -> None:
    _touch_section(models.SecretariatPage, instance.state)


def _touch_section(model: type[SectionPage], state: str) -> None:
    touch(model._meta.model_name or "", _sections(model, state))


def _sections(model: type[SectionPage], state: str) -> list[int]:
    """The pages of this type in the microsites of the state, in every language."""
    own = Q(pk__in=[])
    for path in StatePage.objects.filter(state=state).values_list("path", flat=True):
        own |= Q(path__startswith=path)
    return list(model._default_manager.filter(own).values_list("pk", flat=True))
