"""Works on monuments: public from the request on, step by step, and never telling where a hidden address is."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from acervo.history.services import changes_of
from documents.models import RecordPage
from observatorio.models import FieldRestriction, Institution, Intervention, InterventionDocument, InterventionState
from observatorio.services import works as service
from tests import factories
from tests.observatorio import loop

pytestmark = pytest.mark.django_db


def hide_street(monument):
    FieldRestriction.objects.create(
        monument=monument, field="street", level="reservado", ground="Art. 113", until=dt.date(2999, 1, 1)
    )


def body(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_a_work_is_public_from_the_request_on(client, site_tree):
    work = loop.work(description="Se pide permiso para abrir un vano.")
    html = body(client.get(work.get_absolute_url()))
    assert "Solicitada" in html
    assert "abrir un vano" in html
    assert "Genaro Codina 227" in html
    assert work.title in body(client.get(reverse("monuments:works")))


def test_its_steps_are_told_with_their_dates(client, site_tree):
    authority = Institution.objects.create(code="prueba", abbreviation="JPCM", name="Junta de Monumentos")
    work = loop.work(
        state="en-obra", resolved_on=dt.date(2026, 4, 1), started_on=dt.date(2026, 5, 1), authorisation="JPCM/77/2026",
        authority=authority, cost="1250000.50", responsible="Arq. Luz Mora",
    )  # fmt: skip
    assert [(event.state, event.date.month) for event in service.PublicWork(work).events] == [
        ("solicitada", 3), ("autorizada", 4), ("en-obra", 5),
    ]  # fmt: skip
    html = body(client.get(work.get_absolute_url()))
    assert all(word in html for word in ("JPCM/77/2026", "Junta de Monumentos", "1,250,000.50", "Luz Mora"))


def test_the_work_of_a_monument_that_is_not_public_is_nowhere(client, site_tree):
    work = loop.work(loop.monument(live=False), title="Obra oculta")
    assert client.get(work.get_absolute_url()).status_code == 404
    assert "Obra oculta" not in body(client.get(reverse("monuments:works")))


def test_a_work_is_not_found_below_another_monument(client, site_tree):
    work, other = loop.work(), loop.monument()
    assert client.get(reverse("monuments:intervention", args=[other.code, work.pk])).status_code == 404


def test_only_public_records_are_among_its_documents(client, site_tree):
    work = loop.work()
    shown = factories.record(site_tree.collection, "Oficio público")
    hidden = factories.record(site_tree.collection, "Oficio en borrador", live=False)
    for number, page in enumerate((shown, hidden)):
        record = RecordPage.objects.get(pk=page.pk)
        InterventionDocument.objects.create(intervention=work, record=record, sort_order=number)
    html = body(client.get(work.get_absolute_url()))
    assert "Oficio público" in html
    assert "Oficio en borrador" not in html


# --- The list -----------------------------------------------------------------------------------------
@pytest.fixture
def three(site_tree):
    loop.work(title="Obra primera", requested_on=dt.date(2024, 5, 1))
    loop.work(
        loop.monument(municipality="Jerez", street="Hidalgo"), title="Obra segunda", state="negada",
        requested_on=dt.date(2025, 5, 1), resolved_on=dt.date(2025, 6, 1),
    )  # fmt: skip
    hidden = loop.monument(street="Calle del Ángel Escondido")
    hide_street(hidden)
    loop.work(hidden, title="Obra tercera", requested_on=dt.date(2026, 5, 1))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "Obra primera Obra segunda Obra tercera"),
        ({"estado": "negada"}, "Obra segunda"),
        ({"municipio": "jerez-zac"}, "Obra segunda"),
        ({"municipio": "no-existe"}, ""),
        ({"anio": "2026"}, "Obra tercera"),
        ({"anio": "dosmil"}, "Obra primera Obra segunda Obra tercera"),
        ({"anio": "0000"}, "Obra primera Obra segunda Obra tercera"),
        ({"calle": "genaro CODÍNA"}, "Obra primera"),
        # The hidden street is not found, whole or in part.
        ({"calle": "Ángel Escondido"}, ""),
        ({"calle": "escondido"}, ""),
        ({"estado": "' OR 1=1", "page": "-4"}, "Obra primera Obra segunda Obra tercera"),
    ],
)
def test_the_list_narrows_by_state_place_street_and_year(client, three, query, found):
    response = client.get(reverse("monuments:works"), query)
    assert {work.title for work in response.context["works"]} == {
        f"Obra {word}" for word in found.split() if word != "Obra"
    }


def test_a_hidden_street_is_on_no_page_of_works(client, three):
    hidden = Intervention.objects.get(title="Obra tercera")
    for address in (reverse("monuments:works"), hidden.get_absolute_url(), reverse("monuments:streets")):
        html = body(client.get(address))
        assert "Escondido" not in html, address
    assert "Zacatecas" in body(client.get(hidden.get_absolute_url()))


def test_the_list_costs_the_same_queries_for_few_works_and_for_many(client, site_tree):
    counts = []
    for more in (3, 18):
        for _number in range(more):
            loop.work()
        client.get(reverse("monuments:works"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("monuments:works"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_streets_with_public_monuments_can_be_chosen_whatever_their_spelling(client, site_tree):
    loop.monument(street="Hidalgo", street_type="avenida")
    loop.monument(street="HIDALGO", street_type="avenida")
    loop.monument(street="Hidalgo", street_type="calle")
    loop.monument(street="Secreta", live=False)
    found = service.streets(municipality="zacatecas-zac")
    assert [item.slug for item in found] == ["avenida-hidalgo", "calle-hidalgo"]
    html = body(client.get(reverse("monuments:streets")))
    assert reverse("monuments:street_feed", args=["zacatecas-zac", "avenida-hidalgo"]) in html
    assert "Secreta" not in html


# --- The admin ----------------------------------------------------------------------------------------
def posted(work, **fields):
    values = {
        "monument": work.monument_id, "title": work.title, "description": "", "state": work.state,
        "requested_on": "2026-03-02", "resolved_on": "", "started_on": "", "finished_on": "", "authority": "",
        "authorisation": "", "cost": "", "responsible": "", "documents-TOTAL_FORMS": 0, "documents-INITIAL_FORMS": 0,
        "documents-MIN_NUM_FORMS": 0, "documents-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    return values | fields


def test_each_step_is_asked_for_its_date_and_leaves_its_history(admin_client, admin_user, site_tree):
    work = loop.work()
    edit = reverse("observatorio_works:edit", args=[work.pk])
    response = admin_client.post(edit, posted(work, state="autorizada"))
    assert "Escriba la fecha de este estado." in response.content.decode()
    done = posted(work, state="autorizada", resolved_on="2026-04-01", authorisation="INAH-9")
    response = admin_client.post(edit, done)
    assert response.status_code == 302, response.context["form"].errors
    change = changes_of(work).get(field="state")
    assert (change.old, change.new, change.by) == ("solicitada", "autorizada", admin_user)
    html = admin_client.get(edit).content.decode()
    assert "Historial" in html
    assert "INAH-9" in html
    assert ">Solicitada<" in html.replace("</td>", "<")


def test_a_step_cannot_be_skipped(admin_client, site_tree):
    work = loop.work()
    response = admin_client.post(
        reverse("observatorio_works:edit", args=[work.pk]), posted(work, state="terminada", finished_on="2026-06-01")
    )
    assert "no se pasa a «Terminada»" in response.content.decode()
    work.refresh_from_db()
    assert work.state == InterventionState.REQUESTED


def test_new_works_are_written_down_in_any_state(admin_client, site_tree):
    work = Intervention(monument=loop.monument(), title="Obra antigua", state="terminada")
    assert admin_client.get(reverse("observatorio_works:add")).status_code == 200
    sent = posted(work, finished_on="2026-06-01", started_on="2026-05-01", resolved_on="2026-04-01")
    assert admin_client.post(reverse("observatorio_works:add"), sent).status_code == 302
    assert Intervention.objects.get().title == "Obra antigua"
    assert "Obra antigua" in admin_client.get(reverse("observatorio_works:index")).content.decode()


def test_a_work_cannot_end_before_it_begins():
    work = loop.work(started_on=dt.date(2026, 5, 2), finished_on=dt.date(2026, 5, 1), state="terminada")
    with pytest.raises(ValidationError, match="antes de empezar"):
        work.clean()


def test_a_work_of_which_no_date_is_known_says_so(client, site_tree):
    work = loop.work(state="en-obra", requested_on=None)
    assert [(event.state, event.date) for event in service.PublicWork(work).events] == [("en-obra", None)]
    assert "sin fecha conocida" in body(client.get(work.get_absolute_url()))
    assert "None" not in body(client.get(reverse("monuments:works")))
    assert work.title in body(client.get(work.monument.get_absolute_url()))
    assert "en obra" in client.get(reverse("monuments:works_feed")).content.decode()
