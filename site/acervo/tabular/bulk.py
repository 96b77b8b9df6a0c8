"""Many rows into a table at little cost: one prepared statement, no model instances. Works on SQLite and PostgreSQL.

The caller gives values as the database keeps them: JSON as text (`as_json`), moments through `moment`. Signals are not
sent and defaults are not filled in; who writes like this looks after the search and the history.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connections, models, router

#: A JSON value as text; the shortest form, accents as they are.
as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def columns_of(model: type[models.Model], names: Sequence[str]) -> list[str]:
    """Column names of fields; `heritage_site_id` and the like are allowed."""
    fields = model._meta.concrete_fields
    known = {name: str(field.column) for field in fields for name in (field.name, field.attname)}
    return [known[name] for name in names]


def moment(model: type[models.Model], value: datetime) -> Any:
    """A moment as the database adapter takes it."""
    return connections[router.db_for_write(model)].ops.adapt_datetimefield_value(value)


def insert(model: type[models.Model], names: Sequence[str], rows: Sequence[Any]) -> None:
    """Insert rows of values in the order of `names`."""
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, columns_of(model, names)))
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})",  # noqa: S608 - names, no values
            rows,
        )


def update(model: type[models.Model], names: Sequence[str], rows: Sequence[Any]) -> None:
    """Set `names` of rows; each of `rows` is the new values and then the key."""
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(column)} = %s" for column in columns_of(model, names))
    key = quote(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {key} = %s",  # noqa: S608 - names, no values
            rows,
        )
