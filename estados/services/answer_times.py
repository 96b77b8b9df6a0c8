"""How long answers take: published for each commitment and each state, so that nobody needs to ask.

Days are counted on the calendar of the state, from the day on which somebody asked to the day of the answer. Comments
do not wait for an answer and are not counted; neither is what nobody has reviewed yet.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from agenda.zones import zone_of_state
from estados.enums import QuestionKind
from estados.models import Question


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """`median_days` of those answered, `oldest_days` of those that wait; None where there are none."""

    answered: int
    waiting: int
    median_days: float | None
    oldest_days: int | None

    @property
    def total(self) -> int:
        return self.answered + self.waiting


@dataclass(frozen=True, slots=True)
class OfCommitment:
    """The times of one commitment, named by `code` and `title`."""

    code: str
    title: str
    times: AnswerTimes


def times_of(questions: QuerySet[Question], state: str, *, now: dt.datetime | None = None) -> AnswerTimes:
    """The times of these public questions of one state; one query."""
    rows = questions.filter(kind=QuestionKind.QUESTION).order_by().values_list("created_at", "answered_at")
    return _times(rows, zone_of_state(state), now or timezone.now())


def by_commitment(questions: QuerySet[Question], state: str, *, now: dt.datetime | None = None) -> list[OfCommitment]:
    """The times of each commitment of one state that was asked about, by code; one query."""
    rows = questions.filter(kind=QuestionKind.QUESTION).order_by("commitment__code")
    found: dict[tuple[str, str], list[tuple[dt.datetime, dt.datetime | None]]] = {}
    for code, title, asked, answered in rows.values_list(
        "commitment__code", "commitment__title", "created_at", "answered_at"
    ):
        found.setdefault((code, title), []).append((asked, answered))
    zone, moment = zone_of_state(state), now or timezone.now()
    return [OfCommitment(code, title, _times(pairs, zone, moment)) for (code, title), pairs in found.items()]


def _times(rows: Iterable[tuple[dt.datetime, dt.datetime | None]], zone: ZoneInfo | str, now: dt.datetime) -> AnswerTimes:  # fmt: skip
    place = ZoneInfo(zone) if isinstance(zone, str) else zone

    def days(since: dt.datetime, until: dt.datetime) -> int:
        return max((until.astimezone(place).date() - since.astimezone(place).date()).days, 0)

    took, waits = [], []
    for asked, answered in rows:
        if answered is None:
            waits.append(days(asked, now))
        else:
            took.append(days(asked, answered))
    return AnswerTimes(len(took), len(waits), median(took) if took else None, max(waits, default=None))
