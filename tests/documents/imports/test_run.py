"""Writing a plan: what is in the archive afterwards, and what a second run does."""

import pytest

from documents.models import (
    ArchiveFile,
    BatchState,
    FileVersion,
    GenericRecordPage,
    ImportBatch,
    ImportRow,
    RecordFile,
    RecordType,
)  # fmt: skip
from documents.services.imports.lock import ImportBusy, import_lock
from search.models import Change
from tests import factories

pytestmark = pytest.mark.django_db
HEADERS = "archivo,titulo,tipo,fecha,tema,autoridad"


@pytest.fixture(autouse=True)
def _tree(site_tree, search_index):
    return site_tree


def numbers(summary) -> tuple[int, int, int, int]:
    return summary.created, summary.updated, summary.unchanged, len(summary.refused)


def record(title: str) -> GenericRecordPage:
    return GenericRecordPage.objects.get(title=title)


def test_records_come_in_with_their_metadata_file_and_text(three):
    summary = three.run(publish=True)
    assert numbers(summary) == (3, 0, 0, 0)
    assert summary.pages == 3
    page = record("Ley de Aguas")
    assert (page.live, page.has_unpublished_changes) == (True, False)
    assert (page.issued, page.record_type.code, page.authority.name) == ("1992-12-01", "ley", "Congreso de la Unión")
    assert sorted(theme.code for theme in page.themes.all()) == ["agua", "medio-ambiente"]
    assert record("Reglamento de Costas").issued == "2010-04-03"
    version = page.record_files.get().file.current
    assert version.state == "ready"
    assert version.reason == "Importación de documentos"
    assert "Texto de a.pdf" in version.page_texts.get().text
    assert page.record_files.get().file.title == "Ley de Aguas"
    assert not Change.objects.filter(applied_at=None).exists()


def test_without_publish_they_are_drafts_and_publishing_later_is_a_change(three):
    assert numbers(three.run()) == (3, 0, 0, 0)
    page = record("Ley de Aguas")
    assert not page.live
    assert page.latest_revision is not None
    assert numbers(three.run()) == (0, 0, 3, 0)
    assert numbers(three.run(publish=True)) == (0, 3, 0, 0)
    page.refresh_from_db()
    assert (page.live, page.has_unpublished_changes) == (True, False)
    assert page.themes.count() == 2


def test_a_second_run_changes_nothing(three, dump):
    three.run(publish=True)
    before = dump()
    summary = three.run(publish=True)
    after = dump()
    assert numbers(summary) == (0, 0, 3, 0)
    assert "Nada cambió." in summary.sentences()
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"documents_importbatch", "documents_importrow"}


def test_a_new_title_is_an_update_of_the_same_record(three):
    three.run(publish=True)
    old = record("Ley de Aguas")
    three.list(HEADERS, ["a.pdf", "Ley General de Aguas", "ley", "1992-12-01", "agua", "Congreso de la Unión"])
    plan = three.plan(publish=True)
    changes = {change.label: (change.old, change.new) for change in plan.rows[0].changes}
    assert changes["título"] == ("Ley de Aguas", "Ley General de Aguas")
    assert changes["temas"] == ("Agua, Medio ambiente", "Agua")
    assert numbers(three.run(publish=True)) == (0, 1, 0, 0)
    page = record("Ley General de Aguas")
    assert page.pk == old.pk
    assert page.slug == old.slug
    assert [theme.code for theme in page.themes.all()] == ["agua"]
    assert page.record_files.get().file.title == "Ley General de Aguas"


def test_other_bytes_under_the_same_name_are_a_new_version(three):
    three.run(publish=True)
    three.pdf("a.pdf", "Texto reformado", "Segunda página")
    summary = three.run(publish=True)
    assert numbers(summary) == (0, 1, 2, 0)
    assert summary.pages == 2
    file = record("Ley de Aguas").record_files.get().file
    assert [version.number for version in file.versions.all()] == [2, 1]
    assert "reformado" in file.current.page_texts.first().text
    assert numbers(three.run(publish=True)) == (0, 0, 3, 0)


def test_an_empty_cell_keeps_what_is_there_and_a_hyphen_empties_it(three):
    three.run(publish=True)
    three.list(HEADERS, ["a.pdf", "Ley de Aguas", "", "", "-", "-"])
    three.run(publish=True)
    page = record("Ley de Aguas")
    assert (page.issued, page.record_type.code, page.authority, page.themes.count()) == ("1992-12-01", "ley", None, 0)


def test_the_identifier_recognises_a_record_whose_file_and_title_changed(box):
    box.pdf("viejo.pdf")
    box.list("archivo,titulo,identificador", ["viejo.pdf", "Ley", "L-1"])
    box.run(publish=True)
    box.pdf("nuevo.pdf", "otra cosa")
    box.list("archivo,titulo,identificador", ["nuevo.pdf", "Ley nueva", "L-1"])
    assert numbers(box.run(publish=True)) == (0, 1, 0, 0)
    page = record("Ley nueva")
    assert page.record_files.get().file.versions.count() == 2
    assert numbers(box.run(publish=True)) == (0, 0, 1, 0)


def test_files_of_the_same_name_in_two_folders_are_two_records(box):
    box.pdf("2020/acta.pdf")
    box.pdf("2021/acta.pdf")
    box.list("archivo,titulo", ["2020/acta.pdf", "Acta 2020"], ["2021/acta.pdf", "Acta 2021"])
    assert numbers(box.run()) == (2, 0, 0, 0)
    assert numbers(box.run()) == (0, 0, 2, 0)


def test_a_shared_file_makes_two_records_of_one_file_and_stays_so(box):
    box.pdf("a.pdf", "lo mismo")
    box.pdf("b.pdf", "lo mismo")
    box.list("archivo,titulo,mismo_archivo", ["a.pdf", "Ley A", ""], ["b.pdf", "Ley B", "sí"])
    assert numbers(box.run(publish=True)) == (2, 0, 0, 0)
    assert ArchiveFile.objects.count() == 1
    assert RecordFile.objects.count() == 2
    assert numbers(box.run(publish=True)) == (0, 0, 2, 0)
    box.list("archivo,titulo,mismo_archivo", ["a.pdf", "Ley A1", ""], ["b.pdf", "Ley B1", "sí"])
    assert numbers(box.run(publish=True)) == (0, 2, 0, 0)
    assert set(GenericRecordPage.objects.values_list("title", flat=True)) == {"Ley A1", "Ley B1"}


def test_a_record_that_an_editor_made_by_hand_is_recognised_by_its_file(box, site_tree):
    content = box.pdf("ley.pdf").read_bytes()
    page = factories.record(site_tree.collection, "Ley a mano")
    factories.attach(page, factories.archive_file(content, name="ley.pdf"))
    box.list("archivo,titulo,municipio", ["ley.pdf", "Ley a mano", "Guadalupe"])
    assert numbers(box.run(publish=True)) == (0, 1, 0, 0)
    page.refresh_from_db()
    assert page.municipality == "Guadalupe"


def test_somebodys_draft_is_not_published_by_an_import(three):
    three.run(publish=True)
    page = record("Ley de Aguas")
    page.abstract = "Borrador de alguien"
    page.save_revision()
    three.list(HEADERS, ["a.pdf", "Ley de Aguas corregida", "ley", "", "", ""])
    plan = three.plan(publish=True)
    assert "borrador" in plan.rows[0].reason
    assert numbers(three.run()) == (0, 1, 0, 0)  # without publishing, the change goes on top of the draft
    draft = record("Ley de Aguas").get_latest_revision_as_object()
    assert (draft.title, draft.abstract) == ("Ley de Aguas corregida", "Borrador de alguien")


def test_a_file_that_cannot_be_read_is_stored_and_named(box):
    (box.folder / "roto.pdf").write_bytes(b"%PDF-1.7\nno hay nada aqui\n%%EOF")
    box.list("archivo,titulo", ["roto.pdf", "Ley rota"])
    summary = box.run()
    assert numbers(summary) == (1, 0, 0, 0)
    (unreadable,) = summary.unreadable
    assert (unreadable["row"], unreadable["file"]) == (2, FileVersion.objects.get().filename)
    assert unreadable["reason"].startswith("El archivo está dañado")
    assert "1 archivo se guardó pero no se pudo leer." in summary.sentences()[0]
    assert FileVersion.objects.get().state == "refused"


def test_a_batch_remembers_who_when_what_and_each_row(three, admin_user):
    summary = three.run(publish=True, user=None)
    batch = ImportBatch.objects.get(pk=summary.batch)
    assert batch.state == BatchState.DONE
    assert batch.finished_at >= batch.created_at
    assert (batch.total, len(batch.manifest_sha256)) == (3, 64)
    assert [row.number for row in batch.rows.all()] == [2, 3, 4]


def test_an_interrupted_run_says_so_and_the_next_one_continues_the_batch(three):
    from documents.services.imports.run import run

    def stop(done: int, _total: int, _pages: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    summary = run(three.plan(publish=True), source="documentos", progress=stop)
    assert summary.interrupted
    assert ImportBatch.objects.get().state == BatchState.INTERRUPTED
    again = three.run(publish=True)
    assert again.batch == summary.batch
    assert again.resumed
    assert numbers(again) == (3, 0, 0, 0)
    assert ImportRow.objects.count() == 3


def test_only_one_import_is_written_at_a_time(three):
    with import_lock(), pytest.raises(ImportBusy):
        three.run()
    assert not ImportBatch.objects.exists()


def test_an_unknown_term_is_made_once_and_known_terms_are_reused(three):
    RecordType.for_code("ley", name="Ley")
    three.run()
    assert RecordType.objects.filter(code="ley").count() == 1
    assert set(RecordType.objects.values_list("name", flat=True)) == {"Ley", "Reglamento"}


def test_two_titles_alike_get_two_addresses(box):
    box.pdf("a.pdf")
    box.pdf("b.pdf")
    box.list("archivo,titulo", ["a.pdf", "Ley de Aguas"], ["b.pdf", "Ley de Aguas"])
    box.run()
    assert sorted(GenericRecordPage.objects.values_list("slug", flat=True)) == ["ley-de-aguas", "ley-de-aguas-2"]
