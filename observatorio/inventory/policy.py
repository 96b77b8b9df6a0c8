"""Which of the values that an institution says becomes the adopted one. The rule, in full:

1. What an institution says is always kept, as a `SourceRecord`, when it differs from its last word on any attribute.
2. It becomes the adopted value where nothing is adopted yet.
3. It replaces the adopted value where that value was this institution's own former word, and no other institution says
   the same: whoever was followed before is followed when it corrects itself.
4. Everywhere else the cell is in dispute: kept as said, shown as not adopted; a person decides, beside the other sources.
5. An empty cell, where the person chose that empty cells clear, clears the adopted value unless another institution says
   it. Attributes that mean nothing apart (latitude and longitude, both centuries…) are adopted together or not at all.
6. What qualifies another attribute (the certainty of a date, the accuracy of a point) or follows from it (the centuries of
   a date) is in dispute when that attribute is, also when the institution said that one in an earlier sheet. What others
   say of it is about their own date or point, and does not hold back this institution's correction of both.
"""

from collections.abc import Mapping
from typing import Any

from observatorio.inventory.derived import century_of, use_category, years
from observatorio.services.comparison import same

from .rows import ABOUT, GROUP_OF

EMPTY: tuple[Any, ...] = ("", None, [])


def split(
    said: Mapping[str, Any],
    *,
    adopted: Mapping[str, Any],
    own: Mapping[str, Any],
    others: Mapping[str, list[Any]],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(values to adopt, values in dispute). `own`: this institution's last words; `others`: those of the others."""
    taken: dict[str, Any] = {}
    disputed: dict[str, Any] = {}
    for attribute, value in said.items():
        current = adopted[attribute]
        if current == value or (same(attribute, current, value) and not _spelling(attribute, current, value, own)):
            continue
        (taken if _adoptable(attribute, value, current, own, others) else disputed)[attribute] = value
    for attribute, head in ABOUT.items():
        if head in taken and GROUP_OF[attribute] == GROUP_OF[head] and attribute in disputed:
            value = disputed[attribute]
            if _adoptable(attribute, value, adopted[attribute], own, {}):
                taken[attribute] = disputed.pop(attribute)
        elif attribute in taken and _is_disputed(head, said, adopted, own, disputed):
            disputed[attribute] = taken.pop(attribute)
    for attribute in list(taken):
        if any(other in disputed for other in GROUP_OF.get(attribute, ())):
            disputed[attribute] = taken.pop(attribute)
    return taken, disputed


def _is_disputed(
    head: str,
    said: Mapping[str, Any],
    adopted: Mapping[str, Any],
    own: Mapping[str, Any],
    disputed: Mapping[str, Any],
) -> bool:
    """Whether the institution's word on `head`, of this row or its last one, is not the adopted one."""
    if head in said:
        return head in disputed
    return own.get(head) not in EMPTY and not same(head, own[head], adopted[head])


def _spelling(attribute: str, current: Any, value: Any, own: Mapping[str, Any]) -> bool:
    """Whether the institution mends the spelling of what was taken from it («Corazon» → «Corazón»)."""
    return bool(value not in EMPTY and attribute in own and own[attribute] == current and value != current)


def _adoptable(
    attribute: str, value: Any, current: Any, own: Mapping[str, Any], others: Mapping[str, list[Any]]
) -> bool:
    if current in EMPTY:
        return value not in EMPTY
    said_by_another = any(same(attribute, other, current) for other in others.get(attribute, ()))
    if said_by_another:
        return False
    return value in EMPTY or (attribute in own and same(attribute, own[attribute], current))


def follows(taken: Mapping[str, Any], adopted: Mapping[str, Any]) -> dict[str, Any]:
    """What had been deduced from an old value and is deduced again from the new one: class of use, centuries."""
    found: dict[str, Any] = {}
    if "current_uses" in taken and "use_category" not in taken:
        before = adopted["use_category"]
        now = use_category(taken["current_uses"])
        if before in ("", use_category(adopted["current_uses"])) and now != before:
            found["use_category"] = now
    if "dating" in taken and "century_from" not in taken:
        known = (adopted["century_from"], adopted["century_to"])
        follow = centuries(taken["dating"])
        if known in ((None, None), centuries(adopted["dating"])) and follow != known:
            found["century_from"], found["century_to"] = follow
    return found


def centuries(dating: str) -> tuple[int | None, int | None]:
    known = [year for year in years(dating) if year is not None]
    return (century_of(known[0]), century_of(known[-1])) if known else (None, None)
