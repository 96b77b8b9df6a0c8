"""The report on files, the editors' home, and what the admin looks like by default."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.enums import IngestState
from documents.models import ArchiveImage, FileVersion
from tests import factories
from tests.documents.admin.test_files import body

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/archivos/"


@pytest.fixture
def files(site_tree):
    ready = factories.ingested(factories.pdf("Uno"), title="Ley leída")
    refused = factories.archive_file(factories.pdf("Dos"), title="Ley cifrada")
    waiting = factories.archive_file(factories.pdf("Tres"), title="Ley escaneada")
    FileVersion.objects.filter(pk=refused.current_id).update(state=IngestState.REFUSED, refusal="encrypted")
    FileVersion.objects.filter(pk=waiting.current_id).update(state=IngestState.WAITING_OCR, scanned_pages=4)
    record = factories.record(site_tree.collection, title="Registro que espera")
    factories.attach(record, refused)
    return ready, refused, waiting


def test_the_report_gives_each_file_its_state_reason_and_records(admin, files):
    page = body(admin.get(REPORT))
    for shown in (
        "Ley leída",
        "Ley cifrada",
        "Rechazado",
        "pide una contraseña",
        "En espera de OCR",
        "Registro que espera",
    ):
        assert shown in page
    assert reverse("wagtaildocs:edit", args=[files[1].pk]) in page


@pytest.mark.parametrize(("situation", "shown"), [
    ("refused", {"Ley cifrada"}), ("waiting_ocr", {"Ley escaneada"}), ("ready", {"Ley leída"}),
    ("untagged", {"Ley leída"}), ("unused", {"Ley leída", "Ley escaneada"}), ("withdrawn", set()), ("pending", set()),
])  # fmt: skip
def test_the_report_is_narrowed_to_what_asks_for_work(admin, files, situation, shown):
    page = body(admin.get(REPORT, {"situation": situation}))
    titles = {"Ley leída", "Ley cifrada", "Ley escaneada"}
    assert {title for title in titles if title in page} == shown


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_report_leaves_as_a_spreadsheet_with_the_same_rows(admin, files, form):
    response = admin.get(REPORT, {"export": form, "situation": "refused"})
    content = b"".join(response.streaming_content)
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        assert [row["Archivo"] for row in rows] == ["Ley cifrada"]
        assert rows[0]["Estado"] == "Rechazado"
        assert "contraseña" in rows[0]["Motivo y avisos"]
        assert rows[0]["Registros"] == "Registro que espera"
        assert rows[0]["SHA-256"] == files[1].current.sha256
    else:
        assert content[:2] == b"PK"


def test_the_report_shows_an_editor_only_files_of_their_own(editor, files):
    assert "Ley cifrada" not in body(editor.get(REPORT))


def test_the_home_of_an_editor_says_which_files_ask_for_work_and_opens_the_usual_doors(admin, files, site_tree):
    page = body(admin.get("/admin/"))

    assert f"{REPORT}?situation=refused" in page
    assert "Rechazado: 1" in page
    assert "En espera de OCR: 1" in page
    minutes = reverse("actas:choose_parent")
    assert minutes in page
    assert reverse("wagtaildocs:add_multiple") in page
    door = admin.get(minutes)
    assert door["Location"] == f"/admin/pages/add/documents/minutespage/{site_tree.collection.pk}/"


def test_every_door_on_the_home_of_a_restricted_editor_opens(editor, site_tree, files):
    page = body(editor.get("/admin/"))
    for url in (reverse("actas:choose_parent"), reverse("wagtaildocs:add_multiple"), reverse("registros:index")):
        assert url in page
        response = editor.get(url, follow=True)
        assert response.status_code == 200
        assert response.redirect_chain[-1:] != [("/admin/", 302)]


def test_the_admin_speaks_spanish(admin, site_tree):
    page = body(admin.get("/admin/"))
    assert '<html lang="es-mx"' in page
    assert "Registros" in page


def test_an_image_is_asked_for_its_credit_and_licence(admin, site_tree):
    page = body(admin.get(reverse("wagtailimages:add")))
    assert 'name="credit"' in page
    assert 'name="licence"' in page
    assert ArchiveImage.admin_form_fields[-2:] == ("credit", "licence")


def test_a_new_version_and_a_withdrawal_read_well_in_the_site_history(admin, site_tree, upload):
    from documents.services.withdrawal import withdraw_file

    made = factories.archive_file(factories.pdf("Uno"), title="Ley", first_public_at=timezone.now())
    admin.post(
        reverse("wagtaildocs:edit", args=[made.pk]),
        {"title": "Ley", "collection": made.collection_id, "tags": "", "language": "es",
         "file": upload(factories.pdf("Dos")), "version_reason": "Reforma"},
    )  # fmt: skip
    made.refresh_from_db()
    withdraw_file(made, reason="Datos personales", user=admin.user)

    page = body(admin.get(reverse("wagtailadmin_reports:site_history")))

    assert "Versión 2 agregada: Reforma" in page
    assert "Retirado del acervo. Motivo: Datos personales" in page
