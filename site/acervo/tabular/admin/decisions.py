"""Doubtful rows: what a person chose for each, and what the form of the page says."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from acervo.tabular.models import Batch, BatchRow, Outcome

NEW, SKIP = "new", "skip"
#: For all rows at once. EXACT decides those that have one candidate, and no other, of the same name and place.
EXACT = "exact"
BULK = (EXACT, NEW, SKIP)


def doubtful(batch: Batch) -> QuerySet[BatchRow]:
    """Rows with candidates that a person has to confirm, or confirmed before the last dry run."""
    return batch.rows.filter(Q(outcome=Outcome.DOUBTFUL) | ~Q(candidates=[])).exclude(outcome=Outcome.REFUSED)


def summary(batch: Batch) -> dict[str, int]:
    """How many rows that the dry run left in doubt were decided since (`new`, `known`) or not (`undecided`); `settled`: how
    many decisions the dry run already followed."""
    numbers = batch.rows.filter(outcome=Outcome.DOUBTFUL).values_list("number", flat=True)
    chosen = [batch.decisions.get(str(number)) for number in numbers]
    return {
        "new": sum(1 for pk in chosen if pk == 0),
        "known": sum(1 for pk in chosen if pk),
        "undecided": sum(1 for pk in chosen if pk is None),
        "settled": len(batch.decisions) - sum(1 for pk in chosen if pk is not None),
    }


def choice_of(batch: Batch, row: BatchRow) -> str:
    """What the radio buttons of the row show: the key of a candidate, NEW or SKIP."""
    pk = batch.decisions.get(str(row.number))
    return SKIP if pk is None else NEW if pk == 0 else str(pk)


def read(rows: Iterable[BatchRow], posted: Mapping[str, Any]) -> dict[int, int | None]:
    """The decisions that a posted page makes; only offered candidates count, anything else leaves a row as it is."""
    bulk = posted.get("bulk", "")
    found: dict[int, int | None] = {}
    for row in rows:
        offered = {str(candidate["pk"]): int(candidate["pk"]) for candidate in row.candidates}
        choice = posted.get(f"row-{row.number}", "")
        if bulk in BULK:
            exact = [str(candidate["pk"]) for candidate in row.candidates if candidate.get("exact")]
            choice = bulk if bulk != EXACT else exact[0] if len(exact) == 1 else ""
        if choice == NEW:
            found[row.number] = 0
        elif choice == SKIP:
            found[row.number] = None
        elif choice in offered:
            found[row.number] = offered[choice]
    return found
