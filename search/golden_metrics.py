"""How good an order of results is, in numbers between 0 and 1. Pure arithmetic; `search.golden` applies it.

Grades say how well a record answers: 3 it is what was looked for, 2 it treats it, 1 it mentions it, 0 it does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import log2

DEPTH = 10  # results that count: the first page of results is what people read


def dcg(grades: Iterable[int], depth: int = DEPTH) -> float:
    """Discounted cumulated gain of the first `depth` results, in their order.

    Järvelin and Kekäläinen, «Cumulated gain-based evaluation of IR techniques», ACM TOIS 20 (4), 2002: the gain is the
    grade itself. Their discount, log b of the rank, leaves the first two ranks equal with b = 2; this is the variant
    with log2(rank + 1), usual since, in which rank 1 already counts more than rank 2.
    """
    return sum(grade / log2(rank + 1) for rank, grade in enumerate([*grades][:depth], 1))


def ndcg(found: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """`dcg` of what was found, divided by that of the best order of all judged records. Without any of these, 1.

    A record without a grade gains nothing, but takes the place of one that would.
    """
    ideal = dcg(sorted(grades.values(), reverse=True), depth)
    return dcg((grades.get(key, 0) for key in found), depth) / ideal if ideal else 1.0


def reciprocal_rank(found: Sequence[str], wanted: Collection[str]) -> float:
    """1 when the first result is one of `wanted`, 0.5 when the second is the first of them …, 0 when none is found."""
    return next((1 / rank for rank, key in enumerate(found, 1) if key in wanted), 0.0)


def mean(values: Iterable[float]) -> float | None:
    """The arithmetic mean; None when there is nothing to take it of."""
    taken = [*values]
    return sum(taken) / len(taken) if taken else None


def share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
