"""Every commitment of the board in brief: what is counted, grouped and sorted, without reading any milestone.

The rows that a page shows in full come from `board.rows`; a long board would otherwise read thousands of milestones to
show fifty lines.
"""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from documents.models import Theme
from estados.enums import Voice
from estados.models import Body, Commitment, CommitmentTarget

from . import board, verdicts
from .board import BoardRow
from .progress import Progress

#: Orders that need the milestones.
NEED_MILESTONES = frozenset({"avance", "proximo"})
_ONLY = (
    "code", "number", "title", "starts_on", "ends_on", "counterpart_id", "plan__state", "plan__number", "plan__title",
    "lead__name", "lead__acronym",
)  # fmt: skip


def brief(queryset: QuerySet[Commitment], *, on: dt.date) -> list[BoardRow]:
    """Rows in the order of `queryset`, with verdicts, freshness, disagreement, `late` and `begun`; no progress and no
    milestones. Three queries."""
    commitments = list(queryset.select_related("plan", "lead").only(*_ONLY))
    told = verdicts.latest([commitment.pk for commitment in commitments], on)
    late = set(board.filtered(queryset, {"atraso": "1"}, on=on).order_by().values_list("pk", flat=True))
    return [_row(commitment, told.get(commitment.pk, {}), commitment.pk in late, on) for commitment in commitments]


def _row(commitment: Commitment, told: dict[str, Any], late: bool, on: dt.date) -> BoardRow:
    by_voice = {voice.value: told.get(voice.value) for voice in Voice}
    return BoardRow(
        commitment=commitment, plan=commitment.plan, lead=commitment.lead, progress=Progress(None, ""),
        verdicts=by_voice, freshness={voice: verdicts.freshness(verdict, on) for voice, verdict in by_voice.items()},
        disagreement=verdicts.disagreement(by_voice), next_milestone=None, late=late,
        begun=commitment.starts_on is None or commitment.starts_on <= on,
    )  # fmt: skip


def with_goals(rows: list[BoardRow]) -> None:
    """Write the goals into the rows; one query."""
    by_key = {row.commitment.pk: row for row in rows}
    pairs = CommitmentTarget.objects.filter(commitment__in=list(by_key)).order_by("goal").values_list("commitment", "goal")  # fmt: skip
    for key, goal in pairs.distinct():
        by_key[key].goals.append(goal)


def with_themes(rows: list[BoardRow]) -> None:
    """Write the themes into the rows; two queries."""
    by_key = {row.commitment.pk: row for row in rows}
    pairs = list(_pairs(Commitment.themes.through, "theme_id", by_key))
    terms = Theme.objects.in_bulk({term for _key, term in pairs})
    for key, term in pairs:
        by_key[key].themes.append(terms[term])


def taking_part(rows: list[BoardRow]) -> dict[int, tuple[Body | None, list[Body]]]:
    """Commitment → (society's counterpart, bodies that support it); two queries."""
    by_key = {row.commitment.pk: row for row in rows}
    pairs = list(_pairs(Commitment.supporting.through, "body_id", by_key))
    keys = {body for _key, body in pairs} | {row.commitment.counterpart_id for row in rows}
    bodies = Body.objects.in_bulk(keys - {None})
    found: dict[int, tuple[Body | None, list[Body]]] = {
        key: (bodies.get(row.commitment.counterpart_id or 0), []) for key, row in by_key.items()
    }
    for key, body in pairs:
        found[key][1].append(bodies[body])
    return found


def _pairs(through: Any, other: str, by_key: dict[int, BoardRow]) -> QuerySet[Any, Any]:
    return through.objects.filter(commitment__in=list(by_key)).order_by("pk").values_list("commitment_id", other)
