"""The board by goal, by theme and by body: how many commitments each has and what each voice says of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from acervo.base.text import fold
from estados.enums import Completion
from estados.goals import GOALS, goal_name
from estados.models import Body

from .board import BoardRow

#: Commitments shown of each group; the table has the others.
SHOWN = 12
#: In the totals: commitments that start after the day that is shown.
NOT_BEGUN = "aun-no"


@dataclass(slots=True)
class Group:
    """`key`: anchor and value of the filter («16», «movilidad», «7»); empty for those that belong to none."""

    key: str
    title: str
    filter_name: str = ""
    roles: dict[int, str] = field(default_factory=dict)
    rows: list[BoardRow] = field(default_factory=list)

    def complete(self, voice: str) -> int:
        return sum((told := row.verdicts[voice]) is not None and told.completion == Completion.COMPLETE for row in self.rows)  # fmt: skip

    @property
    def disagreements(self) -> int:
        return sum(row.disagreement for row in self.rows)

    @property
    def shown(self) -> list[tuple[BoardRow, str]]:
        return [(row, self.roles.get(row.commitment.pk, "")) for row in self.rows[:SHOWN]]

    @property
    def left(self) -> int:
        return max(len(self.rows) - SHOWN, 0)


def by_goal(rows: Iterable[BoardRow]) -> tuple[list[Group], list[str]]:
    """Groups by number of the goal, and the names of the goals that no commitment serves."""
    groups = {number: Group(str(number), goal_name(number), "ods") for number in GOALS}
    none = Group("", _("Sin ODS señalado"))
    for row in rows:
        for goal in row.goals:
            groups[goal].rows.append(row)
        if not row.goals:
            none.rows.append(row)
    empty = [goal_name(number) for number, group in groups.items() if not group.rows]
    return [group for group in [*groups.values(), none] if group.rows], empty


def by_theme(rows: Iterable[BoardRow], names: dict[Any, str]) -> list[Group]:
    groups: dict[int, Group] = {}
    none = Group("", _("Sin tema señalado"))
    for row in rows:
        for theme in row.themes:
            group = groups.setdefault(theme.pk, Group(theme.code, names.get(theme.pk, theme.name), "tema"))
            group.rows.append(row)
        if not row.themes:
            none.rows.append(row)
    return _ordered(groups.values(), none)


def by_body(rows: Iterable[BoardRow], parts: Mapping[int, tuple[Body | None, list[Body]]]) -> list[Group]:
    """A body has the commitments that it leads, supports, or accompanies as society's counterpart; each says which.

    `parts`: commitment → (counterpart, bodies that support it).
    """
    groups: dict[int, Group] = {}
    none = Group("", _("Sin institución señalada"))
    for row in rows:
        pk = row.commitment.pk
        counterpart, supporting = parts[pk]
        taking_part = [(row.lead, _("Responsable")), (counterpart, _("Contraparte"))]
        taking_part += [(body, _("Apoya")) for body in supporting]
        for body, role in taking_part:
            if body is None:
                continue
            group = groups.setdefault(body.pk, Group(str(body.pk), str(body), "institucion"))
            if pk not in group.roles:
                group.roles[pk] = role
                group.rows.append(row)
        if not any(body for body, _role in taking_part):
            none.rows.append(row)
    return _ordered(groups.values(), none)


def _ordered(groups: Iterable[Group], none: Group) -> list[Group]:
    """The largest first, then by name; those of no group last."""
    found = sorted(groups, key=lambda group: (-len(group.rows), fold(group.title)))
    return [*found, none] if none.rows else found


def count_by_voice(rows: Sequence[BoardRow], voices: Sequence[str]) -> dict[str, Counter[str]]:
    """Voice → completion (empty: it has said nothing; NOT_BEGUN: nor could it yet) → how many."""
    return {
        voice: Counter(told.completion if (told := row.verdicts[voice]) else "" if row.begun else NOT_BEGUN for row in rows)
        for voice in voices
    }  # fmt: skip
