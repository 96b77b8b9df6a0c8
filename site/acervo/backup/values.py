"""How the values of a row travel: JSON that means the same on every database engine.

Moments are ISO 8601 in UTC, decimals are texts, bytes are base64. A JSON column is `null` for SQL's NULL and else a list
with the one value in it, for JSON has a null of its own.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.dateparse import parse_duration
from django.utils.duration import duration_iso_string
from django.utils.translation import gettext as _

from .errors import RestoreError
from .tables import Column, Table

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_PLAIN: dict[str, type] = {"int": int, "text": str, "bool": bool, "float": float}

_OUT: dict[str, Callable[[Any], Any]] = {
    "decimal": str,
    "datetime": lambda value: value.astimezone(dt.UTC).isoformat(),
    "date": dt.date.isoformat,
    "time": dt.time.isoformat,
    "duration": duration_iso_string,
    "uuid": str,
    "binary": lambda value: base64.b64encode(bytes(value)).decode(),
    "json": lambda text: [json.loads(text)],
}

_IN: dict[str, Callable[[Any], Any]] = {
    "decimal": Decimal,
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "duration": parse_duration,
    "uuid": uuid.UUID,
    "binary": base64.b64decode,
}


def outgoing(column: Column) -> Callable[[Any], Any]:
    """What turns a value of the database into JSON. JSON columns must be read as text (`reading`)."""
    plain = _PLAIN.get(column.kind)
    if plain is None:
        turn = _OUT[column.kind]
        return lambda value: None if value is None else turn(value)

    def as_is(value: Any) -> Any:
        if value is None or type(value) is plain:
            return value
        return plain(value)

    return as_is


class DoesNotFit(RestoreError):
    """A value that this database engine does not take (SQLite takes texts of any length)."""


class Incoming:
    """Turns the JSON of one column into what the database driver takes, on this connection.

    Raises DoesNotFit, ValueError and TypeError. `replaced` counts the texts that held a character that the engine
    cannot keep (PostgreSQL has no U+0000 and no lone surrogates) and have U+FFFD in its place.
    """

    def __init__(self, table: Table, column: Column, connection: BaseDatabaseWrapper) -> None:
        self.table, self.column, self.connection = table, column, connection
        self.replaced = 0
        self._strict = connection.vendor == "postgresql"
        self._limit = column.max_length if self._strict and column.kind == "text" else None
        self._range: tuple[int | None, int | None] = (None, None)
        if column.kind == "int" and self._strict:
            self._range = connection.ops.integer_field_range(column.field.get_internal_type())
        # Django's own plain field of that kind: no code of a model runs on what a file says.
        self._field: models.Field[Any, Any] = _plain_field(column)

    def __call__(self, value: Any) -> Any:
        if value is None:
            return None
        kind = self.column.kind
        if kind == "json":
            (inner,) = value
            return self.connection.ops.adapt_json_value(self._kept(inner), None)
        if kind in _PLAIN:
            wanted = _PLAIN[kind]
            if type(value) is not wanted and not (wanted is float and type(value) is int):
                raise TypeError(f"{self.table.label}.{self.column.name}: {type(value).__name__} is no {kind}")
            if kind == "text":
                value = self._kept(value)
                if self._limit is not None and len(value) > self._limit:
                    raise self._too_long(value)
            elif kind == "int":
                self._check_range(cast(int, value))
        else:
            value = _IN[kind](value)
        return self._field.get_db_prep_save(value, connection=self.connection)

    def _kept(self, value: Any) -> Any:
        if not self._strict:
            return value
        if isinstance(value, str):
            clean = value.replace("\x00", REPLACEMENT)
            if not clean.isascii():
                clean = clean.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            self.replaced += clean != value
            return clean
        if isinstance(value, list):
            return [self._kept(item) for item in value]
        if isinstance(value, dict):
            return {self._kept(key): self._kept(item) for key, item in value.items()}
        return value

    def _check_range(self, value: int) -> None:
        low, high = self._range
        if (low is not None and value < low) or (high is not None and value > high):
            raise DoesNotFit(
                _("%(table)s, columna «%(column)s»: el número %(value)d no cabe en esta base de datos.")
                % {"table": self.table.label, "column": self.column.name, "value": value}
            )

    def _too_long(self, value: str) -> DoesNotFit:
        return DoesNotFit(
            _(
                "%(table)s, columna «%(column)s»: un texto mide %(length)d caracteres y esta base de datos admite "
                "%(limit)d. Acórtelo en el sitio de origen y haga otra copia. Empieza así: %(start)s"
            )
            % {
                "table": self.table.label, "column": self.column.name, "length": len(value), "limit": self._limit,
                "start": value[:60],
            }
        )  # fmt: skip


def _plain_field(column: Column) -> models.Field[Any, Any]:
    if isinstance(column.field, models.DecimalField):
        return models.DecimalField(max_digits=column.field.max_digits, decimal_places=column.field.decimal_places)
    plain: dict[str, Callable[[], models.Field[Any, Any]]] = {
        "int": models.BigIntegerField, "text": models.TextField, "bool": models.BooleanField,
        "float": models.FloatField, "datetime": models.DateTimeField, "date": models.DateField,
        "time": models.TimeField, "duration": models.DurationField, "uuid": models.UUIDField,
        "binary": models.BinaryField, "json": models.JSONField,
    }  # fmt: skip
    return plain[column.kind]()
