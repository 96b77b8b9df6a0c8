"""Taking a batch back: the archive is as it was before, or nothing is touched and a list says why.

Records that the batch made are deleted with their files, also when they have been public: undoing is the one exception
to «a public file is only withdrawn», because a batch that is undone should never have come in. Records that it changed
return to the revision they had. What somebody did to one of them after the batch stops the undo, unless it is forced.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from documents.models import (
    VOCABULARIES,
    ArchiveFile,
    BatchState,
    FileVersion,
    ImportBatch,
    ImportRow,
    RecordFile,
    RecordPage,
    RowOutcome,
)  # fmt: skip
from documents.storage import archive_storage
from search import indexing
from search.engines.base import IndexBusy

from . import history
from .lock import import_lock
from .run import mark_dead_batches


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A row that cannot be undone without losing what somebody did later."""

    row: int
    title: str
    reason: str

    def __str__(self) -> str:
        return _("fila %(row)d, «%(title)s»: %(reason)s") % {
            "row": self.row,
            "title": self.title,
            "reason": self.reason,
        }


class UndoRefused(Exception):
    """Nothing was undone; `obstacles` says why, row by row."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__("; ".join(map(str, obstacles)))
        self.obstacles = obstacles


@dataclass(slots=True)
class Undone:
    """What undoing did."""

    deleted: int = 0
    restored: int = 0
    files: int = 0
    terms: int = 0
    kept: list[str] = field(default_factory=list)


def obstacles(batch: ImportBatch) -> list[Obstacle]:
    """What was done after the batch to the records it made or changed."""
    found = []
    for row in _rows(batch):
        if row.page is None:
            continue  # somebody deleted it: nothing left to undo
        reason = ""
        revision = history.memory(row).get("revision")
        if row.page.latest_revision_id != revision:
            later = ImportRow.objects.filter(page=row.page, batch__pk__gt=batch.pk, outcome=RowOutcome.UPDATED)
            other = later.order_by("-pk").first()
            if other is not None and history.memory(other).get("revision") == row.page.latest_revision_id:
                reason = _("otra importación lo cambió después; deshaga primero el lote %(batch)d") % {
                    "batch": other.batch_id
                }
            else:
                reason = _("alguien lo editó después")
        elif row.outcome == RowOutcome.CREATED and _translations(row.page).exists():
            reason = _("tiene una traducción")
        elif row.page.current_workflow_state is not None:
            reason = _("está en revisión")
        elif row.file_was_new and row.file_version is not None:
            if row.file_version.archive_file.current_id != row.file_version_id:
                reason = _("alguien cambió su archivo después")
            elif _other_records(row).exists():
                reason = _("otro registro usa su archivo")
        if reason:
            found.append(Obstacle(row.number, row.title, reason))
    return found


def undo(batch: ImportBatch, *, user: Any = None, force: bool = False) -> Undone:
    """Undo the whole batch in one transaction. Raises UndoRefused, with nothing changed, when something is in the way.

    `force` undoes anyway: later edits of its records are lost; a file that another record uses is kept and named.
    Raises ImportBusy while an import is being written. Undoing what is undone does nothing.
    """
    done = Undone()
    with import_lock():
        mark_dead_batches()
        with transaction.atomic(), indexing.batch():
            batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if batch.state == BatchState.UNDONE:
                return done
            if not force and (found := obstacles(batch)):
                raise UndoRefused(found)
            terms: set[tuple[str, int]] = set()
            for row in _rows(batch):
                terms.update((vocabulary, pk) for vocabulary, pk in history.memory(row).get("terms", []))
                if row.outcome == RowOutcome.CREATED:
                    _delete(row, user, done)
                else:
                    _restore(row, user, done)
            _delete_terms(terms, done)
            batch.rows.filter(outcome__in=(RowOutcome.CREATED, RowOutcome.UPDATED)).update(outcome=RowOutcome.UNDONE)
            batch.state, batch.undone_at = BatchState.UNDONE, timezone.now()
            batch.save(update_fields=["state", "undone_at"])
        try:
            indexing.apply_changes()
        except IndexBusy:
            pass  # whoever writes the index now looks into the outbox afterwards
    return done


def _rows(batch: ImportBatch) -> list[ImportRow]:
    """The rows that did something, the last first."""
    rows = batch.rows.filter(outcome__in=(RowOutcome.CREATED, RowOutcome.UPDATED)).order_by("-number")
    return list(rows.select_related("page", "file_version__archive_file", "revision_before"))


def _translations(page: Page):
    return Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)


def _other_records(row: ImportRow):
    assert row.file_version is not None  # noqa: S101 - the callers check
    return RecordFile.objects.filter(file=row.file_version.archive_file_id).exclude(page=row.page_id).exclude(
        page__import_rows__batch=row.batch_id, page__import_rows__outcome=RowOutcome.CREATED
    )  # fmt: skip


def _delete(row: ImportRow, user: Any, done: Undone) -> None:
    version = row.file_version
    if row.page is not None:
        row.page.specific.delete(user=user)
        done.deleted += 1
    if version is None or not row.file_was_new:
        return
    _delete_file(version.archive_file, done)


def _delete_file(archive_file: ArchiveFile, done: Undone) -> None:
    if RecordFile.objects.filter(file=archive_file).exists():
        done.kept.append(_("El archivo «%(title)s» se conserva: otro registro lo usa.") % {"title": archive_file.title})
        return
    names = list(archive_file.versions.values_list("file", flat=True))
    archive_file.first_public_at = None  # see the top of this file
    archive_file.delete()
    done.files += 1
    transaction.on_commit(lambda: _delete_bytes(names))


def _delete_bytes(names: list[str]) -> None:
    """The storage itself keeps what a version still has."""
    for name in names:
        archive_storage().delete(name)


def _restore(row: ImportRow, user: Any, done: Undone) -> None:
    if row.page is None:
        return
    if history.memory(row).get("version_added") and row.file_version is not None:
        _remove_version(row.file_version, done)
    page = row.page.specific
    if row.revision_before is not None:
        before = row.revision_before.as_object()
        revision = before.save_revision(user=user, clean=False, log_action=True, previous_revision=row.revision_before)
        ArchiveFile.objects.filter(record_files__page=page, title=page.title).update(title=before.title)
        _same_as_before(row, revision.pk)
        if row.was_live and (row.batch.publish or page.live_revision_id == row.revision_before_id):
            revision.publish(user=user)
        elif page.live and not row.was_live:
            RecordPage.objects.get(pk=page.pk).unpublish(user=user)
    done.restored += 1
    if row.file_was_new and row.file_version is not None:
        RecordFile.objects.filter(page=page, file=row.file_version.archive_file_id).delete()
        _delete_file(row.file_version.archive_file, done)


def _same_as_before(row: ImportRow, revision_id: int) -> None:
    """What an earlier import wrote is there again, as another revision: it can be undone too."""
    for earlier in ImportRow.objects.filter(page=row.page, batch__lt=row.batch_id):
        remembered = history.memory(earlier)
        if remembered.get("revision") == row.revision_before_id:
            remembered["revision"] = revision_id
            earlier.save(update_fields=["changes"])


def _remove_version(version: FileVersion, done: Undone) -> None:
    """Take the version off its file's chain; the one before is the newest again."""
    archive_file = ArchiveFile.objects.select_for_update().get(pk=version.archive_file_id)
    previous = archive_file.versions.filter(number__lt=version.number).order_by("-number").first()
    if previous is None:
        return
    if archive_file.current_id == version.pk:
        archive_file.current, archive_file.file = previous, previous.file.name
        archive_file.file_size = previous.size
        archive_file.save(update_fields=["current", "file", "file_size"])
    name = str(version.file.name)
    version.delete()
    done.files += 1
    transaction.on_commit(lambda: _delete_bytes([name]))


def _delete_terms(terms: set[tuple[str, int]], done: Undone) -> None:
    """Delete the terms that the batch made, unless something else uses them by now."""
    for vocabulary, pk in sorted(terms):
        term = VOCABULARIES[vocabulary].objects.filter(pk=pk).first()
        if term is None or (hasattr(term, "records") and term.records.exists()):
            continue
        try:
            with transaction.atomic():
                term.delete()
        except models.ProtectedError:
            continue
        done.terms += 1
