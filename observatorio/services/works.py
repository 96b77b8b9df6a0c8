"""Works on monuments as the public sees them, and what happens to them as a series of events for whoever follows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from acervo.base.publicity import public
from acervo.base.states import STATE_ABBREVIATIONS
from acervo.base.text import fold
from acervo.history import services as history
from documents.models import RecordPage
from observatorio.models import Intervention, InterventionDocument, InterventionState, Monument

from .public_version import PublicMonument, where_public

#: State of a work → state chip of the look (shape and colour).
CHIPS = {
    InterventionState.REQUESTED: "notstarted",
    InterventionState.APPROVED: "underway",
    InterventionState.REFUSED: "cancelled",
    InterventionState.UNDER_WAY: "underway",
    InterventionState.FINISHED: "done",
}

_S = InterventionState
#: What may come after each state; a step back corrects a slip.
NEXT: dict[InterventionState, tuple[InterventionState, ...]] = {
    _S.REQUESTED: (_S.APPROVED, _S.REFUSED),
    _S.APPROVED: (_S.UNDER_WAY, _S.REFUSED, _S.REQUESTED),
    _S.REFUSED: (_S.REQUESTED, _S.APPROVED),
    _S.UNDER_WAY: (_S.FINISHED, _S.APPROVED),
    _S.FINISHED: (_S.UNDER_WAY,),
}


def may_follow(before: str, after: str) -> bool:
    return before == after or InterventionState(after) in NEXT[InterventionState(before)]


@dataclass(frozen=True, slots=True)
class Event:
    """A work came into a state on a day; `date` is None where only the work is known and not its dates."""

    work: "PublicWork"
    state: InterventionState
    date: dt.date | None

    @property
    def told_on(self) -> dt.date:
        """For feeds and order: the day, or when it was written down here."""
        return self.date or timezone.localdate(self.work.created_at)

    @property
    def label(self) -> str:
        return str(self.state.label)

    @property
    def title(self) -> str:
        """«Templo de Santo Domingo: autorizada. Consolidación de la bóveda»"""
        return _("{monument}: {state}. {work}").format(
            monument=self.work.monument.name, state=self.label.lower(), work=self.work.title
        )


class PublicWork:
    """An intervention with the public version of its monument. All of its own columns are public."""

    def __init__(self, work: Intervention) -> None:
        self.work = work
        self.monument = PublicMonument(work.monument)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.work, name)

    @property
    def chip(self) -> str:
        return CHIPS[InterventionState(self.work.state)]

    @property
    def address(self) -> str:
        """Street, as far as it is public, municipality and state."""
        return ", ".join(filter(None, [self.monument.street_line, self.monument.place]))

    @property
    def events(self) -> list[Event]:
        """Oldest first, by the dates that are written down; the state it is in is always among them."""
        work = self.work
        resolved = InterventionState.REFUSED if work.state == InterventionState.REFUSED else InterventionState.APPROVED
        dated = [
            (InterventionState.REQUESTED, work.requested_on),
            (resolved, work.resolved_on),
            (InterventionState.UNDER_WAY, work.started_on),
            (InterventionState.FINISHED, work.finished_on),
        ]
        now = InterventionState(work.state)
        reached = list(InterventionState).index(now)
        return [
            Event(self, state, date)
            for state, date in dated
            if (date is not None or state == now) and list(InterventionState).index(state) <= reached
        ]


@dataclass(frozen=True, slots=True)
class Street:
    """A street with public monuments: the exact values it is stored under, and its place in addresses."""

    municipality: str
    municipality_slug: str
    name: str
    slug: str
    match: tuple[tuple[str, str, str, str], ...] = field(repr=False)  # state, municipality, type, street

    @property
    def condition(self) -> Q:
        """Of `Monument`; callers also ask `where_public(…, "street")`."""
        condition = Q(pk__in=[])
        for state, municipality, kind, name in self.match:
            condition |= Q(state=state, municipality=municipality, street_type=kind, street=name)
        return condition


def public_works(works: QuerySet[Intervention] | None = None) -> QuerySet[Intervention]:
    """The works that anybody may see, with what a row of them shows: three queries, whatever their number."""
    found = public(Intervention.objects.all() if works is None else works)
    return found.select_related("monument", "authority").prefetch_related("monument__restrictions")


def of_street(street: Street, works: QuerySet[Intervention] | None = None) -> QuerySet[Intervention]:
    """Public works on the monuments of a street that may be told to stand there."""
    monuments = where_public(public(Monument.objects.filter(street.condition)), "street")
    return public_works(works).filter(monument__in=monuments.order_by().values("pk"))


def municipality_slug(state: str, municipality: str) -> str:
    """«zacatecas-zac»: several states have a municipality of the same name."""
    return slugify(f"{municipality} {STATE_ABBREVIATIONS[state]}")


def streets(*, municipality: str = "") -> list[Street]:
    """Streets with monuments whose street is public, by municipality (its slug) and name. One query.

    Spellings that give the same address («Hidalgo», «HIDALGO») are one street.
    """
    monuments = where_public(public(Monument.objects.exclude(street="")), "street").order_by()
    rows = monuments.values_list("state", "municipality", "street_type", "street").distinct()
    grouped: dict[tuple[str, str], list[tuple[tuple[str, str, str, str], str]]] = {}
    kinds = dict(Monument._meta.get_field("street_type").flatchoices)
    for state, place, kind, name in rows:
        in_words = str(kinds[kind]) if kind in kinds and kind != "otro" else ""
        label = f"{in_words} {name}".strip()
        key = (municipality_slug(state, place), slugify(label))
        if key[1] and municipality in ("", key[0]):
            grouped.setdefault(key, []).append(((state, place, kind, name), label))
    found = [
        Street(rows[0][0][1], place, rows[0][1], slug, tuple(sorted(row[0] for row in rows)))
        for (place, slug), rows in grouped.items()
    ]
    return sorted(found, key=lambda street: (fold(street.municipality), street.municipality_slug, fold(street.name)))


def street(municipality: str, slug: str) -> Street | None:
    return next((item for item in streets(municipality=municipality) if item.slug == slug), None)


def with_street_words(works: QuerySet[Intervention], words: str) -> QuerySet[Intervention]:
    """Those on streets whose name has `words`, whatever their case and accents; hidden streets are not looked at."""
    wanted = fold(words)
    condition = Q(pk__in=[])
    for item in streets():
        if wanted in fold(item.name):
            condition |= item.condition
    monuments = where_public(Monument.objects.filter(condition), "street")
    return works.filter(monument__in=monuments.order_by().values("pk"))


def events(works: Iterable[PublicWork], *, most: int = 50) -> list[Event]:
    """What happened lately, newest first."""
    found = [event for work in works for event in work.events]
    order: Sequence[InterventionState] = list(InterventionState)
    found.sort(key=lambda event: (event.told_on, order.index(event.state), event.work.pk), reverse=True)
    return found[:most]


def public_documents(work: Intervention) -> list[InterventionDocument]:
    """Its documents whose records anybody may see."""
    rows = list(work.documents.select_related("record"))
    shown = set(public(RecordPage.objects.filter(pk__in=[row.record_id for row in rows])).values_list("pk", flat=True))
    return [row for row in rows if row.record_id in shown]


def history_rows(work: Intervention) -> list[dict[str, Any]]:
    """Who changed what, newest first, in words."""
    rows = []
    for change in history.changes_of(work).select_related("by"):
        column = Intervention._meta.get_field(change.field)
        names = {str(key): str(label) for key, label in getattr(column, "flatchoices", [])}
        old, new = ("" if value is None else names.get(str(value), str(value)) for value in (change.old, change.new))
        rows.append({"at": change.at, "by": change.by, "label": column.verbose_name, "old": old, "new": new})
    return rows
