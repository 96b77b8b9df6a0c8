"""Files in the admin: list, versions, reading, withdrawal, deletion."""

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.enums import IngestState
from documents.models import ArchiveFile, FileVersion
from tests import factories

pytestmark = pytest.mark.django_db
INDEX = "/admin/documents/"


def edit_url(made: ArchiveFile) -> str:
    return reverse("wagtaildocs:edit", args=[made.pk])


def form_data(made: ArchiveFile, **changes) -> dict:
    return {"title": made.title, "collection": made.collection_id, "tags": "", "language": made.language} | changes


def body(response) -> str:
    response.render() if hasattr(response, "render") and not response.is_rendered else None
    return response.content.decode()


def test_the_list_shows_state_pages_language_and_versions(admin, site_tree):
    factories.ingested(factories.pdf("Uno", "Dos", "Tres"), title="Ley de tres páginas")
    refused = factories.archive_file(factories.pdf("Otra"), title="Ley rechazada")
    FileVersion.objects.filter(pk=refused.current_id).update(state=IngestState.REFUSED, refusal="encrypted")

    page = body(admin.get(INDEX))

    assert "Listo" in page
    assert "Rechazado" in page
    assert "Español" in page
    assert "Páginas" in page
    assert "#icon-warning" in page  # the word has its icon


def test_the_list_is_narrowed_to_the_files_in_one_state(admin, site_tree):
    factories.ingested(factories.pdf("Uno"), title="Ley leída")
    refused = factories.archive_file(factories.pdf("Otra"), title="Ley rechazada")
    FileVersion.objects.filter(pk=refused.current_id).update(state=IngestState.REFUSED)

    page = body(admin.get(INDEX, {"state": "refused"}))

    assert "Ley rechazada" in page
    assert "Ley leída" not in page


@pytest.mark.parametrize("filters", [{"tagged": "0"}, {"withdrawn": "0"}, {"used": "0"}, {"language": "es"}])
def test_every_filter_works_together_with_a_search(admin, site_tree, filters):
    factories.ingested(factories.pdf("Uno"), title="Ley de aguas")

    response = admin.get(INDEX + "results/", {"q": "aguas", **filters})

    assert response.status_code == 200
    assert "Ley de aguas" in body(response)


def test_the_list_costs_the_same_queries_for_many_files(admin, site_tree, django_assert_max_num_queries):
    for number in range(3):
        factories.archive_file(factories.pdf(f"Ley {number}"), title=f"Ley {number}")
    admin.get(INDEX)
    with django_assert_max_num_queries(60) as few:
        admin.get(INDEX)
    for number in range(3, 15):
        factories.archive_file(factories.pdf(f"Ley {number}"), title=f"Ley {number}")

    with django_assert_max_num_queries(60) as many:
        admin.get(INDEX)

    assert len(many) == len(few)


def test_replacing_a_file_adds_a_version_and_the_old_address_keeps_the_old_bytes(admin, site_tree, upload, committing):
    old, new = factories.pdf("Texto de 2016"), factories.pdf("Texto de 2020")
    made = factories.archive_file(old, title="Ley")
    first = made.current.get_absolute_url()

    with committing():
        response = admin.post(edit_url(made), form_data(made, file=upload(new), version_reason="Reforma de 2020"))

    assert response.status_code == 302, body(response)
    made.refresh_from_db()
    assert made.versions.count() == 2
    assert made.current.number == 2
    assert made.current.reason == "Reforma de 2020"
    assert made.current.created_by == admin.user
    assert b"".join(admin.get(first)) == old
    assert b"".join(admin.get(made.current.get_absolute_url())) == new
    page = body(admin.get(edit_url(made)))
    for shown in ("Reforma de 2020", first, made.current.sha256, made.current.get_absolute_url(), "jefa"):
        assert shown in page


def test_going_back_to_older_bytes_is_a_third_version(admin, site_tree, upload):
    old, new = factories.pdf("Texto de 2016"), factories.pdf("Texto de 2020")
    made = factories.archive_file(old, title="Ley")
    admin.post(edit_url(made), form_data(made, file=upload(new)))
    made.refresh_from_db()

    admin.post(edit_url(made), form_data(made, file=upload(old)))

    made.refresh_from_db()
    assert made.current.number == 3
    assert b"".join(admin.get(made.current.get_absolute_url())) == old


def test_the_same_bytes_again_are_no_new_version(admin, site_tree, upload):
    made = factories.archive_file(factories.pdf("Texto"), title="Ley")

    response = admin.post(edit_url(made), form_data(made, title="Otro título", file=upload(factories.pdf("Texto"))))

    assert "idéntico a la versión vigente" in body(response)
    assert "Otro título" in body(response)  # what was typed is still there
    assert made.versions.count() == 1


def test_saving_only_the_title_adds_no_version(admin, site_tree):
    made = factories.archive_file(factories.pdf("Texto"), title="Ley")

    admin.post(edit_url(made), form_data(made, title="Ley corregida"))

    made.refresh_from_db()
    assert made.title == "Ley corregida"
    assert made.versions.count() == 1


def test_the_edit_page_says_why_a_file_was_refused_and_how_to_mend_it(admin, site_tree):
    made = factories.archive_file(factories.pdf("Texto"))
    FileVersion.objects.filter(pk=made.current_id).update(
        state=IngestState.REFUSED, refusal="encrypted", warnings=["charset_guessed"]
    )

    page = body(admin.get(edit_url(made)))

    assert "pide una contraseña" in page
    assert "Compruebe los acentos" in page
    assert "Volver a leer" in page


def test_reading_again_leaves_the_file_ready(admin, site_tree, committing):
    made = factories.archive_file(factories.pdf("Texto"))
    FileVersion.objects.filter(pk=made.current_id).update(state=IngestState.REFUSED, refusal="too_slow")

    with committing():
        response = admin.post(reverse("acervo_admin:retry", args=[made.pk]))

    assert response.status_code == 302
    made.current.refresh_from_db()
    assert made.current.state == IngestState.READY
    assert made.current.page_count == 1


def test_reading_again_is_never_asked_by_a_link(admin, site_tree):
    made = factories.archive_file(factories.pdf("Texto"))
    assert admin.get(reverse("acervo_admin:retry", args=[made.pk])).status_code == 405


def test_a_withdrawn_file_leaves_a_tombstone_with_the_reason_and_can_come_back(admin, client, site_tree):
    made = factories.ingested(factories.pdf("Texto"))
    record = factories.record(site_tree.collection)
    factories.attach(record, made)
    record.save_revision().publish()
    address = made.current.get_absolute_url()
    assert client.get(address).status_code == 200

    page = body(admin.get(reverse("acervo_admin:withdraw_file", args=[made.pk])))
    assert record.title in page
    response = admin.post(
        reverse("acervo_admin:withdraw_file", args=[made.pk]), {"reason": "Contenía datos personales"}
    )

    assert response.status_code == 302
    gone = client.get(address)
    assert gone.status_code == 410
    assert "Contenía datos personales" in body(gone)
    assert "Contenía datos personales" in body(admin.get(edit_url(made)))

    admin.post(reverse("acervo_admin:restore_file", args=[made.pk]))
    assert client.get(address).status_code == 200


def test_withdrawing_without_a_reason_is_refused_at_the_field(admin, site_tree):
    made = factories.archive_file(factories.pdf("Texto"))

    response = admin.post(reverse("acervo_admin:withdraw_file", args=[made.pk]), {"reason": "  "})

    assert response.status_code == 200
    made.refresh_from_db()
    assert not made.is_withdrawn


# --- Deleting -----------------------------------------------------------------------------------------
def test_a_file_that_was_never_public_is_deleted_with_all_of_its_bytes(admin, site_tree, upload, committing):
    made = factories.archive_file(factories.pdf("Uno"))
    admin.post(edit_url(made), form_data(made, file=upload(factories.pdf("Dos"))))
    paths = [version.file.path for version in made.versions.all()]

    with committing():
        response = admin.post(reverse("wagtaildocs:delete", args=[made.pk]))

    assert response.status_code == 302
    assert not ArchiveFile.objects.filter(pk=made.pk).exists()
    import os

    assert not [path for path in paths if os.path.exists(path)]


def test_deleting_what_was_public_is_refused_and_points_at_withdrawing(admin, site_tree):
    made = factories.archive_file(factories.pdf("Uno"), first_public_at=timezone.now())
    url = reverse("wagtaildocs:delete", args=[made.pk])

    for response in (admin.get(url), admin.post(url)):
        page = body(response)
        assert response.status_code in (200, 409)
        assert "ya fue público" in page
        assert reverse("acervo_admin:withdraw_file", args=[made.pk]) in page
    assert ArchiveFile.objects.filter(pk=made.pk).exists()


def test_deleting_what_a_record_uses_is_refused_with_the_record(admin, site_tree):
    made = factories.archive_file(factories.pdf("Uno"))
    record = factories.record(site_tree.collection, title="Ley que la usa", live=False)
    factories.attach(record, made)

    response = admin.post(reverse("wagtaildocs:delete", args=[made.pk]))

    assert response.status_code == 409
    assert "Ley que la usa" in body(response)
    assert ArchiveFile.objects.filter(pk=made.pk).exists()


def test_deleting_what_only_a_draft_uses_is_refused_too(admin, site_tree):
    from documents.models import RecordFile

    made = factories.archive_file(factories.pdf("Uno"))
    record = factories.record(site_tree.collection, title="Ley en borrador")
    record.record_files.add(RecordFile(file=made))
    record.save_revision()  # the published page does not have it

    response = admin.post(reverse("wagtaildocs:delete", args=[made.pk]))

    assert response.status_code == 409
    assert "Ley en borrador" in body(response)


def test_a_draft_still_opens_when_a_file_of_it_is_gone(admin, site_tree):
    from documents.models import RecordFile

    made = factories.archive_file(factories.pdf("Uno"))
    record = factories.record(site_tree.collection, title="Ley en borrador")
    record.record_files.add(RecordFile(file=made))
    record.save_revision()
    made.delete()  # from a script, say

    response = admin.get(reverse("wagtailadmin_pages:edit", args=[record.pk]))

    assert response.status_code == 200


def test_deleting_many_leaves_what_may_not_go_and_says_so(admin, site_tree):
    free = factories.archive_file(factories.pdf("Uno"), title="Archivo suelto")
    public = factories.archive_file(factories.pdf("Dos"), title="Archivo público", first_public_at=timezone.now())
    url = f"/admin/bulk/documents/archivefile/delete/?id={free.pk}&id={public.pk}&next={INDEX}"

    page = body(admin.get(url))
    assert "ya fue público" in page
    response = admin.post(url, follow=True)

    assert response.status_code == 200
    assert "No se borró «Archivo público»" in body(response)
    assert not ArchiveFile.objects.filter(pk=free.pk).exists()
    assert ArchiveFile.objects.filter(pk=public.pk).exists()


# --- Permissions --------------------------------------------------------------------------------------
def test_an_editor_meets_no_control_that_refuses_on_files_of_others(editor, site_tree):
    made = factories.archive_file(factories.pdf("Uno"), title="De otra persona")

    assert "De otra persona" not in body(editor.get(INDEX))
    for name in ("retry", "withdraw_file", "restore_file"):
        response = editor.post(reverse(f"acervo_admin:{name}", args=[made.pk]), {"reason": "x"})
        assert response.status_code == 302  # Wagtail's way of saying no
        assert response["Location"] == "/admin/"
    made.refresh_from_db()
    assert not made.is_withdrawn
