"""Settling many doubtful rows at once."""

from ..models import Batch, Outcome
from .asking import decide


def decide_exact(batch: Batch) -> int:
    """Take the candidate of each undecided doubtful row that has a single one with the same name and place.

    Returns how many rows were decided.
    """
    chosen: dict[int, int | None] = {}
    doubtful = batch.rows.filter(outcome=Outcome.DOUBTFUL).values_list("number", "candidates")
    for number, candidates in doubtful.iterator(chunk_size=500):
        exact = [item["pk"] for item in candidates if item.get("exact")]
        if len(exact) == 1 and str(number) not in batch.decisions:
            chosen[number] = exact[0]
    if chosen:
        decide(batch, chosen)
    return len(chosen)
