"""What of the database goes into a copy: every table of every app, but those named here with the reason.

Rows are copied table by table as they are stored, not as objects: a page is a row of `wagtailcore_page` and one of its
own table, both with their keys. So nothing runs while they are written back (no signals, no `save`, no revisions),
trees keep their paths, generic relations keep their content types, and keys that hide in texts (the JSON of revisions,
arguments of tasks) still mean the same. For that the content types and permissions are replaced too, keys and all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

#: What is not copied, by label. On a restore these tables are emptied: they would speak of the old content.
LEFT_OUT = {
    "sessions.Session": "who is logged in now: a copy must not open anybody's session; everybody logs in again",
    "wagtailadmin.EditingSession": "who has a form open now",
    "wagtailsearch.IndexEntry": "the admin's search index, another one on each database engine; built again",
    "search.Change": "what waits for the public index, which is built again",
    "search.Mark": "how far the public index came",
}

#: Virtual tables that follow another one by triggers: neither read nor emptied.
VIRTUAL = frozenset({"wagtailsearch.SQLiteFTSIndexEntry"})

#: Kind of a column by its internal type in Django; `values` knows how each kind travels.
KINDS = {
    **dict.fromkeys(("AutoField", "BigAutoField", "SmallAutoField", "IntegerField", "BigIntegerField"), "int"),
    **dict.fromkeys(("SmallIntegerField", "PositiveIntegerField", "PositiveBigIntegerField"), "int"),
    "PositiveSmallIntegerField": "int",
    **dict.fromkeys(("CharField", "TextField", "SlugField", "FileField", "FilePathField"), "text"),
    "GenericIPAddressField": "text",
    "BooleanField": "bool",
    "FloatField": "float",
    "DecimalField": "decimal",
    "DateTimeField": "datetime",
    "DateField": "date",
    "TimeField": "time",
    "DurationField": "duration",
    "UUIDField": "uuid",
    "BinaryField": "binary",
    "JSONField": "json",
}


class UnknownColumn(TypeError):
    """A field whose values nobody taught the copy to carry."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `field` is the field that stores it (of a foreign key, the one that it points to)."""

    name: str  # in the database
    attname: str  # on the model
    kind: str
    field: models.Field[Any, Any]
    max_length: int | None
    is_file: bool


@dataclass(frozen=True, slots=True)
class Table:
    model: type[models.Model]
    columns: tuple[Column, ...]

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]

    def rows(self) -> models.QuerySet[Any]:
        """All rows, whatever the model's own managers hide."""
        return models.QuerySet(model=self.model)


def _column(field: models.Field[Any, Any]) -> Column:
    stored = field
    while stored.is_relation:
        stored = stored.target_field  # type: ignore[attr-defined]
    kind = KINDS.get(stored.get_internal_type())
    if kind is None:
        raise UnknownColumn(f"{field}: a copy cannot carry a {stored.get_internal_type()}")
    is_file = isinstance(field, models.FileField)
    return Column(str(field.column), field.attname, kind, stored, stored.max_length, is_file)


def table_of(model: type[models.Model]) -> Table:
    """Raises UnknownColumn for a model with a column of an unknown kind."""
    return Table(model, tuple(_column(field) for field in model._meta.local_concrete_fields))


def _stored_models() -> list[type[models.Model]]:
    """Every model with a table of its own, the tables of many-to-many relations among them."""
    found = apps.get_models(include_auto_created=True)
    return [m for m in found if m._meta.managed and not m._meta.proxy and m._meta.label not in VIRTUAL]


def copied() -> list[Table]:
    """The tables of a copy, what is pointed to before what points to it, cycles (file ⇄ version) as they come.

    The order is for readers of the file; the database checks foreign keys at the end of the transaction.
    """
    return [table_of(model) for model in _in_order(m for m in _stored_models() if m._meta.label not in LEFT_OUT)]


def emptied() -> list[str]:
    """The names of all tables that a restore empties, what points before what is pointed to."""
    return [model._meta.db_table for model in reversed(_in_order(_stored_models()))]


def _in_order(found: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    left = sorted(found, key=lambda model: model._meta.label)
    known = set(left)
    needs = {
        model: {
            field.related_model for field in model._meta.local_concrete_fields if field.related_model in known - {model}
        }
        for model in left
    }
    done: list[type[models.Model]] = []
    while left:
        free = [model for model in left if needs[model] <= set(done)] or left[:1]
        done += free
        left = [model for model in left if model not in set(free)]
    return done
