"""Writing one row: the record, its file and its revision, in the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import File
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from documents.models import ArchiveFile, CollectionPage, FileVersion, GenericRecordPage, RecordFile, RecordPage

from .outcomes import PlannedRow
from .vocabulary import MANY, ONE, TermRef


@dataclass(slots=True)
class Written:
    """What writing a row made, for the batch to remember."""

    page: RecordPage
    revision: Revision | None = None
    revision_before: Revision | None = None
    was_live: bool = False
    version: FileVersion | None = None
    file_was_new: bool = False
    version_added: bool = False
    terms: list[tuple[str, int]] = field(default_factory=list)


class Writer:
    """Writes rows of a plan. Not atomic by itself: the caller opens a transaction for each row."""

    def __init__(self, *, publish: bool, user: Any, reason: str) -> None:
        self.publish, self.user, self.reason = publish, user, reason
        self._terms: dict[tuple[type, str], int] = {}

    def forget(self) -> None:
        """After a transaction that was rolled back: terms made in it do not exist."""
        self._terms.clear()

    def create(self, row: PlannedRow) -> Written:
        """Make the record below its collection, with its file."""
        parent = CollectionPage.objects.get(pk=row.collection_id)
        page = GenericRecordPage(
            title=row.title,
            slug=free_slug(parent, row.title),
            locale=parent.locale,
            live=False,
            owner=self.user,
            show_in_menus=False,
        )
        written = Written(page)
        self._set(page, row.values, written)
        written_file = self._file(row, page, written)
        if written_file is not None:
            page.record_files = [RecordFile(file=written_file, sort_order=0)]
        parent.add_child(instance=page)  # Wagtail logs it, by its owner
        self._set_many(page, row.values, written)
        for name in MANY:
            getattr(page, name).commit()
        self._revise(page, written)
        return written

    def update(self, row: PlannedRow) -> Written:
        """Change the record where the row differs; on top of its draft when it has one."""
        stored = RecordPage.objects.select_for_update().get(pk=row.page_id).specific
        before = stored.latest_revision or stored.save_revision(changed=False, clean=False)
        page = stored.get_latest_revision_as_object() if stored.has_unpublished_changes else stored
        written = Written(page, revision_before=before, was_live=stored.live)
        old_title = page.title
        self._set(page, row.values, written)
        self._set_many(page, row.values, written)
        if row.archive_file_id is not None:
            self._new_version(row, written)
        elif (added := self._file(row, page, written, unless_there=True)) is not None:
            links = list(page.record_files.all())
            page.record_files = [*links, RecordFile(file=added, sort_order=len(links))]
        if page.title != old_title:
            self._retitle_files(page, old_title)
        page.full_clean()
        self._revise(page, written)
        return written

    def _set(self, page: RecordPage, values: dict[str, Any], written: Written) -> None:
        for name, value in values.items():
            if name in ONE:
                setattr(page, f"{name}_id", self._term(value, written) if value else None)
            elif name not in MANY:
                setattr(page, name, value)
        page.draft_title = page.title

    def _set_many(self, page: RecordPage, values: dict[str, Any], written: Written) -> None:
        """The fields with several terms, which need a saved record."""
        for name, model in MANY.items():
            if name in values:
                keys = [self._term(ref, written) for ref in values[name]]
                getattr(page, name).set(model.objects.filter(pk__in=keys))

    def _term(self, ref: TermRef, written: Written) -> int:
        key = (ref.model, ref.code)
        if key not in self._terms:
            term, made = ref.resolve()
            self._terms[key] = term.pk
            if made:
                written.terms.append((ref.model.vocabulary, term.pk))
        return self._terms[key]

    def _file(
        self, row: PlannedRow, page: RecordPage, written: Written, *, unless_there: bool = False
    ) -> ArchiveFile | None:
        """The file to link: a new one, or the one that has the bytes already."""
        if row.file is None:
            return None
        sha = row.file.sha256
        if unless_there:
            linked: Iterable[int] = [link.file_id for link in page.record_files.all()]
            if ArchiveFile.objects.filter(pk__in=linked, current__sha256=sha).exists():
                return None
        if row.borrowed_file_id is not None:
            return ArchiveFile.objects.get(pk=row.borrowed_file_id)
        if row.shared and (same := FileVersion.objects.filter(sha256=sha).order_by("pk").first()):
            return same.archive_file
        archive_file = ArchiveFile(title=page.title, language=page.language, uploaded_by_user=self.user)
        self._store(archive_file, row)
        written.version, written.file_was_new = archive_file.current, True
        return archive_file

    def _new_version(self, row: PlannedRow, written: Written) -> None:
        archive_file = ArchiveFile.objects.get(pk=row.archive_file_id)
        self._store(archive_file, row)
        written.version, written.version_added = archive_file.current, True

    def _store(self, archive_file: ArchiveFile, row: PlannedRow) -> None:
        assert row.file is not None  # noqa: S101 - the callers check
        archive_file.version_reason, archive_file.version_user = self.reason, self.user
        with row.file.path.open("rb") as opened:
            archive_file.file = File(opened, name=row.file.stored_name)
            archive_file.save()

    def _retitle_files(self, page: RecordPage, old_title: str) -> None:
        ArchiveFile.objects.filter(pk__in=[link.file_id for link in page.record_files.all()], title=old_title).update(
            title=page.title
        )

    def _revise(self, page: RecordPage, written: Written) -> None:
        written.revision = page.save_revision(user=self.user, log_action=True, clean=False)
        if self.publish:
            written.revision.publish(user=self.user)


def free_slug(parent: Page, title: str) -> str:
    """An address for `title` that no sibling has."""
    base = slugify(title)[:80].rstrip("-") or "registro"
    taken = set(parent.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def reason_of(source: str) -> str:
    """Why a version was added, as its history shows."""
    return (_("Importación de %(source)s") % {"source": source})[:255]
