"""The front page of a state and its sections of evidence, documents and courses; its feeds."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acervo.base.states import STATE_NAMES
from agenda.models import AgendaPage
from documents.models import ArchiveImage
from estados.enums import Step, Voice
from estados.models import CoursesPage, DocumentsPage, Evidence, EvidencePage, StepRecord
from estados.services.microsite import make_sections
from tests import factories
from tests.agenda import making as agenda
from tests.estados import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(zacatecas):
    make_sections(zacatecas)
    zacatecas.refresh_from_db()
    return zacatecas


@pytest.fixture
def national(site_tree):
    """The agenda of the whole site."""
    return agenda.calendar(site_tree.home)


@pytest.fixture
def soon() -> str:
    """A day within the time that the agenda looks ahead."""
    return (timezone.localdate() + dt.timedelta(days=30)).isoformat()


# --- The front page -----------------------------------------------------------------------------------
def test_a_state_without_anything_says_so(client, zacatecas):
    html = client.get(zacatecas.url).text
    assert "Sin información: nadie ha registrado todavía los pasos de esta entidad." in html
    assert html.count("Sin información") >= len(Step)
    assert "Sin información: todavía no hay compromisos publicados de esta entidad." in html
    assert "El acervo todavía no tiene documentos públicos de esta entidad." in html
    assert "No hay eventos anunciados." in html
    assert "0 %" not in html
    assert " style=" not in html


def test_the_front_tells_what_the_state_has(client, whole, national, site_tree):
    StepRecord.objects.create(state="32", step=Step.DECLARATION, status="hecho", on="2015-07-02")
    made = making.commitment(title="Red de movilidad ciclista")
    making.verdict(made, Voice.GOVERNMENT, completion="cumplido")
    making.verdict(made, Voice.SOCIETY, completion="limitado")
    making.commitment(making.plan("17"), title="Compromiso de Morelos")
    factories.record(site_tree.collection, "Ley del municipio", state="32")
    factories.record(site_tree.collection, "Ley de Morelos", state="17")
    html = client.get(whole.url).text
    assert "Declarado" in html
    assert "Red de movilidad ciclista" in html
    assert "No coinciden" in html
    assert "Compromiso de Morelos" not in html
    assert "Ley del municipio" in html
    assert "Ley de Morelos" not in html


def test_events_of_the_state_come_from_its_own_calendar_and_from_any_other(client, whole, national, soon):
    own = AgendaPage.objects.child_of(whole).get()
    agenda.event(own, "Mesa del plan", soon)
    agenda.event(own, "Reunión nacional en la agenda propia", soon, state="00")
    agenda.event(national, "Foro en Zacatecas", soon)
    agenda.event(national, "Foro en Morelos", soon, state="17")
    html = client.get(whole.url).text
    for title, seen in (("Mesa del plan", True), ("Reunión nacional en la agenda propia", True), ("Foro en Zacatecas", True), ("Foro en Morelos", False)):  # fmt: skip
        assert (title in html) is seen, title


def test_with_nothing_ahead_the_last_events_are_told(client, whole, national):
    agenda.event(national, "Firma de la Declaración", "2015-07-02")
    html = client.get(whole.url).text
    assert "Lo último en la agenda" in html
    assert "Firma de la Declaración" in html


def test_the_colour_is_drawn_without_an_inline_style(client, site_tree):
    page = making.state(site_tree, "06", colour="#1f6f4a")
    html = client.get(page.url).text
    assert 'fill="#1f6f4a"' in html
    assert " style=" not in html


def test_an_image_that_is_not_public_is_not_shown(client, zacatecas):
    from wagtail.models import Collection, CollectionViewRestriction

    from tests.estados.test_editor_of_a_state import picture

    closed = Collection.get_first_root_node().add_child(name="Cerrada")
    zacatecas.image = picture("Portada", closed)
    zacatecas.save_revision().publish()
    assert "state-image" in client.get(zacatecas.url).text
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    assert "state-image" not in client.get(zacatecas.url).text
    assert ArchiveImage.objects.count() == 1


# --- Evidence -----------------------------------------------------------------------------------------
@pytest.fixture
def milestone(whole):
    return making.milestone(making.commitment(title="Deuda"), "Informe ciudadano")


def test_evidence_is_listed_with_what_it_proves_its_fingerprint_and_the_look_at_its_link(client, milestone, site_tree):
    record = factories.record(site_tree.collection, "Informe de la deuda")
    Evidence.objects.create(milestone=milestone, record=record, sha256="ab" * 32, on=dt.date(2017, 5, 1))
    checked = timezone.make_aware(dt.datetime(2026, 3, 2, 12))
    Evidence.objects.create(
        milestone=milestone, url="https://ejemplo.mx/a", label="Sitio", checked_at=checked, http_status=404
    )
    Evidence.objects.create(milestone=milestone, url="https://ejemplo.mx/b", label="Nuevo")
    html = client.get(EvidencePage.objects.get().url).text
    assert "3 evidencias" in html
    assert "Informe de la deuda" in html
    assert "Informe ciudadano" in html
    assert reverse("verify_result", args=["ab" * 32]) in html
    assert "El enlace respondió con el error 404 el 2 de marzo de 2026" in html
    assert "Enlace aún sin revisar" in html


def test_evidence_by_kind(client, milestone, national):
    Evidence.objects.create(milestone=milestone, event=agenda.event(national, "Foro de movilidad", "2017-05-01"))
    Evidence.objects.create(milestone=milestone, url="https://ejemplo.mx/a", label="Sitio del plan")
    url = EvidencePage.objects.get().url
    html = client.get(url, {"clase": "evento"}).text
    assert "Foro de movilidad" in html
    assert "Sitio del plan" not in html
    assert "Sitio del plan" in client.get(url, {"clase": "no-existe"}).text


def test_a_record_that_is_not_public_is_not_named(client, milestone, site_tree):
    record = factories.record(site_tree.collection, "Borrador secreto", live=False)
    Evidence.objects.create(milestone=milestone, record=record)
    html = client.get(EvidencePage.objects.get().url).text
    assert "Borrador secreto" not in html
    assert "Evidencia que aún no es pública" in html


def test_evidence_of_a_draft_commitment_or_of_another_state_is_not_there(client, whole, morelos):
    draft = making.milestone(making.commitment(live=False), "Oculto")
    Evidence.objects.create(milestone=draft, url="https://ejemplo.mx/oculto")
    other = making.milestone(making.commitment(making.plan("17")), "De Morelos")
    Evidence.objects.create(milestone=other, url="https://ejemplo.mx/morelos")
    html = client.get(EvidencePage.objects.get().url).text
    assert "Todavía no hay evidencias publicadas" in html
    assert "ejemplo.mx" not in html


# --- Documents and courses ------------------------------------------------------------------------------
def test_documents_of_the_state_filtered_by_type(client, whole, site_tree):
    from documents.models import RecordType

    report = RecordType.for_code("informe", name="Informe")
    factories.record(site_tree.collection, "Ley del municipio", state="32")
    factories.record(site_tree.collection, "Informe de avances", state="32", record_type=report)
    factories.record(site_tree.collection, "Ley de Morelos", state="17")
    factories.record(site_tree.collection, "Ley en borrador", state="32", live=False)
    url = DocumentsPage.objects.get().url
    html = client.get(url).text
    assert "2 registros" in html
    assert "Ley de Morelos" not in html
    assert "Ley en borrador" not in html
    html = client.get(url, {"tipo": "informe", "entidad": "17"}).text
    assert "Informe de avances" in html
    assert "Ley del municipio" not in html


def test_courses_of_the_state_coming_past_and_undated(client, whole, national, soon):
    agenda.event(national, "Curso que viene", soon, kind="curso")
    agenda.event(national, "Taller que fue", "2016-05-05", kind="taller")
    agenda.event(national, "Seminario sin día", kind="seminario", date_text="en mayo")
    agenda.event(national, "Foro que no es curso", "2016-05-05", kind="foro")
    agenda.event(national, "Curso de Morelos", soon, kind="curso", state="17")
    html = client.get(CoursesPage.objects.get().url).text
    assert html.index("Por venir") < html.index("Curso que viene")
    assert html.index("Sin fecha precisa") < html.index("Seminario sin día")
    assert html.index("Los que ya se dieron") < html.index("Taller que fue")
    assert "Foro que no es curso" not in html
    assert "Curso de Morelos" not in html


# --- Feeds ----------------------------------------------------------------------------------------------
def test_the_feeds_tell_what_is_new_in_the_state_only(client, whole, national, site_tree, settings):
    settings.BASE_URL = "https://acervo.example"
    factories.record(site_tree.collection, "Ley del municipio", state="32")
    factories.record(site_tree.collection, "Ley de Morelos", state="17")
    agenda.event(national, "Foro en Zacatecas", "2031-05-07")
    making.verdict(making.commitment(title="Ciclovías"), Voice.SOCIETY, completion="limitado")
    everything = client.get(reverse("states:feed", args=["zacatecas"]))
    assert everything["Content-Type"].startswith("application/atom+xml")
    for text in ("Ley del municipio", "Foro en Zacatecas", "Sociedad civil: «Avance limitado» en Ciclovías"):
        assert text in everything.text
    records = client.get(reverse("states:records_feed", args=["zacatecas"]))
    assert "Ley del municipio" in records.text
    assert "Foro en Zacatecas" not in records.text
    assert "Ley de Morelos" not in everything.text
    again = client.get(reverse("states:feed", args=["zacatecas"]), HTTP_IF_NONE_MATCH=everything["ETag"])
    assert again.status_code == 304


def test_a_state_that_is_not_public_has_no_feed(client, site_tree):
    making.state(site_tree, "17", live=False)
    assert client.get(reverse("states:feed", args=["morelos"])).status_code == 404
    assert client.get(reverse("states:feed", args=["atlantida"])).status_code == 404


# --- Queries --------------------------------------------------------------------------------------------
def test_pages_ask_as_often_with_much_as_with_little(client, whole, national, site_tree):
    def count(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    def fill(numbers: range) -> None:
        plan = making.plan() if numbers.start == 0 else None
        for number in numbers:
            made = making.commitment(plan, number=number + 1)
            making.verdict(made)
            record = factories.record(site_tree.collection, f"Ley {number}", state="32")
            milestone = making.milestone(made, status="hecho")
            Evidence.objects.create(milestone=milestone, record=record)
            event = agenda.event(national, f"Curso {number}", f"2016-05-{number + 1:02}", kind="curso")
            Evidence.objects.create(milestone=milestone, event=event)

    sections = [model.objects.get().url for model in (EvidencePage, DocumentsPage, CoursesPage)]
    addresses = [whole.url, *sections, reverse("states:feed", args=["zacatecas"])]
    fill(range(2))
    few = [count(url) for url in addresses]
    fill(range(2, 14))
    assert [count(url) for url in addresses] == few
    assert few[0] <= 40


def test_every_state_has_an_address_of_its_own():
    from estados.models import STATE_OF_SLUG

    assert len(STATE_OF_SLUG) == 32
    assert set(STATE_OF_SLUG.values()) == set(STATE_NAMES) - {"00"}
