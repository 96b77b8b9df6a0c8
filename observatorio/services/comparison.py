"""What each institution says of a monument, next to the value that was adopted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from observatorio.inventory.derived import fold
from observatorio.inventory.fields import BY_ATTRIBUTE, SAYABLE, InventoryField, attribute_label
from observatorio.inventory.values import value_of
from observatorio.models import Monument, SourceRecord

#: Half a unit of the sixth decimal of a degree is five centimetres: the same point.
_SAME_DEGREE = 5e-7


@dataclass(frozen=True, slots=True)
class Statement:
    """One value said by one institution, and the record in which it says it."""

    record: SourceRecord
    value: Any
    differs: bool  # from the adopted value


@dataclass(frozen=True, slots=True)
class Comparison:
    """One attribute: the adopted value and what the sources say; `differs` when some source says another thing."""

    attribute: str
    label: str
    field: InventoryField
    adopted: Any
    statements: tuple[Statement, ...] = field(default_factory=tuple)

    @property
    def differs(self) -> bool:
        return any(statement.differs for statement in self.statements)


def current_statements(monument: Monument) -> list[SourceRecord]:
    """The last record received from each institution, by its abbreviation. Uses prefetched `source_records`."""
    latest: dict[int, SourceRecord] = {}
    for item in _newest_first(monument.source_records.all()):
        latest.setdefault(item.institution_id, item)
    return sorted(latest.values(), key=lambda item: str(item.institution))


def _newest_first(records: Iterable[SourceRecord]) -> list[SourceRecord]:
    return sorted(records, key=lambda item: (item.received_at, item.pk), reverse=True)


def compare(monument: Monument, *, everything: bool = False) -> list[Comparison]:
    """One `Comparison` for each attribute that some source speaks of, in the order of the inventory's fields.

    An institution's last word on an attribute counts, even if a later record of it is silent about that attribute;
    a source that says nothing does not disagree. With `everything` also the attributes that only the inventory fills.
    """
    records = _newest_first(monument.source_records.all())
    found = []
    for attribute in SAYABLE:
        last: dict[int, SourceRecord] = {}
        for item in records:
            if attribute in item.values:
                last.setdefault(item.institution_id, item)
        adopted = value_of(monument, attribute)
        if not last and not (everything and adopted not in ("", None, [])):
            continue
        statements = tuple(
            Statement(item, item.values[attribute], _contradicts(attribute, item.values[attribute], adopted))
            for item in sorted(last.values(), key=lambda item: str(item.institution))
        )
        label = str(attribute_label(attribute))
        found.append(Comparison(attribute, label, BY_ATTRIBUTE[attribute], adopted, statements))
    return found


def _contradicts(attribute: str, said: Any, adopted: Any) -> bool:
    return normal(attribute, said) is not None and not same(attribute, said, adopted)


def same(attribute: str, one: Any, other: Any) -> bool:
    """Whether two JSON values mean the same: case, accents and spaces do not count, nor the order of a list."""
    return normal(attribute, one) == normal(attribute, other) or _same_degree(attribute, one, other)


def normal(attribute: str, value: Any) -> Any:
    """A hashable form that is equal for equal meanings; None for no value."""
    if value in ("", None, [], {}):
        return None
    if isinstance(value, str):
        return fold(value) or None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, Mapping):
        if attribute == "protections":
            return (value.get("kind"), fold(value.get("name") or ""))
        return tuple(sorted((str(key), normal(attribute, item)) for key, item in value.items()))
    if isinstance(value, list | tuple):
        if attribute == "current_uses":
            # The first use is the main one; the order of the rest says nothing.
            main, *rest = [normal(attribute, item) for item in value]
            return (main, *sorted(rest, key=repr))
        return tuple(sorted((normal(attribute, item) for item in value), key=repr))
    return value


def _same_degree(attribute: str, one: Any, other: Any) -> bool:
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    return attribute in ("latitude", "longitude") and numbers and abs(one - other) <= _SAME_DEGREE
