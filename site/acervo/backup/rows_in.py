"""Writing the rows of a copy into the database, inside one transaction of the caller."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.core.management.color import no_style
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from .copy_file import CopyFile
from .errors import RestoreError
from .manifest import TableCopy
from .places import NOT_IN_STORAGE
from .tables import Table, copied, emptied
from .values import Incoming

ROWS_AT_A_TIME = 500
BYTES_AT_A_TIME = 4 << 20

#: Whether a name of a file has another one now: (label of the model, attname, name) → name.
Renamed = Callable[[Table, str, str], str]


def replace_all(copy: CopyFile, *, renamed: Renamed, progress: Callable[[int], None]) -> int:
    """Empty every table and write the rows of the copy. Returns how many texts lost a character (`Incoming`).

    Nothing but SQL runs: no signals, no `save`, no e-mails. Foreign keys are checked by the database, here at the
    end, for they are all deferrable. Raises RestoreError; the caller's transaction must then be rolled back.
    """
    keep_others_out()
    empty()
    known = {table.label: table for table in copied()}
    replaced = 0
    for table_copy in copy.manifest.tables:
        replaced += _fill(copy, known[table_copy.model], table_copy, renamed, progress)
    _start_over_running_tasks()
    set_counters(copy.manifest.sequences)
    try:
        connection.check_constraints()
    except DatabaseError as error:
        raise RestoreError(_("Las filas de la copia no concuerdan entre sí: %(error)s") % {"error": error}) from error
    _check_counts(copy, known)
    for app in apps.get_app_configs():  # what an app that the copy did not know brings
        create_contenttypes(app, verbosity=0, interactive=False)
        create_permissions(app, verbosity=0, interactive=False)
    return replaced


def keep_others_out() -> None:
    """Until the transaction ends nobody else writes; who reads goes on with the old content (SQLite does both)."""
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(name) for name in emptied())
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")


def empty() -> None:
    """DELETE and not TRUNCATE, which would also keep readers out."""
    with connection.cursor() as cursor:
        for name in emptied():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608 - a name of the schema


def _fill(
    copy: CopyFile, table: Table, table_copy: TableCopy, renamed: Renamed, progress: Callable[[int], None]
) -> int:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column.name) for column in table.columns)
    holes = ", ".join(["%s"] * len(table.columns))
    insert = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({holes})"  # noqa: S608 - names of the schema
    turns = [Incoming(table, column, connection) for column in table.columns]
    files = [i for i, c in enumerate(table.columns) if c.is_file and table.label not in NOT_IN_STORAGE]
    waiting: list[list[Any]] = []
    size = 0

    def write() -> None:
        nonlocal size
        try:
            with connection.cursor() as cursor:
                cursor.executemany(insert, waiting)
        except DatabaseError as error:
            facts = {"table": table.label, "error": error}
            raise RestoreError(_("Una fila de %(table)s no se pudo escribir: %(error)s") % facts) from error
        progress(len(waiting))
        waiting.clear()
        size = 0

    for row in copy.rows(table_copy):
        for i in files:
            if row[i]:
                row[i] = renamed(table, table.columns[i].attname, row[i])
        size += sum(len(value) for value in row if isinstance(value, str))
        try:
            waiting.append([turn(value) for turn, value in zip(turns, row, strict=True)])
        except (ValueError, TypeError, ArithmeticError) as error:
            facts = {"table": table.label, "error": error}
            raise RestoreError(_("La copia tiene en %(table)s un valor que no lo es: %(error)s") % facts) from error
        if len(waiting) >= ROWS_AT_A_TIME or size >= BYTES_AT_A_TIME:
            write()
    if waiting:
        write()
    return sum(turn.replaced for turn in turns)


def _start_over_running_tasks() -> None:
    """What a worker was doing at the moment of the copy, nobody does any more: it waits for a worker again.

    Waiting tasks are part of a copy: a file that nobody has read yet, a letter that nobody has sent. The site's tasks
    look at the record again and may be done twice.
    """
    if apps.is_installed("django_tasks_db"):
        model = apps.get_model("django_tasks_database", "DBTaskResult")
        model.objects.filter(status="RUNNING").update(status="READY", started_at=None, worker_ids=[])


def set_counters(last: dict[str, int]) -> None:
    """Go on counting keys where the copied site stood: the address of something deleted is never another thing's."""
    tables = [table for table in copied() if table.model._meta.auto_field is not None]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in tables:  # SQLite has already gone to the largest key
                least = last.get(table.name, 0)
                cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [least, table.name])
                if not cursor.rowcount and least:
                    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, least])
            return
        for sql in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
            cursor.execute(sql)
        for table in tables:
            if value := last.get(table.name):
                for sequence in connection.introspection.get_sequences(cursor, table.name):
                    name = connection.ops.quote_name(sequence["name"])
                    cursor.execute(
                        f"SELECT setval(%s, GREATEST(%s, (SELECT last_value FROM {name})))",  # noqa: S608
                        [name, value],
                    )


def _check_counts(copy: CopyFile, known: dict[str, Table]) -> None:
    for table_copy in copy.manifest.tables:
        found = known[table_copy.model].rows().count()
        if found != table_copy.rows:
            raise RestoreError(
                _("%(table)s tiene %(found)d filas y la copia %(there)d.")
                % {"table": table_copy.model, "found": found, "there": table_copy.rows}
            )
