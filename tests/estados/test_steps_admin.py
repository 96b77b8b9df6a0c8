"""A state's team keeps its steps and its secretariat in the admin, and nobody else's."""

import datetime as dt

import pytest
from django.urls import reverse

from acervo.history.services import changes_of
from estados.enums import Sector, StepStatus
from estados.models import SecretariatMember, StepRecord
from tests import factories
from tests.estados import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client, zacatecas, morelos):
    user = making.user_of_team(zacatecas)
    client.force_login(user)
    return user


@pytest.fixture
def rows(zacatecas, morelos):
    return [
        StepRecord.objects.create(state=state, step=1, status=StepStatus.UNDER_WAY, note=f"Nota de {state}")
        for state in ("32", "17")
    ]


def form(record: StepRecord | None = None, **changes) -> dict:
    values = {
        "state": "32", "cycle": 1, "step": 1, "status": StepStatus.DONE, "on": "", "when": "", "signers": "",
        "proof_record": "", "proof_event": "", "note": "", "source": "",
    }  # fmt: skip
    return values | changes


def test_the_list_shows_the_rows_of_ones_own_state_only(client, team, rows):
    html = client.get(reverse("states_steps:index")).content.decode()
    assert "1. Declaración Conjunta" in html
    assert "Zacatecas" in html
    assert "Morelos" not in html
    exported = b"".join(client.get(reverse("states_steps:index") + "?export=csv").streaming_content).decode()
    assert "Nota de 32" in exported
    assert "Nota de 17" not in exported


def test_another_states_row_cannot_be_read_changed_or_deleted(client, team, rows):
    _mine, other = rows
    for name in ("edit", "delete", "history", "usage"):
        response = client.get(reverse(f"states_steps:{name}", args=[other.pk]))
        assert response.status_code in (302, 403), name
        assert "Nota de 17" not in response.content.decode()
    client.post(reverse("states_steps:edit", args=[other.pk]), form(state="17", note="Ajena"))
    client.post(reverse("states_steps:delete", args=[other.pk]))
    other.refresh_from_db()
    assert other.note == "Nota de 17"
    assert client.get(reverse("states_admin:history", args=["paso", other.pk])).status_code in (302, 403)


def test_no_row_can_be_made_for_another_state(client, team):
    client.post(reverse("states_steps:add"), form(state="17", step=2))
    assert not StepRecord.objects.filter(state="17").exists()
    client.post(reverse("states_steps:add"), form(step=2))
    assert StepRecord.objects.filter(state="32", step=2).exists()


def test_saving_a_done_step_without_proof_says_what_the_public_will_read(client, team, rows):
    url = reverse("states_steps:edit", args=[rows[0].pk])
    html = client.post(url, form(on="2015-07-02"), follow=True).content.decode()
    assert "El público lo ve como «Declarado»: falta una prueba" in html


def test_a_done_step_cannot_have_a_day_to_come(client, team, rows):
    url = reverse("states_steps:edit", args=[rows[0].pk])
    assert "aún no llega" in client.post(url, form(on="2099-01-01")).content.decode()
    assert "aún no llega" in client.post(url, form(when="2099")).content.decode()
    rows[0].refresh_from_db()
    assert rows[0].status == StepStatus.UNDER_WAY


def test_the_history_of_a_step_is_read_in_words(client, site_tree, team, rows):
    proof = factories.record(site_tree.collection, "Declaración Conjunta de Zacatecas")
    client.post(
        reverse("states_steps:edit", args=[rows[0].pk]), form(on="2015-07-02", proof_record=proof.pk), follow=True
    )
    [who] = {change.by for change in changes_of(rows[0])}
    assert who == team
    html = client.get(reverse("states_admin:history", args=["paso", rows[0].pk])).content.decode()
    for words in ("En marcha", "Hecho", "Declaración Conjunta de Zacatecas", "Prueba: registro del acervo"):
        assert words in html


def test_one_action_starts_a_cycle(client, team, rows):
    url = reverse("states_steps:start_cycle")
    html = client.get(url).content.decode()
    assert "Zacatecas" in html
    assert "Morelos" not in html
    response = client.post(url, {"state": "32"}, follow=True)
    assert "Se hicieron los seis pasos del ciclo 2 de Zacatecas." in response.content.decode()
    assert StepRecord.objects.filter(state="32", cycle=2).count() == 6
    client.post(url, {"state": "17"})
    assert not StepRecord.objects.filter(state="17", cycle=2).exists()


def test_who_has_no_state_enters_nothing(client, zacatecas):
    client.force_login(making.user_of_voice("32"))
    for name in ("states_steps:index", "states_steps:start_cycle", "states_members:index"):
        assert client.get(reverse(name)).status_code in (302, 403), name


def test_the_list_takes_the_same_queries_for_6_rows_and_for_60(client, site_tree, team):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for cycle in range(1, 10):
        for step in range(1, 7):
            proof = factories.record(site_tree.collection, f"Prueba {cycle}-{step}") if step < 3 else None
            StepRecord.objects.create(
                state="32", cycle=cycle, step=step, status=StepStatus.DONE, on=dt.date(2015, 7, 2), proof_record=proof
            )
        if cycle in (1, 9):
            client.get(reverse("states_steps:index"))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("states_steps:index"))
            counts.append(len(queries))
    assert counts[0] == counts[1]


# --- Members ---------------------------------------------------------------------------------------------
def member_form(**changes) -> dict:
    values = {
        "state": "32", "sector": Sector.SOCIETY, "institution": "Colectivo", "name": "", "post": "", "gender": "",
        "seat": "titular", "since": "2015-09-25", "until": "", "source": "",
    }  # fmt: skip
    return values | changes


def test_a_team_writes_down_members_of_its_own_secretariat_only(client, team):
    client.post(reverse("states_members:add"), member_form())
    client.post(reverse("states_members:add"), member_form(state="17"))
    assert [row.state for row in SecretariatMember.objects.all()] == ["32"]


def test_members_of_another_state_are_not_shown(client, team):
    SecretariatMember.objects.create(state="17", institution="Ajena", sector=Sector.PUBLIC, name="Otra Persona")
    other = SecretariatMember.objects.get()
    assert "Ajena" not in client.get(reverse("states_members:index")).content.decode()
    response = client.get(reverse("states_members:edit", args=[other.pk]))
    assert response.status_code in (302, 403)


def test_a_term_that_ends_before_it_begins_is_refused(client, team):
    html = client.post(reverse("states_members:add"), member_form(until="2014-01-01")).content.decode()
    assert "Termina antes de empezar" in html
    assert not SecretariatMember.objects.exists()


def test_the_sheet_of_members_has_neither_names_nor_gender(client, team):
    SecretariatMember.objects.create(
        state="32", institution="Colectivo", sector=Sector.SOCIETY, name="Vecina Particular", gender="Mujer"
    )
    sheet = b"".join(client.get(reverse("states_members:index") + "?export=csv").streaming_content).decode()
    assert "Colectivo" in sheet
    assert "Vecina Particular" not in sheet
    assert "Mujer" not in sheet
