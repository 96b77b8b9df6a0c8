"""Citizens' reports: easy to send, read by somebody before they are public, answered."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from acervo.base import spam
from acervo.history.services import changes_of
from documents.models import ArchiveImage
from observatorio.models import CitizenReport
from observatorio.services import citizen_reports
from observatorio.services.public_version import PublicMonument
from tests.observatorio import loop
from tests.observatorio.test_photos import picture, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(monkeypatch):
    """As if the page had been open for a minute."""
    monkeypatch.setattr(spam, "MIN_AGE", dt.timedelta(0))


def address(monument) -> str:
    return reverse("monuments:report", args=[monument.code])


def sent(client, monument, **fields):
    """What a browser sends: the form is opened first, for its stamp."""
    html = client.get(address(monument)).content.decode()
    stamp = re.search(r'name="sello" value="([^"]+)"', html)[1]
    values = {"kind": "dano", "text": "Se cayó la cornisa.", "seen_on": "", "name": "", "email": "", "sello": stamp,
              "sitio_web": ""}  # fmt: skip
    return client.post(address(monument), values | fields)


def public_part(monument) -> str:
    page = Template("{% load inspection_loop %}{% citizen_reports monument %}")
    return page.render(Context({"monument": PublicMonument(monument)}))


def test_the_form_opens_for_damage_or_for_a_correction(client, site_tree):
    monument = loop.monument()
    for kind, label in (("dano", "Daño"), ("correccion", "Corrección")):
        html = client.get(address(monument), {"tipo": kind}).content.decode()
        checked = re.search(r'<input[^>]*value="([^"]+)"[^>]*checked', html)
        assert checked[1] == kind
        assert label in html
        assert "Aviso de privacidad" in html
    assert client.get(address(loop.monument(live=False))).status_code == 404


def test_a_report_gets_a_folio_and_waits_for_somebody(client, site_tree, later, committing, mailoutbox):
    moderators = Group.objects.create(name="Quienes moderan")
    moderators.permissions.add(Permission.objects.get(codename="change_citizenreport"))
    moderator = loop.user(name="moderadora", email="moderadora@ejemplo.mx")
    moderator.groups.add(moderators)
    loop.user(name="otra", email="otra@ejemplo.mx")
    monument = loop.monument()
    photo = SimpleUploadedFile("casa de Fulana.jpg", picture("JPEG"), "image/jpeg")
    with committing():
        response = sent(client, monument, photo=photo, email="juana@ejemplo.mx", seen_on="2026-01-05")
    assert response.status_code == 302, response.content.decode()
    page = client.get(response["Location"]).content.decode()
    report = CitizenReport.objects.get()
    assert report.folio in page
    assert "cornisa" not in page
    assert (report.state, report.seen_on) == ("pendiente", dt.date(2026, 1, 5))
    assert "cornisa" not in public_part(monument)
    # The photograph: clean, under a name of ours, where the public cannot reach it.
    with report.photo.file.open("rb") as file:
        assert told(file.read()) == []
    assert "Fulana" not in report.photo.file.name
    assert report.photo.camera["latitude"] == 22.775
    assert client.get(report.photo.get_rendition("width-20").url).status_code == 404
    # Only who may decide is told, each in a letter of their own.
    assert [mail.to for mail in mailoutbox] == [["moderadora@ejemplo.mx"]]
    assert report.folio in mailoutbox[0].subject
    assert reverse("observatorio_reports:edit", args=[report.pk]) in mailoutbox[0].body


def test_a_receipt_cannot_be_made_up(client, site_tree):
    report = loop.report()
    good = citizen_reports.receipt(report)
    code = report.monument.code
    assert client.get(reverse("monuments:report_thanks", args=[code, good])).status_code == 200
    for receipt in (str(report.pk), good[:-2] + "xx"):
        assert client.get(reverse("monuments:report_thanks", args=[code, receipt])).status_code == 404
    other = loop.monument().code
    assert client.get(reverse("monuments:report_thanks", args=[other, good])).status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "necesario"),
        ({"seen_on": "2999-01-01"}, "ya pasó"),
        ({"sitio_web": "http://spam"}, "debe quedar vacío"),
        ({"text": "http://a http://b http://c http://d"}, "enlaces"),
        ({"photo": SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>", "image/jpeg")}, "x.jpg"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, site_tree, later, fields, words):
    response = sent(client, loop.monument(), **({"name": "Juana Tecleada"} | fields))
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert "Juana Tecleada" in html
    assert not CitizenReport.objects.exists()
    assert not ArchiveImage.objects.exists()


def test_a_form_sent_at_once_and_one_sent_too_often_are_refused(client, site_tree, monkeypatch):
    monument = loop.monument()
    assert "demasiado pronto" in sent(client, monument).content.decode()
    monkeypatch.setattr(spam, "MIN_AGE", dt.timedelta(0))
    answers = [sent(client, monument).status_code for _number in range(6)]
    assert answers == [302] * 5 + [422]


def test_only_accepted_reports_are_on_the_page_with_their_answer_and_without_the_person():
    monument = loop.monument()
    for state in ("pendiente", "aceptado", "atendido", "rechazado"):
        report = loop.report(monument, text=f"Reporte {state} del muro")
        if state != "pendiente":
            citizen_reports.moderate(report, state=state, by=None, answer=f"Respuesta {state}")
    html = public_part(monument)
    for state, shown in (("pendiente", False), ("aceptado", True), ("atendido", True), ("rechazado", False)):
        assert (f"Reporte {state}" in html) == shown
        assert (f"Respuesta {state}" in html) == (shown and state != "pendiente")
    assert "Juana" not in html
    assert "ejemplo.mx" not in html


def test_the_photo_becomes_public_with_its_report_and_carries_nothing(client, committing):
    report = loop.report(photo=loop.clean(picture("JPEG")))
    citizen_reports.moderate(report, state="aceptado", by=None)
    html = public_part(report.monument)
    image = re.search(r'<img[^>]*src="([^"]+)"', html)[1]
    response = client.get(image)
    assert response.status_code == 200
    assert told(b"".join(response.streaming_content)) == []


def test_the_citizen_is_told_once_for_each_decision(committing, mailoutbox):
    report = loop.report()
    with committing():
        citizen_reports.moderate(report, state="aceptado", by=None, answer="Irá alguien.")
    with committing():
        citizen_reports.moderate(report, state="aceptado", by=None, answer="Irá alguien.")
    assert [mail.to for mail in mailoutbox] == [["juana@ejemplo.mx"]]
    assert "Irá alguien." in mailoutbox[0].body
    assert report.folio in mailoutbox[0].subject
    quiet = loop.report(email="")
    with committing():
        citizen_reports.moderate(quiet, state="rechazado", by=None)
    assert len(mailoutbox) == 1


def test_the_text_may_be_mended_before_it_is_public_and_the_original_stays_in_the_history():
    report = loop.report(text="El vecino Pedro López rompió la puerta.")
    citizen_reports.moderate(report, state="aceptado", by=None, text="Rompieron la puerta.")
    assert "Pedro" not in public_part(report.monument)
    assert changes_of(report).get(field="text").old == "El vecino Pedro López rompió la puerta."


# --- The queue ----------------------------------------------------------------------------------------
def test_the_queue_has_first_what_nobody_has_read(admin_client, site_tree):
    old = loop.report(text="Vieja")
    read = loop.report(text="Leída")
    citizen_reports.moderate(read, state="aceptado", by=None)
    CitizenReport.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=30))
    html = admin_client.get(reverse("observatorio_reports:index")).content.decode()
    old.refresh_from_db()
    assert html.index(old.folio) < html.index(read.folio)
    only = admin_client.get(reverse("observatorio_reports:index"), {"state": "aceptado"}).content.decode()
    assert read.folio in only
    assert old.folio not in only


def test_a_moderator_reads_answers_and_sends_somebody_to_look(admin_client, admin_user, site_tree):
    report = loop.report(photo=loop.clean(picture("JPEG")))
    edit = reverse("observatorio_reports:edit", args=[report.pk])
    html = admin_client.get(edit).content.decode()
    assert report.folio in html
    assert "Juana Pérez" in html
    assert "22.775" in html
    assert "<img" in html
    values = {"text": report.text, "state": "atendido", "answer": "", "inspection_wanted": "on"}
    assert "Diga qué se hizo" in admin_client.post(edit, values).content.decode()
    response = admin_client.post(edit, values | {"answer": "Se apuntaló."})
    assert response.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.moderated_by, report.inspection_wanted) == ("atendido", admin_user, True)
    overdue = admin_client.get(reverse("observatorio_inspections:overdue")).content.decode()
    assert report.monument.name in overdue
    assert "Por un reporte" in overdue


def test_nobody_writes_reports_in_the_admin_nor_reads_them_without_permission(admin_client, client, site_tree):
    assert admin_client.get(reverse("observatorio_reports:add")).status_code == 302
    report = loop.report()
    client.force_login(loop.user(name="nadie"))
    for address in (reverse("observatorio_reports:index"), reverse("observatorio_reports:edit", args=[report.pk])):
        assert client.get(address).status_code == 302
