"""The sections «¿Dónde vamos?» and «Secretariado»: what a visitor reads of them."""

import datetime as dt

import pytest

from agenda.enums import Status
from estados.enums import Sector, StepStatus
from estados.models import SecretariatMember, SecretariatPage, StepRecord, StepsPage
from tests import factories
from tests.agenda import making as agenda_making
from tests.estados import making

pytestmark = pytest.mark.django_db


def section(front, model, **fields):
    front.refresh_from_db()
    fields = {"title": model._meta.verbose_name, "slug": model._meta.model_name, "locale": front.locale} | fields
    page = front.add_child(instance=model(**fields))
    page.save_revision().publish()
    return page


@pytest.fixture
def steps_page(zacatecas):
    return section(zacatecas, StepsPage)


@pytest.fixture
def secretariat_page(zacatecas):
    return section(
        zacatecas, SecretariatPage, model_name="Heptapartita", parties="Poder Ejecutivo\nSociedad civil",
        rules="Se decide por mayoría.", source="Presentación de 2017",
    )  # fmt: skip


def html_of(client, page, query: str = "") -> str:
    response = client.get(page.get_url() + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


# --- The steps ---------------------------------------------------------------------------------------------
def test_a_state_that_said_nothing_still_shows_what_each_step_asks(client, steps_page):
    html = html_of(client, steps_page)
    assert "Aún no hay información de los pasos" in html
    assert html.count("Sin información") >= 6
    assert "Los tres sectores de la entidad firman la Declaración Conjunta." in html


def test_a_step_shows_its_date_signers_proof_and_source(client, site_tree, steps_page):
    proof = factories.record(site_tree.collection, "Declaración Conjunta de Zacatecas")
    StepRecord.objects.create(
        state="32", step=1, status=StepStatus.DONE, on=dt.date(2015, 7, 2), signers="Gobierno del Estado\nIZAI",
        proof_record=proof, source="Caso Zacatecas",
    )  # fmt: skip
    StepRecord.objects.create(state="32", step=2, status=StepStatus.DONE, when="2018")
    html = html_of(client, steps_page)
    assert '<time datetime="2015-07-02">2 de julio de 2015</time>' in html
    assert "<dd>IZAI</dd>" in html
    assert f'<a href="{proof.get_url()}">Declaración Conjunta de Zacatecas</a>' in html
    assert "Falta una prueba pública para darlo por hecho." in html
    assert "Va en el paso 2 de 6: Sensibilización. Pasos con prueba pública: 1." in html


def test_a_proof_that_is_a_draft_is_not_named(client, site_tree, steps_page):
    proof = factories.record(site_tree.collection, "Acta reservada", live=False)
    StepRecord.objects.create(state="32", step=1, status=StepStatus.DONE, on=dt.date(2015, 7, 2), proof_record=proof)
    html = html_of(client, steps_page)
    assert "Acta reservada" not in html
    assert "Declarado" in html


def test_the_current_cycle_comes_first_and_earlier_ones_can_be_reached(client, steps_page):
    StepRecord.objects.create(state="32", cycle=1, step=5, status=StepStatus.DONE, when="2016")
    StepRecord.objects.create(state="32", cycle=2, step=2, status=StepStatus.UNDER_WAY)
    html = html_of(client, steps_page)
    assert '<h2 id="ciclo">Ciclo 2</h2>' in html
    assert 'href="?ciclo=1"' in html
    earlier = html_of(client, steps_page, "?ciclo=1")
    assert '<h2 id="ciclo">Ciclo 1</h2>' in earlier
    assert "2016" in earlier


def test_a_cycle_that_there_is_not_is_told_in_plain_words(client, steps_page):
    StepRecord.objects.create(state="32", step=1, status=StepStatus.UNDER_WAY)
    html = html_of(client, steps_page, "?ciclo=%3Cb%3E9")
    assert "No hay un ciclo «&lt;b&gt;9»" in html


def test_what_is_due_is_shown_with_since_when_it_is_late(client, zacatecas, steps_page):
    agenda_making.calendar(zacatecas)
    plan = making.plan(live=False, launched_on=dt.date(2016, 8, 22))
    plan.save_revision().publish()
    html = html_of(client, steps_page)
    assert "Vencido desde el 22 de febrero de 2017" in html
    assert "Vencido desde el 22 de agosto de 2017" in html
    assert "Terminó" in html
    assert "Ver en la agenda" in html


def test_what_is_late_in_an_earlier_cycle_is_not_hidden_by_the_current_one(client, steps_page):
    making.plan(launched_on=dt.date(2016, 8, 22))
    StepRecord.objects.create(state="32", cycle=2, step=2, status=StepStatus.UNDER_WAY)
    html = html_of(client, steps_page)
    assert '<h2 id="ciclo">Ciclo 2</h2>' in html
    assert "vencido desde el 22 de febrero de 2017" in html.split('id="otros-ciclos"')[1]


def test_a_launched_plan_without_steps_contradicts_nothing(client, steps_page):
    StepRecord.objects.create(state="32", cycle=2, step=5, status=StepStatus.DONE, when="2020-11")
    making.plan(number=3, launched_on=dt.date(2021, 8, 31))
    for query in ("", "?ciclo=3"):
        html = html_of(client, steps_page, query)
        assert '<h2 id="ciclo">Ciclo 3</h2>' in html
        assert "Va en el paso 5 de 6" in html
        assert "Todavía no empieza" not in html
        assert "Vencido desde" in html.split('id="otros-ciclos"')[0]


def test_a_plan_of_unknown_launch_says_that_nothing_can_be_computed(client, steps_page):
    making.plan(launched_text="22 de agosto, sin año")
    html = html_of(client, steps_page)
    assert "No se conoce el día en que se presentó" in html
    assert "Vencido" not in html


def test_a_draft_plan_is_not_told(client, steps_page):
    making.plan(live=False, launched_on=dt.date(2016, 8, 22), title="Plan en borrador")
    html = html_of(client, steps_page)
    assert "Plan en borrador" not in html
    assert "Vencido" not in html


def test_the_section_takes_the_same_queries_with_one_cycle_and_with_four(
    client, site_tree, zacatecas, steps_page, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    agenda = agenda_making.calendar(zacatecas)
    counts = []
    for number in range(1, 5):
        for step in range(1, 7):
            StepRecord.objects.create(
                state="32", cycle=number, step=step, status=StepStatus.DONE, on=dt.date(2015, 7, 2),
                proof_record=factories.record(site_tree.collection, f"Prueba {number} {step}"),
                proof_event=agenda_making.event(agenda, f"Evento {number} {step}", "2015-07-02", status=Status.CONFIRMED),
            )  # fmt: skip
        plan = making.plan(number=number, live=False, launched_on=dt.date(2016, 8, 22))
        plan.save_revision().publish()
        client.get(steps_page.get_url())
        with CaptureQueriesContext(connection) as queries:
            html_of(client, steps_page)
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 30


# --- The secretariat ---------------------------------------------------------------------------------------
def members() -> None:
    SecretariatMember.objects.create(
        state="32", name="Comisionada Pública", name_is_public=True, post="Comisionada", institution="IZAI",
        sector=Sector.OVERSIGHT, gender="Mujer", since=dt.date(2015, 9, 25),
    )  # fmt: skip
    SecretariatMember.objects.create(
        state="32", name="Vecino Particular", name_is_public=False, post="Presidente de la asociación",
        institution="Asociación de vecinos", sector=Sector.SOCIETY, gender="No binaria", until=dt.date(2016, 12, 31),
    )  # fmt: skip


def test_model_parties_and_rules_are_read(client, secretariat_page):
    html = html_of(client, secretariat_page)
    assert "Heptapartita" in html
    assert "<dd>Poder Ejecutivo</dd><dd>Sociedad civil</dd>" in html.replace("> <", "><")
    assert "Todavía no se publica quiénes lo integran." in html


def test_a_name_that_may_not_be_published_is_nowhere_on_the_page(client, secretariat_page):
    members()
    html = html_of(client, secretariat_page, "?al=2016-06-30")
    assert "Comisionada Pública" in html
    assert "Asociación de vecinos" in html
    assert "Nombre no publicado" in html
    for hidden in ("Vecino Particular", "Presidente de la asociación", "No binaria", "Mujer"):
        assert hidden not in html


def test_members_at_any_day(client, secretariat_page):
    members()
    assert "Asociación de vecinos" in html_of(client, secretariat_page, "?al=2014-01-01")
    assert "IZAI" not in html_of(client, secretariat_page, "?al=2014-01-01").split("<main")[1].split("</main>")[0]
    later = html_of(client, secretariat_page, "?al=2017-01-01")
    assert "Asociación de vecinos" not in later
    assert "El 1 de enero de 2017, 1 persona." in later


@pytest.mark.parametrize("wrong", ["30/06/2016", "2016-13-40", "ayer", "2016-06-31", "%3Cscript%3E"])
def test_a_wrong_day_is_told_and_today_is_shown(client, secretariat_page, wrong):
    members()
    html = html_of(client, secretariat_page, f"?al={wrong}")
    assert "no es una fecha. Escriba año, mes y día" in html
    assert "Hoy," in html
    assert "<script>»" not in html


def test_a_day_out_of_any_calendar_is_told(client, secretariat_page):
    assert "Escriba una fecha entre" in html_of(client, secretariat_page, "?al=0001-01-01")


def test_charts_stand_beside_their_tables(client, secretariat_page):
    members()
    SecretariatMember.objects.create(state="32", institution="UAZ", sector=Sector.ACADEMIA, gender="Hombre")
    html = html_of(client, secretariat_page, "?al=2016-06-30")
    assert html.count('role="img"') >= 2
    for title in ("Por sector", "Por género"):
        assert f'<caption class="visually-hidden">{title}</caption>' in html
    assert "Sin dato u otra respuesta" in html
