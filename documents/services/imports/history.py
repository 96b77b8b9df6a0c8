"""What an `ImportRow` remembers in its `changes` beyond the fields: enough to recognise a record and to undo.

{"fields": [{"column", "label", "old", "new"}…],   what a person reads
 "name": "2020-acta.pdf",                         the name that recognises the record in a later run
 "revision": 12,                                  the revision this row made: a later one is somebody else's
 "terms": [["temas", 3]…],                        terms that this row made
 "version_added": true}                           the row's file version was added to a file that existed
"""

from collections.abc import Iterable
from typing import Any, TypedDict

from documents.models import ImportRow, RowOutcome


class Memory(TypedDict, total=False):
    fields: list[dict[str, str]]
    name: str
    revision: int
    terms: list[tuple[str, int]]
    version_added: bool


def memory(row: ImportRow) -> Memory:
    """What the row remembers; empty for refused rows."""
    return row.changes if isinstance(row.changes, dict) else {}  # type: ignore[return-value]


def field_changes(row: ImportRow) -> list[dict[str, str]]:
    return memory(row).get("fields", [])


def names_of(page_ids: Iterable[int]) -> dict[int, str]:
    """Record → the name of the file it was made from, for the records that an import made."""
    rows = ImportRow.objects.filter(page__in=list(page_ids), outcome=RowOutcome.CREATED).order_by("pk")
    pairs: Iterable[tuple[int, Any]] = rows.values_list("page_id", "changes")
    return {page: changes["name"] for page, changes in pairs if isinstance(changes, dict) and changes.get("name")}


def own_revisions(page_ids: Iterable[int]) -> set[int]:
    """The revisions of these records that imports made."""
    rows = ImportRow.objects.filter(page__in=list(page_ids)).values_list("changes", flat=True)
    return {changes["revision"] for changes in rows if isinstance(changes, dict) and changes.get("revision")}
