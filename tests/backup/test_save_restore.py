"""A site copied and put back within one process: what comes back, what goes, what is refused, what is left alone."""

import io
import os
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from taggit.models import Tag
from wagtail.images import get_image_model
from wagtail.models import Page

from acervo.backup import restoring, rows_in, saving, snapshot
from acervo.backup.contents import contents
from acervo.backup.errors import BackupError, NeedsConfirmation, RestoreError
from acervo.backup.places import STAGED, places, work_root
from acervo.backup.tables import copied, table_of
from acervo.base.stored import StorageUnavailable
from documents.models import ArchiveFile, FileVersion
from documents.storage import ArchiveStorage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_indexes(request, monkeypatch):
    """Building the indexes takes longer than all the rest; who wants them asks for `indexes`."""
    if "indexes" not in request.fixturenames:
        monkeypatch.setattr(restoring.aftermath, "build_indexes", lambda tell: [])


@pytest.fixture
def indexes():
    """The indexes are really built."""


def everything() -> dict:
    return {table.label: sorted(map(repr, snapshot.rows(table))) for table in copied()}


def files() -> dict[str, str | None]:
    return {f"{place.name}/{name}": place.sha256(name) for place in places() for name in place.names()}


def wreck(site) -> None:
    """Change, delete and add."""
    site.record.delete()
    site.image.delete()
    Tag.objects.create(name="de después", slug="de-despues")
    get_user_model().objects.create_superuser("intrusa", password="x")
    made = ArchiveFile(title="De después")
    made.file.save("despues.txt", ContentFile(b"despues"), save=False)
    made.save()


def test_what_was_changed_deleted_and_added_is_as_it_was(small_site, make_copy):
    before, stored = everything(), files()
    copy = make_copy()
    wreck(small_site)
    added = ArchiveFile.objects.get(title="De después").file.name
    restored = restoring.restore(copy, replace=True)
    assert everything() == before
    assert files() == stored
    assert None not in stored.values()
    assert restored.rows == sum(map(len, before.values()))
    assert (restored.warnings, restored.lacking, restored.renamed) == ([], 0, 0)
    assert not ArchiveStorage().exists(added), "a file of the replaced site is still there"
    assert Page.find_problems() == ([], [], [], [], [])


def test_nothing_of_the_site_runs_while_rows_are_written(small_site, make_copy, mailoutbox):
    copy, heard = make_copy(), []
    post_save.connect(handler := lambda **kwargs: heard.append(kwargs), weak=False)
    try:
        restoring.restore(copy, replace=True)
    finally:
        post_save.disconnect(handler)
    assert [kwargs["sender"]._meta.label for kwargs in heard if kwargs["sender"]._meta.app_label != "search"] == []
    assert mailoutbox == []


def test_search_finds_what_was_restored_and_not_what_went(small_site, make_copy, committing, indexes):
    from search import service
    from search.params import Params

    copy = make_copy()
    small_site.record.title = "Ley de otra cosa"
    with committing():
        small_site.record.save_revision().publish()
    assert service.find(Params(q="«otra cosa»")).total == 1
    restoring.restore(copy, replace=True)
    assert service.find(Params(q="«otra cosa»")).total == 0
    assert service.find(Params(q="«Ley de prueba»")).total == 1


def test_a_site_with_content_is_not_replaced_unless_asked_and_says_what_it_has(small_site, make_copy):
    copy, before = make_copy(), everything()
    with pytest.raises(NeedsConfirmation) as refused:
        restoring.restore(copy)
    assert dict(refused.value.lost)["archivos"] == 1
    assert everything() == before


def test_a_new_site_has_nothing_to_lose(db):
    assert contents() == []


def test_keys_that_were_given_out_are_not_given_again(small_site, make_copy):
    gone = Tag.objects.create(name="se borra", slug="se-borra")
    key = gone.pk
    gone.delete()
    copy = make_copy()
    rows_in.empty()
    with transaction.atomic():
        rows_in.replace_all(copy, renamed=lambda _table, _column, name: name, progress=lambda _count: None)
    assert Tag.objects.create(name="nueva", slug="nueva").pk > key


def test_a_row_that_cannot_be_written_leaves_the_database_as_it_was(small_site, make_copy, monkeypatch):
    copy, before = make_copy(), everything()
    monkeypatch.setattr(rows_in, "set_counters", lambda last: Page.objects.filter(depth=3).delete())
    with pytest.raises(RestoreError, match=r"no concuerdan|filas y la copia"):
        restoring.restore(copy, replace=True)
    assert everything() == before


def test_a_file_that_is_lacking_is_told_and_does_not_stop_the_copy(small_site, make_copy, tmp_path):
    path = Path(small_site.file.file.path)
    path.unlink()
    saved = saving.save(tmp_path / "otra.tar")
    name = f"documents/{small_site.file.file.name}"
    assert saved.lacking == [name]
    copy = make_copy()
    assert copy.manifest.lacking == [name]
    assert restoring.restore(copy, replace=True).lacking == 1
    assert ArchiveFile.objects.get().file.name == small_site.file.file.name


def test_an_archived_file_with_other_bytes_is_told_and_mended_by_a_good_copy(small_site, make_copy, tmp_path):
    good = make_copy("buena.tar")
    path = Path(small_site.file.file.path)
    path.chmod(0o640)
    path.write_bytes(b"cambiado")
    assert saving.save(tmp_path / "mala.tar").damaged == [f"documents/{small_site.file.file.name}"]
    restoring.restore(good, replace=True)
    assert path.read_bytes() == b"segunda"


def test_an_image_of_the_old_site_keeps_its_name_until_the_database_is_the_copys(small_site, make_copy, monkeypatch):
    """Killed before the commit, the old site still has its own bytes under its own names."""
    copy = make_copy()
    name, bytes_of_copy = small_site.image.file.name, default_storage.open(small_site.image.file.name).read()
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"otra imagen"))
    monkeypatch.setattr(rows_in, "replace_all", _killed)
    with pytest.raises(KeyboardInterrupt):
        restoring.restore(copy, replace=True)
    assert default_storage.open(name).read() == b"otra imagen"
    monkeypatch.undo()
    restored = restoring.restore(copy, replace=True)
    image = get_image_model().objects.get()
    assert restored.renamed == 1
    assert image.file.name != name
    assert image.file.read() == bytes_of_copy
    assert not default_storage.exists(name)


def _killed(*args, **kwargs):
    raise KeyboardInterrupt


def test_a_half_written_file_of_a_killed_restore_is_written_again(small_site, make_copy):
    copy = make_copy()
    place = next(place for place in places() if place.name == "media")
    name = small_site.image.file.name
    source = default_storage.open(name).read()
    sha = place.sha256(name)
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"otra imagen"))
    other = place.put(name, io.BytesIO(source), sha)
    Path(default_storage.path(other)).write_bytes(source[:10])
    assert place.put(name, io.BytesIO(source), sha) == other
    assert place.sha256(other) == sha
    assert copy.manifest.file_count == 3


def test_running_tasks_wait_again_and_waiting_ones_still_do(small_site, make_copy):
    common = {
        "args_kwargs": {"args": [], "kwargs": {}}, "task_path": "x.y", "backend_name": "default",
        "run_after": timezone.now(), "exception_class_path": "", "traceback": "",
    }  # fmt: skip
    DBTaskResult.objects.create(status="READY", **common)
    DBTaskResult.objects.create(status="RUNNING", started_at=timezone.now(), worker_ids=["a"], **common)
    DBTaskResult.objects.create(status="SUCCESSFUL", return_value=None, **common)
    restoring.restore(make_copy(), replace=True)
    found = DBTaskResult.objects.order_by("status").values_list("status", "started_at")
    assert list(found) == [("READY", None), ("READY", None), ("SUCCESSFUL", None)]


def test_sessions_are_neither_copied_nor_kept(small_site, make_copy, client):
    from django.contrib.sessions.models import Session

    client.force_login(get_user_model().objects.create_superuser("admin", password="x"))
    assert Session.objects.count() == 1
    restoring.restore(make_copy(), replace=True)
    assert Session.objects.count() == 0


def test_work_in_progress_comes_back_and_what_came_later_goes(small_site, make_copy):
    sheet = work_root() / "tabular" / "7" / "hoja"
    sheet.parent.mkdir(parents=True)
    sheet.write_bytes(b"a,b")
    (work_root() / "tabular" / "x.lock").write_bytes(b"")
    copy = make_copy()
    sheet.write_bytes(b"otra")
    (work_root() / "imports").mkdir()
    (work_root() / "imports" / "de-otro.csv").write_bytes(b"")
    restoring.restore(copy, replace=True)
    assert sheet.read_bytes() == b"a,b"
    assert not (work_root() / "imports" / "de-otro.csv").exists()
    assert not (work_root() / STAGED).exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda manifest: manifest.migrations.append(["home", "9999_later"]), "no tiene .home.9999_later.* Instale"),
        (lambda manifest: manifest.migrations.remove(manifest.migrations[-1]), "versión anterior"),
        (lambda manifest: manifest.tables.pop(), "no son las de esta versión"),
        (lambda manifest: manifest.files.update(otro=[1, 1]), "un almacén que aquí no hay: otro"),
    ],
)
def test_a_copy_of_another_version_is_refused_and_says_what_to_do(small_site, make_copy, change, words):
    copy, before = make_copy(), everything()
    change(copy.manifest)
    with pytest.raises(RestoreError, match=words):
        restoring.restore(copy, replace=True)
    assert everything() == before


def test_a_disk_that_is_too_small_is_noticed_before_anything_is_written(small_site, make_copy, monkeypatch):
    copy = make_copy()
    copy.manifest.files["media"][1] = 1 << 60
    with pytest.raises(RestoreError, match=r"quedan .* MB y la copia necesita"):
        restoring.restore(copy, replace=True)
    monkeypatch.setattr(saving, "free_space", lambda folder: (folder, 1))
    with pytest.raises(BackupError, match="quedan 0 MB"):
        make_copy("no-cabe.tar")


def test_a_storage_that_does_not_answer_gives_no_copy_rather_than_one_with_holes(small_site, tmp_path, monkeypatch):
    def silent(self, name):
        raise StorageUnavailable("503")

    monkeypatch.setattr(ArchiveStorage, "stream", silent)
    with pytest.raises(BackupError, match="no responde"):
        saving.save(tmp_path / "c.tar")
    assert list(tmp_path.glob("c.tar*")) == []


def test_a_copy_replaces_another_only_when_asked_and_only_its_owner_reads_it(small_site, tmp_path):
    path = tmp_path / "c.tar"
    path.write_bytes(b"de ayer")
    with pytest.raises(BackupError, match="ya existe"):
        saving.save(path)
    assert path.read_bytes() == b"de ayer"
    saving.save(path, overwrite=True)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_copy_does_not_take_the_place_of_a_device(small_site, tmp_path):
    """Not even when asked to replace: run by root, it would take /dev/null from the whole machine."""
    path = tmp_path / "c.tar"
    path.symlink_to(os.devnull)
    with pytest.raises(BackupError, match="no es un archivo"):
        saving.save(path, overwrite=True)
    assert path.is_char_device()


def test_a_copy_that_fails_leaves_what_was_there(small_site, tmp_path, monkeypatch):
    path = tmp_path / "c.tar"
    path.write_bytes(b"de ayer")
    monkeypatch.setattr(saving._Job, "end", _killed)
    with pytest.raises(KeyboardInterrupt):
        saving.save(path, overwrite=True)
    assert path.read_bytes() == b"de ayer"
    assert [found.name for found in tmp_path.glob("c.tar*")] == ["c.tar"]


def test_rows_are_read_a_few_at_a_time(small_site, django_assert_max_num_queries):
    """Not one query for each row, and not all rows at once: the iterator gives them as they are asked for."""
    with django_assert_max_num_queries(1):
        first = next(snapshot.rows(table_of(FileVersion)))
    assert len(first) == len(table_of(FileVersion).columns)
