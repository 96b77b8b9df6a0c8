"""The pages of the action plans: every cycle kept, their dates and documents, and nothing that is not public."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from estados.models import ActionPlan, PlansPage
from tests import factories
from tests.estados import boards, making
from tests.observatorio.public_inventory import cold

pytestmark = pytest.mark.django_db
BUDGET = 40


@pytest.fixture
def plans(zacatecas, site_tree):
    """Two cycles: one launched on a known day, one whose day is told in words only."""
    section = boards.section(zacatecas, PlansPage)
    boards.section(zacatecas)
    record = factories.record(site_tree.collection, "Plan de Acción Local, documento")
    first = making.plan("32", 1, title="Primer plan", launched_on=dt.date(2016, 8, 22), record=record)
    making.plan("32", 2, title="Segundo plan", launched_text="durante 2018")
    making.commitment(first, 1, title="Seguimiento de la deuda")
    return section


def html(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_every_cycle_is_kept_the_newest_first(client, plans):
    text = html(client, plans.url)
    assert text.index("Segundo plan") < text.index("Primer plan")
    assert "durante 2018" in text
    assert "22 de agosto de 2016" in text
    assert "Seguimiento de la deuda" in text


def test_a_plan_tells_its_dates_its_document_and_what_is_late(client, plans):
    text = html(client, "/estados/zacatecas/planes/1/")
    for said in ("22 de febrero de 2017", "22 de agosto de 2017", "Plan de Acción Local, documento", "ZAC-PAL1"):
        assert said in text
    assert "Vencido desde el" in text
    assert "qr-stamp" in text
    assert "?plan=1" in text


def test_without_a_day_no_date_is_made_up(client, plans):
    text = html(client, "/estados/zacatecas/planes/2/")
    assert "Sin fecha de presentación al día" in text
    assert "Vencido desde el" not in text


def test_a_document_that_is_not_public_is_not_named(client, plans):
    ActionPlan.objects.get(number=1).record.unpublish()
    text = html(client, "/estados/zacatecas/planes/1/")
    assert "Plan de Acción Local, documento" not in text
    assert "No está en el acervo" in text


@pytest.mark.parametrize(
    "path",
    ["/estados/zacatecas/planes/9/", "/estados/atlantida/planes/1/", "/estados/zacatecas/planes/99999999999999/"],
)
def test_what_never_was_is_not_found(client, plans, path):
    assert client.get(path).status_code == 404


def test_drafts_and_closed_states_are_not_found(client, plans, zacatecas):
    ActionPlan.objects.filter(number=2).update(live=False)
    assert client.get("/estados/zacatecas/planes/2/").status_code == 404
    assert "Segundo plan" not in html(client, plans.url)
    zacatecas.unpublish()
    assert client.get("/estados/zacatecas/planes/1/").status_code == 404


def test_a_state_without_plans_says_what_to_expect(client, zacatecas):
    section = boards.section(zacatecas, PlansPage)
    assert "Todavía no hay planes publicados" in html(client, section.url)


def test_more_plans_and_commitments_take_no_more_queries(client, plans):
    def measured() -> int:
        cold()
        with CaptureQueriesContext(connection) as caught:
            html(client, plans.url)
        return len(caught)

    few = measured()
    for number in range(3, 12):
        plan = making.plan("32", number, launched_on=dt.date(2010 + number, 1, 1))
        for _each in range(4):
            making.commitment(plan)
    assert measured() == few
    assert few <= BUDGET
