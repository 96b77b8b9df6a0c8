"""The tables that spreadsheets can be imported into; domain apps register them in `ready()`."""

from .table import Table

_tables: dict[str, Table] = {}


def register(table: Table) -> None:
    _tables[table.name] = table


def table(name: str) -> Table:
    """Raises KeyError if no table has that name."""
    return _tables[name]


def tables() -> list[Table]:
    return list(_tables.values())
