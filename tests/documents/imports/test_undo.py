"""Undoing a batch: the archive is as before, or nothing is touched."""

import uuid
from pathlib import Path

import pytest
from django.conf import settings

from documents.models import ArchiveFile, BatchState, FilePage, FileVersion, GenericRecordPage, ImportBatch, RecordType
from documents.services.imports.undo import UndoRefused, undo
from search.models import Change

pytestmark = pytest.mark.django_db
HEADERS = "archivo,titulo,tipo"


@pytest.fixture(autouse=True)
def _tree(site_tree, search_index, settings, tmp_path):
    return site_tree


def archived() -> set[Path]:
    return {path for path in Path(settings.ARCHIVE_ROOT).rglob("*") if path.is_file()}


def batch(summary) -> ImportBatch:
    return ImportBatch.objects.get(pk=summary.batch)


#: What undoing rightly adds: logs and history. The tables of the archive itself must be as before.
ARCHIVE = (
    "documents_archivefile", "documents_fileversion", "documents_filepage", "documents_recordfile", "documents_theme",
    "documents_authority", "documents_recordtype", "wagtailcore_page", "wagtailcore_referenceindex",
)  # fmt: skip


def test_undoing_the_creation_of_public_records_leaves_the_archive_as_before(three, dump, committing):
    for name in ("a.pdf", "b.pdf", "c.pdf"):  # bytes that no other test has left in the storage
        three.pdf(name, f"Solo aquí: {name} {uuid.uuid4()}")
    before, files = dump(), archived()
    with committing():
        summary = three.run(publish=True)
    assert ArchiveFile.objects.exclude(first_public_at=None).count() == 3
    with committing():
        done = undo(batch(summary))
    assert (done.deleted, done.files) == (3, 3)
    after = dump()
    assert not GenericRecordPage.objects.exists()
    for table in ARCHIVE:
        if table != "wagtailcore_page":  # its parent counts children and dates
            assert after[table] == before[table], table
    assert archived() == files
    assert batch(summary).state == BatchState.UNDONE
    assert not Change.objects.filter(applied_at=None).exists()


def test_updates_return_to_what_was_there(three, committing):
    three.run(publish=True)
    page = GenericRecordPage.objects.get(title="Ley de Aguas")
    first_version = page.record_files.get().file.current
    three.pdf("a.pdf", "Otra redacción")
    three.list(HEADERS, ["a.pdf", "Ley Nueva", "decreto"])
    with committing():
        summary = three.run(publish=True)
    with committing():
        done = undo(batch(summary))
    assert (done.deleted, done.restored) == (0, 1)
    page = GenericRecordPage.objects.get(pk=page.pk)
    assert (page.title, page.record_type.code, page.live) == ("Ley de Aguas", "ley", True)
    assert not page.has_unpublished_changes
    file = page.record_files.get().file
    assert (file.current, file.title, file.versions.count()) == (first_version, "Ley de Aguas", 1)
    assert file.file.name == first_version.file.name
    assert not RecordType.objects.filter(code="decreto").exists()
    assert three.run(publish=True).updated == 1


def test_undoing_a_publication_makes_drafts_again(three):
    three.run()
    summary = three.run(publish=True)
    undo(batch(summary))
    assert not GenericRecordPage.objects.filter(live=True).exists()
    assert GenericRecordPage.objects.count() == 3


def test_what_an_editor_did_later_stops_the_undo_with_a_list(three):
    summary = three.run(publish=True)
    page = GenericRecordPage.objects.get(title="Ley de Aguas")
    page.abstract = "Trabajo de alguien"
    page.save_revision().publish()
    with pytest.raises(UndoRefused) as refused:
        undo(batch(summary))
    (obstacle,) = refused.value.obstacles
    assert str(obstacle) == "fila 2, «Ley de Aguas»: alguien lo editó después"
    assert GenericRecordPage.objects.count() == 3
    assert undo(batch(summary), force=True).deleted == 3


def test_a_later_import_has_to_be_undone_first(three):
    first = three.run(publish=True)
    three.list(HEADERS, ["a.pdf", "Ley General de Aguas", "ley"])
    second = three.run(publish=True)
    with pytest.raises(UndoRefused, match=f"deshaga primero el lote {second.batch}"):
        undo(batch(first))
    undo(batch(second))
    assert undo(batch(first), force=True).deleted == 3


def test_batches_undo_one_after_the_other_without_force(three):
    first = three.run(publish=True)
    three.list(HEADERS, ["a.pdf", "Ley General de Aguas", "ley"])
    undo(batch(three.run(publish=True)))
    assert undo(batch(first)).deleted == 3


def test_terms_that_something_else_uses_by_now_stay(three, site_tree):
    from tests import factories

    summary = three.run()
    factories.record(site_tree.collection, "Otra", record_type=RecordType.objects.get(code="reglamento"))
    undo(batch(summary))
    assert RecordType.objects.filter(code="reglamento").exists()
    assert not RecordType.objects.filter(code="decreto").exists()


def test_records_that_share_a_file_go_together(box):
    box.pdf("a.pdf", "igual")
    box.list("archivo,titulo,mismo_archivo", ["a.pdf", "Ley A", ""], ["a.pdf", "Ley B", "sí"])
    summary = box.run(publish=True)
    done = undo(batch(summary))
    assert (done.deleted, done.files, done.kept) == (2, 1, [])
    assert not FileVersion.objects.exists()
    assert not FilePage.objects.exists()


def test_a_file_that_another_record_uses_stops_the_undo(three, site_tree):
    from tests import factories

    summary = three.run()
    file = GenericRecordPage.objects.get(title="Ley de Aguas").record_files.get().file
    factories.attach(factories.record(site_tree.collection, "De otro"), file)
    with pytest.raises(UndoRefused, match="otro registro usa su archivo"):
        undo(batch(summary))
    done = undo(batch(summary), force=True)
    assert done.kept == ["El archivo «Ley de Aguas» se conserva: otro registro lo usa."]
    assert ArchiveFile.objects.count() == 1


def test_undoing_twice_does_nothing(three):
    summary = three.run()
    undo(batch(summary))
    assert undo(batch(summary)).deleted == 0


def test_what_was_undone_can_be_imported_again(three):
    undo(batch(three.run(publish=True)))
    assert three.run(publish=True).created == 3
