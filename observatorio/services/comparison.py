"""What each institution says of a monument, next to the value that was adopted."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from acervo.base.text import fold
from acervo.history.models import FieldChange
from acervo.history.services import changes_of
from observatorio.inventory.fields import BY_ATTRIBUTE, SAYABLE, InventoryField, attribute_label
from observatorio.inventory.values import value_of
from observatorio.models import Monument, SourceRecord

#: Half a unit of the sixth decimal of a degree is five centimetres: the same point.
_SAME_DEGREE = 5e-7


@dataclass(frozen=True, slots=True)
class Statement:
    """One value said by one institution, the record in which it says it, and since when it has said nothing else."""

    record: SourceRecord
    value: Any
    differs: bool  # from the adopted value
    since: datetime


@dataclass(frozen=True, slots=True)
class Comparison:
    """One attribute: the adopted value, how it came to be adopted (None: since the record was made), and what the
    sources say. `differs` when some source says another thing; `known` when somebody decided so, with a reason, after
    the source had said it."""

    attribute: str
    label: str
    field: InventoryField
    adopted: Any
    adoption: FieldChange | None = None
    statements: tuple[Statement, ...] = ()
    known: bool = False

    @property
    def differs(self) -> bool:
        return any(statement.differs for statement in self.statements)

    @property
    def unresolved(self) -> bool:
        return self.differs and not self.known


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
    One query besides `source_records` (with their institutions) and the monument's own relations.
    """
    records = _newest_first(monument.source_records.all())
    history = changes_of(monument).select_related("by", "batch")
    changes: dict[str, list[FieldChange]] = {}
    for change in history:
        changes.setdefault(change.field, []).append(change)
    found = []
    for attribute in SAYABLE:
        adopted = value_of(monument, attribute)
        statements = _statements(attribute, records, adopted)
        if not statements and not (everything and adopted not in ("", None, [])):
            continue
        made = changes.get(attribute, [])
        differing = [statement.since for statement in statements if statement.differs]
        known = bool(differing) and any(settles(attribute, change, adopted, max(differing)) for change in made)
        found.append(
            Comparison(
                attribute=attribute, label=str(attribute_label(attribute)), field=BY_ATTRIBUTE[attribute],
                adopted=adopted, adoption=made[0] if made else None, statements=statements, known=known,
            )
        )  # fmt: skip
    return found


def settles(attribute: str, change: FieldChange, adopted: Any, since: datetime) -> bool:
    """Whether a change was a person's reasoned decision for what is adopted, made after all had been said."""
    return (
        bool(change.reason) and change.batch_id is None and change.at >= since and same(attribute, change.new, adopted)
    )


def _statements(attribute: str, records: list[SourceRecord], adopted: Any) -> tuple[Statement, ...]:
    """The last word of each institution. `records` newest first."""
    last: dict[int, tuple[SourceRecord, datetime]] = {}
    said_otherwise: set[int] = set()
    for item in records:
        if attribute not in item.values or item.institution_id in said_otherwise:
            continue
        known = last.get(item.institution_id)
        if known is None or same(attribute, known[0].values[attribute], item.values[attribute]):
            last[item.institution_id] = (known[0] if known else item, item.received_at)
        else:
            said_otherwise.add(item.institution_id)
    statements = (
        Statement(item, item.values[attribute], contradicts(attribute, item.values[attribute], adopted), since)
        for item, since in last.values()
    )
    return tuple(sorted(statements, key=lambda statement: str(statement.record.institution)))


def contradicts(attribute: str, said: Any, adopted: Any) -> bool:
    return normal(attribute, said) is not None and not same(attribute, said, adopted)


def same(attribute: str, one: Any, other: Any) -> bool:
    """Whether two JSON values mean the same: case, accents and spaces do not count, nor the order of a list."""
    return one == other or normal(attribute, one) == normal(attribute, other) or _same_degree(attribute, one, other)


def normal(attribute: str, value: Any) -> Any:
    """A hashable form that is equal for equal meanings; None for no value."""
    if value in ("", None, [], {}):
        return None
    if isinstance(value, str):
        # Files from macOS write ñ as two characters; `fold` knows it as one.
        return fold(unicodedata.normalize("NFC", value)) or None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, Mapping):
        if attribute == "protections":
            return (value.get("kind"), normal("name", value.get("name")))
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
