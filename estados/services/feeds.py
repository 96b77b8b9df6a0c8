"""The news of a state for readers of feeds: its records, and everything new in one feed (Atom, RFC 4287)."""

import datetime as dt
from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from acervo.base.addresses import absolute, page_url
from acervo.base.publicity import public
from agenda.services import listing, words
from estados.enums import Voice
from estados.models import StatePage, Verdict

from .documents_page import records_of

LIMIT = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed; `id` never changes for the same news, `url` is whole."""

    id: str
    title: str
    url: str
    text: str
    at: dt.datetime
    kind: str


def record_items(page: StatePage) -> list[Item]:
    """The records of the state that were published last."""
    found = records_of(page.state, page.locale_id).select_related("locale")
    rows = found.exclude(first_published_at=None).order_by("-first_published_at", "-pk")[:LIMIT]
    return [
        Item(
            id=f"{page_url(row)}#{row.pk}",
            title=row.title,
            url=page_url(row),
            text=row.abstract,
            at=row.first_published_at,
            kind=_("Documento"),
        )
        for row in rows
    ]


def event_items(page: StatePage) -> list[Item]:
    """The events of the state that were published or changed last."""
    events = listing.events_in(page.locale_id).filter(state=page.state).exclude(last_published_at=None)
    rows = listing.with_locale(events.order_by("-last_published_at", "-pk")[:LIMIT])
    return [
        Item(
            id=f"{page_url(row)}#{row.last_published_at:%Y%m%dT%H%M%S}",
            title=row.title,
            url=page_url(row),
            text=" · ".join(filter(None, [words.when_of(row), row.place, row.summary])),
            at=row.last_published_at,
            kind=_("Evento"),
        )
        for row in rows
    ]


def news_items(page: StatePage) -> list[Item]:
    """The news of the microsite, those of its own section."""
    # The news stand in the app of the front page, which this app may not import.
    news = apps.get_model("home.NewsPage").objects.descendant_of(page)
    rows = public(news).select_related("locale").exclude(first_published_at=None).order_by("-date", "-pk")[:LIMIT]
    return [
        Item(id=page_url(row), title=row.title, url=page_url(row), text=row.summary, at=row.first_published_at, kind=_("Noticia"))
        for row in rows
    ]  # fmt: skip


def verdict_items(page: StatePage) -> list[Item]:
    """What was last reported on the state's commitments, by any voice; withdrawn reports are not told."""
    found = public(Verdict.objects.filter(commitment__plan__state=page.state, withdrawn_at=None))
    rows = found.select_related("commitment__plan").order_by("-created_at", "-pk")[:LIMIT]
    return [
        Item(
            id=f"{absolute(row.commitment.get_absolute_url())}#informe-{row.pk}",
            title=_("%(voice)s: «%(completion)s» en %(title)s")
            % {
                "voice": Voice(row.voice).label,
                "completion": row.get_completion_display(),
                "title": row.commitment.title,
            },
            url=absolute(row.commitment.get_absolute_url()),
            text=row.words,
            at=row.created_at,
            kind=_("Informe"),
        )
        for row in rows
    ]


def all_items(page: StatePage) -> list[Item]:
    """Everything that is new in the state, newest first; a constant number of queries."""
    now = timezone.now()
    items = [*record_items(page), *event_items(page), *news_items(page), *verdict_items(page)]
    return sorted((item for item in items if item.at <= now), key=lambda item: item.at, reverse=True)[:LIMIT]
