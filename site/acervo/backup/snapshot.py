"""One moment of the database, read for as long as it takes while the site goes on being used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Field, TextField
from django.db.models.functions import Cast

from .tables import Table, copied
from .values import outgoing

ROWS_AT_A_TIME = 200  # a page's text or a revision may have hundreds of kilobytes


@contextmanager
def frozen() -> Iterator[None]:
    """All that is read inside is of one moment; nobody who writes has to wait for it.

    SQLite: a plain BEGIN, because Django's own transactions would take the write lock (`transaction_mode`).
    PostgreSQL: REPEATABLE READ, READ ONLY. Inside a transaction of the caller it is that transaction's moment.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")  # the moment is that of the first read
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")


def rows(table: Table) -> Iterator[list[Any]]:
    """The rows of a table as JSON lists, by key, a few at a time."""
    wanted, casts = [], {}
    for number, column in enumerate(table.columns):
        if column.kind == "json":  # as text: neither a model's own reading, nor NULL and null as the same
            casts[f"json_{number}"] = Cast(F(column.attname), _plain_text())
            wanted.append(f"json_{number}")
        else:
            wanted.append(column.attname)
    turns = [outgoing(column) for column in table.columns]
    found = table.rows().order_by("pk").annotate(**casts).values_list(*wanted)
    for row in found.iterator(chunk_size=ROWS_AT_A_TIME):
        yield [turn(value) for turn, value in zip(turns, row, strict=True)]


def _plain_text() -> Field[Any, Any]:
    return TextField()


def count(table: Table) -> int:
    return table.rows().count()


def file_names(fields: Iterable[tuple[Table, str]]) -> Iterator[str]:
    """The distinct names in these columns, without the empty ones."""
    parts = [
        table.rows().order_by().exclude(**{name: ""}).exclude(**{name: None}).values_list(name).distinct()
        for table, name in fields
    ]
    if not parts:
        return
    names = parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]
    for (name,) in names.iterator(chunk_size=2_000):
        yield str(name)


def last_keys() -> dict[str, int]:
    """The last key that each table's counter gave out; tables whose counter was never used are left out."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            known = {table.name for table in copied()}
            return {str(name): int(seq) for name, seq in cursor.fetchall() if name in known and seq}
        found = {}
        for table in copied():
            for sequence in connection.introspection.get_sequences(cursor, table.name):
                quoted = connection.ops.quote_name(sequence["name"])
                cursor.execute(f"SELECT last_value FROM {quoted} WHERE is_called")  # noqa: S608 - a name of the schema
                if row := cursor.fetchone():
                    found[table.name] = int(row[0])
        return found
