"""Planning an import: what would become of each row. The trial shows the plan, the import writes it; nothing else
decides."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import CollectionPage, RecordPage, RecordType, RowOutcome

from .archive import Archive
from .cells import read_cells
from .current import differences, editable
from .files import check_bytes, find_files
from .folder import Folder
from .listing import rows_of_folder
from .manifest import Manifest, ManifestError, read_manifest
from .matching import Matcher
from .outcomes import PlannedRow
from .permissions import check_permissions, check_state, publication_change
from .vocabulary import TermRef, Vocabularies, warnings_of_new

DEFAULT_TYPE = "Documento"


class PlanError(Exception):
    """Nothing can be planned; the message is a Spanish sentence that says how to mend it."""


@dataclass(slots=True)
class Plan:
    """Every row with its outcome. Holds no database state: writing it later asks again where it matters."""

    manifest: Manifest
    rows: list[PlannedRow]
    publish: bool
    collection: CollectionPage | None = None
    warnings: list[str] = field(default_factory=list)
    has_manifest: bool = True

    @property
    def counts(self) -> dict[str, int]:
        """Outcome → number of rows; all four are present."""
        counted = Counter(row.outcome for row in self.rows)
        return {outcome.value: counted[outcome] for outcome in RowOutcome if outcome != RowOutcome.UNDONE}

    @property
    def refused(self) -> list[dict[str, Any]]:
        return [row.problems_json() for row in self.rows if row.problems]


def make_plan(
    folder: Path,
    *,
    manifest: Path | None = None,
    collection: str = "",
    publish: bool = False,
    user: Any = None,
) -> Plan:
    """Read the folder and the manifest and say what would become of each row. Writes nothing.

    `collection` is a slug. With `user`, rows that this user may not write are refused; without, the caller vouches.
    Raises PlanError or ManifestError when nothing can be planned.
    """
    if not folder.is_dir():
        raise PlanError(_("«%(folder)s» no es una carpeta. Compruebe la ruta.") % {"folder": folder})
    files, archive, vocabularies = Folder(folder), Archive(), Vocabularies()
    default = _default_collection(archive, collection)
    if manifest is not None:
        try:
            table = read_manifest(manifest.read_bytes())
        except OSError as error:
            raise PlanError(_("No se puede leer la lista «%(name)s».") % {"name": manifest}) from error
    else:
        table = rows_of_folder(files)
    headers = {column.field: table.header_of(column.field) for column in table.columns if column is not None}
    rows = [read_cells(row, headers, vocabularies) for row in table.rows]
    plan = Plan(table, rows, publish, default, list(table.warnings), manifest is not None)
    _place(plan, archive, default)
    find_files(rows, files)
    if manifest is None:
        table.sha256 = _hash_of_files(rows)
        for row in rows:
            row.values.pop("identifier", None)
    matcher = Matcher(archive)
    matcher.match(rows)
    check_bytes(rows, archive)
    _give_types(plan, vocabularies)
    _compare(plan, archive, user)
    plan.warnings.extend(warnings_of_new(_terms(rows)))
    plan.warnings.extend(note for row in rows if not row.problems for note in row.notes)
    return plan


def _default_collection(archive: Archive, slug: str) -> CollectionPage | None:
    known = ", ".join(page.slug for page in archive.collections)
    if slug:
        if found := archive.find_collection(slug):
            return found
        raise PlanError(
            _("No hay una colección «%(slug)s». Las que hay: %(known)s. Cree la que falta en el administrador.")
            % {"slug": slug, "known": known or "—"}
        )
    return archive.collections[0] if len(archive.collections) == 1 else None


def _place(plan: Plan, archive: Archive, default: CollectionPage | None) -> None:
    """Give each row its collection: the one of its own cell, else the one of the whole import."""
    known = ", ".join(page.slug for page in archive.collections)
    if default is None and not any(row.row.values.get("collection") for row in plan.rows):
        raise PlanError(_("Diga a qué colección van los registros. Las que hay: %(known)s.") % {"known": known or "—"})
    for row in plan.rows:
        text = row.row.values.get("collection", "")
        page = archive.find_collection(text) if text else default
        if page is None:
            row.refuse(
                "collection",
                text,
                _("«%(value)s» no es una colección") % {"value": text} if text else _("falta la colección"),
                _("escriba una de estas: %(known)s") % {"known": known or "—"},
            )
        else:
            row.collection_id = page.pk


def _give_types(plan: Plan, vocabularies: Vocabularies) -> None:
    """A record has a type; a new one whose row says none is a plain document."""
    untyped = [
        row for row in plan.rows if row.page_id is None and not row.problems and not row.values.get("record_type")
    ]
    for row in untyped:
        row.values["record_type"] = vocabularies.find(RecordType, DEFAULT_TYPE)
    if untyped:
        plan.warnings.append(
            ngettext(
                "%(count)d renglón nuevo no dice de qué tipo es; será «%(type)s».",
                "%(count)d renglones nuevos no dicen de qué tipo son; serán «%(type)s».",
                len(untyped),
            )
            % {"count": len(untyped), "type": DEFAULT_TYPE}
        )


def _compare(plan: Plan, archive: Archive, user: Any) -> None:
    """Find the changes of rows that mean a record, and refuse what the user or the record's state does not allow."""
    ids = [row.page_id for row in plan.rows if row.page_id is not None]
    pages: dict[int, RecordPage] = {}
    for start in range(0, len(ids), 500):
        pages.update(RecordPage.objects.in_bulk(ids[start : start + 500]))
    records = editable(pages.values())
    collections = {page.pk: page for page in archive.collections}
    check_permissions(plan.rows, collections, pages, user=user, publish=plan.publish)
    for row in plan.rows:
        if row.page_id is None or row.problems:
            continue
        page = pages[row.page_id]
        if not plan.has_manifest:
            row.values.pop("title", None)  # made up from the file's name; an editor's is better
        row.changes = [*differences(row, records[page.pk]), *row.changes, *publication_change(page, plan.publish)]
        if row.changes:
            check_state(row, page, publish=plan.publish)
        row.values.setdefault("title", records[page.pk].title)


def _terms(rows: list[PlannedRow]) -> Iterator[tuple[int, TermRef]]:
    for row in rows:
        if row.problems:
            continue
        for value in row.values.values():
            for ref in value if isinstance(value, list) else [value]:
                if isinstance(ref, TermRef):
                    yield row.number, ref


def _hash_of_files(rows: list[PlannedRow]) -> str:
    """What stands for the manifest's hash where there is none: the names and hashes of the files."""
    digest = hashlib.sha256()
    for row in rows:
        if row.file is not None:
            digest.update(f"{row.file.sha256} {row.file.name}\n".encode())
    return digest.hexdigest()


__all__ = ["ManifestError", "Plan", "PlanError", "make_plan"]
