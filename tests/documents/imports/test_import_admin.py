"""Importing from the admin, as an editor does it."""

import csv
import io
import zipfile

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from documents.models import BatchState, GenericRecordPage, ImportBatch
from documents.services.imports import lock, staging
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tree(site_tree, search_index, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    return site_tree


@pytest.fixture
def editor(site_tree, django_user_model):
    """Somebody of the office who may publish in «Leyes» and add files."""
    group = Group.objects.create(name="Archivo")
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group, page=site_tree.collection, permission=Permission.objects.get(codename=codename)
        )
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    add = Permission.objects.get(content_type__app_label="wagtaildocs", codename="add_document")
    GroupCollectionPermission.objects.create(group=group, collection=Collection.get_first_root_node(), permission=add)
    user = django_user_model.objects.create_user("archivo", password="x")
    user.groups.add(group)
    return user


@pytest.fixture
def admin(client, editor):
    client.force_login(editor)
    return client


def zipped(**files: bytes) -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return SimpleUploadedFile("leyes.zip", out.getvalue(), "application/zip")


def listed(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("lista.csv", "\r\n".join(lines).encode("cp1252"), "text/csv")


A, B = factories.pdf("Ley de Aguas"), factories.pdf("Ley de Bosques")


def upload(admin, site_tree, *, archive=None, manifest=None, **data):
    files = {"archive": archive or zipped(**{"a.pdf": A, "b.pdf": B})}
    if manifest is not None:
        files["manifest"] = manifest
    return admin.post(
        reverse("acervo_imports:new"), {"collection": site_tree.collection.pk, **files, **data}, follow=True
    )


def test_an_editor_tries_mends_imports_and_undoes(admin, site_tree, committing):
    faulty = listed(
        "archivo;titulo;fecha;estatus", "a.pdf;Ley de Educación;1992-12-29;x", "b.pdf;Ley de Bosques;ayer;x"
    )
    page = upload(admin, site_tree, manifest=faulty, publish="on").content.decode()
    assert "Nuevo: 1" in page
    assert "Rechazado: 1" in page
    assert "fila 3, columna «fecha»: «ayer» no es una fecha" in page
    assert "«estatus»" in page
    assert not GenericRecordPage.objects.exists()
    assert not ImportBatch.objects.exists()

    mended = listed("archivo;titulo;fecha", "a.pdf;Ley de Educación;1992-12-29", "b.pdf;Ley de Bosques;2003")
    response = upload(admin, site_tree, manifest=mended, publish="on")
    assert "Nuevo: 2" in response.content.decode()
    token = response.request["PATH_INFO"].rstrip("/").rpartition("/")[2]
    with committing():
        response = admin.post(reverse("acervo_imports:write", args=[token]), follow=True)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.created_by.username, batch.source) == (BatchState.DONE, "archivo", "leyes.zip")
    page = response.content.decode()
    assert "Nuevo: 2" in page
    assert "Terminado" in page
    assert GenericRecordPage.objects.filter(live=True).count() == 2
    assert GenericRecordPage.objects.first().owner.username == "archivo"
    assert not staging.Staging(token).files.exists()

    report = admin.get(reverse("acervo_imports:report", args=[batch.pk]))
    rows = list(csv.DictReader(io.StringIO(report.content.decode("utf-8-sig"))))
    assert [row["resultado"] for row in rows] == ["Nuevo", "Nuevo"]
    assert rows[0]["direccion"].endswith("/acervo/leyes/ley-de-educacion/")
    assert "leyes.zip" in admin.get(reverse("acervo_imports:batches")).content.decode()

    ask = admin.get(reverse("acervo_imports:undo", args=[batch.pk])).content.decode()
    assert "Se borrarán 2 registros" in ask
    assert GenericRecordPage.objects.count() == 2
    with committing():
        response = admin.post(reverse("acervo_imports:undo", args=[batch.pk]), follow=True)
    assert "Se borraron 2 registros" in response.content.decode()
    assert not GenericRecordPage.objects.exists()


def test_undoing_names_what_somebody_edited_and_needs_a_second_word(admin, site_tree):
    response = upload(admin, site_tree)
    token = response.request["PATH_INFO"].rstrip("/").rpartition("/")[2]
    admin.post(reverse("acervo_imports:write", args=[token]))
    record = GenericRecordPage.objects.first()
    record.abstract = "Trabajo de alguien"
    record.save_revision()
    address = reverse("acervo_imports:undo", args=[ImportBatch.objects.get().pk])
    page = admin.post(address).content.decode()
    assert "alguien lo editó después" in page
    assert GenericRecordPage.objects.count() == 2
    admin.post(address, {"force": "1"})
    assert not GenericRecordPage.objects.exists()


def test_the_list_may_be_inside_the_zip_and_the_folder_too(admin, site_tree):
    inside = zipped(**{"leyes__a.pdf": A, "leyes__lista.csv": b"archivo,titulo\na.pdf,Ley interior\n"})
    page = upload(admin, site_tree, archive=inside).content.decode()
    assert "Ley interior" in page
    assert "Nuevo: 1" in page


def test_a_hostile_zip_is_refused_with_a_sentence(admin, site_tree):
    page = upload(admin, site_tree, archive=zipped(**{"..__..__fuera.pdf": A})).content.decode()
    assert "no se admite" in page
    assert "Subir de nuevo" in page
    no_zip = SimpleUploadedFile("leyes.zip", b"esto no es un zip", "application/zip")
    assert "no es un ZIP" in upload(admin, site_tree, archive=no_zip).content.decode()


def test_a_trial_that_is_not_done_says_so_and_asks_again_by_itself(admin, editor, site_tree):
    waiting = staging.stage(zipped(**{"a.pdf": A}), None, staging.Status(editor.pk, "leyes.zip", "leyes", False))
    response = admin.get(reverse("acervo_imports:trial", args=[waiting.token]))
    assert response["Refresh"] == "2"
    assert "espera su turno" in response.content.decode()


def test_a_running_batch_shows_its_progress_and_a_dead_one_can_be_resumed(admin, editor, site_tree):
    response = upload(admin, site_tree)
    token = response.request["PATH_INFO"].rstrip("/").rpartition("/")[2]
    upload_ = staging.Staging(token)
    batch = ImportBatch.objects.create(
        source="leyes.zip", created_by=editor, collection=site_tree.collection, total=2, manifest_sha256="x"
    )
    status = upload_.read()
    status.phase, status.batch = staging.Phase.WRITING, batch.pk
    upload_.write(status)
    address = reverse("acervo_imports:batch", args=[batch.pk])
    with lock.import_lock():
        response = admin.get(address)
        assert response["Refresh"] == "2"
        assert "Van 0 de 2 renglones" in response.content.decode()
        assert "Deshacer esta importación" not in response.content.decode()
    response = admin.get(address)
    assert "Refresh" not in response
    assert "se interrumpió" in response.content.decode()
    response = admin.post(reverse("acervo_imports:resume", args=[batch.pk]), follow=True)
    assert "Terminado" in response.content.decode()
    assert GenericRecordPage.objects.count() == 2


def test_the_sample_list_is_offered(admin):
    response = admin.get(reverse("acervo_imports:sample"))
    assert response["Content-Type"].startswith("text/csv")
    assert response.content.decode("utf-8-sig").startswith("archivo,titulo,tipo,")


def test_only_collections_where_one_may_write_are_offered(admin, site_tree):
    from documents.models import CollectionPage

    site_tree.archive.add_child(instance=CollectionPage(title="Reservada", slug="reservada", locale=site_tree.spanish))
    page = admin.get(reverse("acervo_imports:new")).content.decode()
    assert "Leyes" in page
    assert "Reservada" not in page


def test_nobody_else_sees_an_upload_and_nobody_without_permission_sees_anything(
    admin, client, site_tree, django_user_model
):
    response = upload(admin, site_tree)
    trial = response.request["PATH_INFO"]
    outsider = django_user_model.objects.create_user("visita", password="x")
    outsider.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(outsider)
    for address in (trial, reverse("acervo_imports:batches"), reverse("acervo_imports:new")):
        assert client.get(address).status_code in (302, 403)
    client.logout()
    assert client.get(trial).status_code == 302
    assert client.get(reverse("acervo_imports:sample")).status_code == 302


def test_the_menu_leads_there(admin):
    assert reverse("acervo_imports:batches") in admin.get(reverse("wagtailadmin_home")).content.decode()
