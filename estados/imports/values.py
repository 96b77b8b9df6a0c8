"""A commitment as plain JSON values, by the names that its history uses; and the values put back into a commitment."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from documents.models import Theme
from estados.models import Commitment, CommitmentTarget
from estados.models.commitments import WATCHED

LISTS = ("themes", "supporting", "targets", "ogp_values")
NOTHING = ("number", "budget", "starts_on", "ends_on", "lead_id", "counterpart_id", "progress_set",
           "concrete", "achievable", "strategic", "transforming", "sustainable")  # fmt: skip


def empty(name: str) -> Any:
    """What an attribute holds when it says nothing."""
    return [] if name in LISTS else None if name in NOTHING else ""


def values_of(commitment: Commitment) -> dict[str, Any]:
    return commitment.history_state() | {
        "ogp_values": list(commitment.ogp_values),
        "source": commitment.source,
        "themes": sorted(theme.code for theme in commitment.themes.all()),
        "supporting": sorted(body.pk for body in commitment.supporting.all()),
        "targets": [str(target) for target in commitment.targets.all()],
    }


def put(commitment: Commitment, values: Mapping[str, Any], *, themes: Mapping[str, Theme]) -> None:
    """Set `values` (JSON, as `values_of` gives them) without saving. `themes`: code → term."""
    for name, value in values.items():
        if name == "themes":
            commitment.themes.set([themes[code] for code in value or [] if code in themes])
        elif name == "supporting":
            commitment.supporting.set(list(value or []))
        elif name == "targets":
            commitment.targets.set(
                [
                    CommitmentTarget(
                        goal=int(str(item).split(".")[0]), target=item if "." in str(item) else "", sort_order=order
                    )
                    for order, item in enumerate(value or [])
                ]
            )
        elif name in ("starts_on", "ends_on"):
            setattr(commitment, name, dt.date.fromisoformat(value) if value else None)
        elif name == "budget":
            commitment.budget = Decimal(value) if value not in (None, "") else None
        else:
            setattr(commitment, name, empty(name) if value in (None, "") else value)


NAMES = (*WATCHED, "source", "themes", "supporting", "targets")
