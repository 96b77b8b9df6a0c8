"""Dropping files on the upload page."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, UploadedFile

from documents.models import ArchiveFile, FileVersion
from tests import factories
from tests.documents.admin.test_files import body

pytestmark = pytest.mark.django_db
ADD = "/admin/documents/multiple/add/"


def drop(client, file, **fields) -> dict:
    """What the page receives for one dropped file."""
    response = client.post(ADD, {"files[]": file, "title": "Ley", **fields})
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def test_the_upload_page_opens(admin, site_tree):
    page = body(admin.get(ADD))
    assert 'id="fileupload"' in page
    assert "documents/admin/add-files.js" in page


def test_a_dropped_file_is_stored_at_once_and_can_be_finished(admin, site_tree, upload, committing):
    with committing():
        answer = drop(admin, upload(factories.pdf("Texto de la ley")), title="Ley de aguas")

    assert answer["success"]
    made = ArchiveFile.objects.get(pk=answer["doc_id"])
    assert (made.title, made.language, made.uploaded_by_user) == ("Ley de aguas", "es", admin.user)
    assert made.current.number == 1
    assert made.current.state == "ready"
    assert f'name="doc-{made.pk}-language"' in answer["form"]

    prefix = f"doc-{made.pk}"
    finished = admin.post(
        reverse("wagtaildocs:edit_multiple", args=[made.pk]),
        {
            f"{prefix}-title": "Ley de aguas nacionales",
            f"{prefix}-collection": made.collection_id,
            f"{prefix}-tags": "agua",
            f"{prefix}-language": "nah",
        },
    )
    assert json.loads(finished.content)["success"]
    made.refresh_from_db()
    assert (made.title, made.language) == ("Ley de aguas nacionales", "nah")
    assert made.versions.count() == 1


def test_a_copy_is_recognised_before_it_is_stored_with_a_link_to_where_it_is(admin, site_tree, upload):
    known = factories.archive_file(factories.pdf("Texto"), title="Ley <b>vigente</b>")
    before = set(FileVersion.objects.values_list("file"))

    answer = drop(admin, upload(factories.pdf("Texto"), "otro-nombre.pdf"))

    assert not answer["success"]
    assert f"<a href='{reverse('wagtaildocs:edit', args=[known.pk])}'>" in answer["error_message"]
    assert "Ley &lt;b&gt;vigente&lt;/b&gt;" in answer["error_message"]  # the page adds it as HTML
    assert ArchiveFile.objects.count() == 1
    assert set(FileVersion.objects.values_list("file")) == before
    assert not UploadedFile.objects.exists()


def test_of_the_same_bytes_dropped_twice_the_second_is_recognised(admin, site_tree, upload):
    first = drop(admin, upload(factories.pdf("Texto"), "a.pdf"))
    second = drop(admin, upload(factories.pdf("Texto"), "b.pdf"))

    assert first["success"]
    assert "ya está en el acervo" in second["error_message"]
    assert ArchiveFile.objects.count() == 1


def test_bytes_of_an_older_version_are_recognised_with_its_number(admin, site_tree, upload):
    made = factories.archive_file(factories.pdf("Viejo"), title="Ley")
    made.file.save("ley.pdf", upload(factories.pdf("Nuevo")), save=True)

    answer = drop(admin, upload(factories.pdf("Viejo")))

    assert "es la versión 1 de" in answer["error_message"]


def test_a_copy_of_what_one_may_not_open_does_not_give_its_title_away(editor, site_tree, upload):
    factories.archive_file(factories.pdf("Texto"), title="Expediente reservado")

    answer = drop(editor, upload(factories.pdf("Texto")))

    assert "ya está en el acervo" in answer["error_message"]
    assert "reservado" not in answer["error_message"]
    assert "<a" not in answer["error_message"]


@pytest.mark.parametrize(("content", "name", "sentence"), [
    (b"MZ\x90\x00\x03" + b"\x00" * 300, "ley.pdf", "no es de un tipo que el acervo reciba"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'></svg>", "ley.pdf", "no es de un tipo que el acervo"),
])  # fmt: skip
def test_what_the_archive_does_not_take_is_refused_by_its_content(admin, site_tree, upload, content, name, sentence):
    answer = drop(admin, upload(content, name))

    assert not answer["success"]
    assert sentence in answer["error_message"]
    assert not ArchiveFile.objects.exists()


def test_a_file_that_is_too_big_is_refused_with_the_limit(admin, site_tree, upload, settings):
    settings.UPLOAD_MAX_MB = 0.001
    answer = drop(admin, upload(factories.pdf("Texto " * 500)))

    assert "Divídalo o comprímalo" in answer["error_message"]


def test_a_title_that_is_too_long_is_asked_again_and_the_file_is_kept_aside(admin, site_tree, upload, committing):
    answer = drop(admin, upload(factories.pdf("Texto"), "ley.pdf"), title="L" * 300)
    assert answer["success"]
    kept = UploadedFile.objects.get(pk=answer["uploaded_file_id"])
    assert kept.file.name.split("/")[0] == "wagtail_uploads"
    assert len(kept.file.name.split("/")[1]) > 16  # a folder that nobody guesses
    prefix = f"uploaded-document-{kept.pk}"
    url = reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[kept.pk])
    data = {
        f"{prefix}-collection": Collection.get_first_root_node().pk,
        f"{prefix}-tags": "",
        f"{prefix}-language": "es",
    }

    with committing():
        finished = json.loads(admin.post(url, {**data, f"{prefix}-title": "Ley"}).content)

    assert finished["success"], finished
    made = ArchiveFile.objects.get(pk=finished["doc_id"])
    assert made.current.number == 1
    assert made.filename == "ley.pdf"
    assert b"".join(admin.get(made.current.get_absolute_url())) == factories.pdf("Texto")
    assert not UploadedFile.objects.exists()


def test_what_was_kept_aside_is_compared_again_when_it_is_finished(admin, site_tree, upload):
    answer = drop(admin, upload(factories.pdf("Texto")), title="L" * 300)
    factories.archive_file(factories.pdf("Texto"), title="Llegó primero")
    pk = answer["uploaded_file_id"]
    prefix = f"uploaded-document-{pk}"

    finished = admin.post(
        reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[pk]),
        {
            f"{prefix}-title": "Ley",
            f"{prefix}-collection": Collection.get_first_root_node().pk,
            f"{prefix}-tags": "",
            f"{prefix}-language": "es",
        },
    )

    answer = json.loads(finished.content)
    assert not answer["success"]
    assert "Llegó primero" in answer["form"]
    assert ArchiveFile.objects.count() == 1


def test_a_file_that_is_public_by_now_is_not_taken_back_from_the_upload_page(admin, site_tree):
    made = factories.archive_file(factories.pdf("Texto"), first_public_at=timezone.now())

    answer = json.loads(admin.post(reverse("wagtaildocs:delete_multiple", args=[made.pk])).content)

    assert not answer["success"]
    assert "Retírelo" in answer["error_message"]
    assert ArchiveFile.objects.filter(pk=made.pk).exists()


def test_an_unused_upload_is_taken_back(admin, site_tree, upload):
    answer = drop(admin, upload(factories.pdf("Texto")))
    gone = json.loads(admin.post(reverse("wagtaildocs:delete_multiple", args=[answer["doc_id"]])).content)
    assert gone["success"]
    assert not ArchiveFile.objects.exists()


def test_the_single_upload_form_recognises_a_copy_at_the_field(admin, site_tree, upload):
    factories.archive_file(factories.pdf("Texto"), title="Ley vigente")

    response = admin.post("/admin/documents/add/", {
        "title": "Otra", "file": upload(factories.pdf("Texto")), "tags": "", "language": "es",
        "collection": Collection.get_first_root_node().pk,
    })  # fmt: skip

    assert "Ley vigente" in body(response)
    assert ArchiveFile.objects.count() == 1


def test_the_file_chooser_takes_a_new_file_and_recognises_a_copy(admin, site_tree, upload):
    url = reverse("wagtaildocs_chooser:create")
    data = {
        "document-chooser-upload-title": "Ley", "document-chooser-upload-tags": "",
        "document-chooser-upload-language": "es",
        "document-chooser-upload-collection": Collection.get_first_root_node().pk,
    }  # fmt: skip

    def send():
        return admin.post(url, {**data, "document-chooser-upload-file": upload(factories.pdf("Texto"))})

    assert json.loads(send().content)["step"] == "chosen"
    again = json.loads(send().content)
    assert again["step"] == "reshow_creation_form"
    assert "ya está en el acervo" in again["htmlFragment"]
    assert ArchiveFile.objects.count() == 1


def test_nobody_uploads_without_the_permission(site_tree, editor, upload):
    from wagtail.models import GroupCollectionPermission

    GroupCollectionPermission.objects.all().delete()
    response = editor.post(ADD, {"files[]": upload(factories.pdf("Texto")), "title": "Ley"})
    assert response.status_code == 302
    assert not ArchiveFile.objects.exists()


RACE = """
import json, shutil, sys, threading
import django
django.setup()
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from documents.models import ArchiveFile, FileVersion
from tests import factories

content, answers, barrier = factories.pdf("Texto " * 50), [], threading.Barrier(3)
user = User.objects.get(username="jefa")

def send(name):
    client = Client()
    client.force_login(user)
    barrier.wait()
    file = SimpleUploadedFile(name, content)
    answers.append(json.loads(client.post(sys.argv[1], {"files[]": file, "title": name}).content)["success"])
    connection.close()

threads = [threading.Thread(target=send, args=(f"{n}.pdf",)) for n in range(3)]
for t in threads: t.start()
for t in threads: t.join()
made = ArchiveFile.objects.get()
print(json.dumps({"answers": sorted(answers), "versions": FileVersion.objects.count(),
                  "whole": made.current.file.open("rb").read() == content}))
shutil.rmtree(settings.DATA_DIR)
"""


def test_of_three_simultaneous_uploads_of_the_same_bytes_one_is_stored_whole(admin, tmp_path):
    """In a process of its own, on a database in a file: the suite's own, in memory, cannot be shared by threads."""
    import os
    import subprocess
    import sys

    from django.db import connection

    from tests.needs import ROOT

    if connection.vendor != "sqlite":
        pytest.skip("copies the suite's database, which it can do on SQLite only")
    (tmp_path / "race.sqlite3").write_bytes(connection.connection.serialize())
    done = subprocess.run(
        [sys.executable, "-c", RACE, ADD],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
            "DJANGO_SETTINGS_MODULE": "acervo.settings.test",
            "TEST_DATABASE_URL": f"sqlite:///{tmp_path / 'race.sqlite3'}",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {"answers": [False, False, True], "versions": 1, "whole": True}
