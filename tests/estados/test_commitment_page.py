"""The public page of a commitment: what it shows, of which day, what it keeps quiet, where its codes lead."""

import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acervo.history.services import record as write_history
from acervo.links.models import ShortLink
from acervo.links.services import link_for
from documents.models import Theme
from estados.models import Body, Commitment, Evidence
from estados.services import verdicts
from tests import factories
from tests.estados import boards, making
from tests.observatorio.public_inventory import cold

pytestmark = pytest.mark.django_db
BUDGET = 46  # with the navigation of the site and of the microsite, the QR and the questions


@pytest.fixture
def debt(zacatecas, site_tree):
    """A commitment with something in every part of its page."""
    boards.section(zacatecas)
    office = Body.objects.create(
        state="32", name="Secretaría de Finanzas", office="Dirección de Deuda", email="secreto@finanzas.example"
    )
    society = Body.objects.create(state="32", name="Observatorio Ciudadano", sector="sociedad")
    theme = Theme.objects.create(name="Deuda pública", locale=site_tree.spanish)
    plan = making.plan("32", 1, title="Primer plan", launched_on=dt.date(2016, 8, 22))
    made = making.commitment(
        plan, 1, title="Seguimiento de la deuda", lead=office, counterpart=society, themes=[theme],
        targets=[(16, "16.6")], problem="No se sabe cuánto se debe.", change="Cualquiera podrá saberlo.",
        description="Un micrositio.", starts_on=dt.date(2016, 9, 1), ends_on=dt.date(2017, 8, 22), budget=1250000,
        budget_note="Recurso estatal", ogp_values=["acceso"], concrete=True, transforming=False,
        transforming_reason="No cambia la norma.", source="Informe del secretariado",
    )  # fmt: skip
    making.verdict(made, "gobierno", on="2016-12-15", completion="limitado", words="Se firmó el convenio.")
    making.verdict(made, "gobierno", on="2017-05-31", completion="cumplido", words="Todo publicado.", progress=90)
    making.verdict(made, "sociedad", on="2017-06-15", completion="limitado", words="No se puede descargar.")
    return made


def html(client, commitment, query: str = "") -> str:
    response = client.get(commitment.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


# --- What it shows ---------------------------------------------------------------------------------------
def test_everything_that_is_known_is_on_the_page(client, debt):
    text = html(client, debt)
    for said in (
        "Seguimiento de la deuda", "No se sabe cuánto se debe.", "Cualquiera podrá saberlo.", "Un micrositio.",
        "ODS 16. Paz, justicia e instituciones sólidas (meta 16.6)", "Deuda pública", "responde: Dirección de Deuda",
        "Observatorio Ciudadano", "$1,250,000.00 pesos. Recurso estatal", "Acceso a la información",
        "1 de septiembre de 2016", "22 de agosto de 2017", "ZAC-PAL1-C1", "Primer plan", "Informe del secretariado",
    ):  # fmt: skip
        assert said in text, said


def test_the_mail_of_the_office_is_never_published(client, debt):
    assert "secreto@" not in html(client, debt)


def test_each_criterion_has_its_answer_and_its_reason(client, debt):
    rows = re.search(r'<table class="data-table creas">.*?</table>', html(client, debt), re.S)[0]
    assert rows.count("<tr>") == 6
    assert "Se cumple" in rows
    assert "No se cumple" in rows
    assert "No cambia la norma." in rows
    assert rows.count("Sin responder") == 3


def test_both_voices_stand_apart_with_their_whole_history(client, debt):
    text = html(client, debt, "?al=2017-06-30")
    assert "Las voces no coinciden." in text
    assert "Gobierno dice «Cumplido»; Sociedad civil dice «Avance limitado»." in text
    assert text.index("Todo publicado.") < text.index("Se firmó el convenio.")
    assert "Su próximo informe toca, a más tardar, el 30 de noviembre de 2017." in text


def test_a_past_day_shows_what_was_known_then(client, debt):
    text = html(client, debt, "?al=2017-01-01")
    assert "Así estaba el 1 de enero de 2017." in text
    assert "Se firmó el convenio." in text
    assert "Todo publicado." not in text
    assert "no coinciden" not in text
    assert 'content="noindex' in text


def test_a_wrong_day_says_so(client, debt):
    text = html(client, debt, "?al=2017-06-31")
    assert "«2017-06-31» no es una fecha" in text
    assert "Todo publicado." in text


def test_a_withdrawn_report_stays_with_its_reason_and_counts_no_more(client, debt, django_user_model):
    boss = django_user_model.objects.create_superuser("jefa")
    verdicts.withdraw(debt.verdicts.get(words="Todo publicado."), "Era de otro compromiso.", boss)
    text = html(client, debt)
    assert "Era de otro compromiso." in text
    assert "said-withdrawn" in text
    assert "no coinciden" not in text


# --- Milestones and their proofs ---------------------------------------------------------------------------
def test_milestones_tell_date_weight_state_and_proofs(client, debt, site_tree):
    making.milestone(debt, "Diagnóstico", status="hecho", on="2017-01-10", due=dt.date(2017, 1, 31), weight=3)
    site = making.milestone(debt, "Micrositio", due=dt.date(2017, 3, 31))
    record = factories.record(site_tree.collection, "Contrato del crédito")
    Evidence.objects.create(milestone=site, record=record, sha256="a" * 64)
    Evidence.objects.create(
        milestone=site, url="https://example.org/deuda", label="Sitio de la deuda", http_status=404,
        checked_at=dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC), check_note="La página ya no existe.",
    )  # fmt: skip
    text = html(client, debt)
    assert "75 %" in text
    assert "31 de enero de 2017" in text
    assert "Pasó su fecha" in text
    assert "Contrato del crédito" in text
    assert f'href="/verificar/{"a" * 64}/"' in text
    assert "La página ya no existe." in text


def test_a_proof_that_is_not_public_is_not_named(client, debt, site_tree):
    item = making.milestone(debt, "Micrositio")
    draft = factories.record(site_tree.collection, "Contrato reservado", live=False)
    Evidence.objects.create(milestone=item, record=draft, label="Anexo reservado", sha256="b" * 64)
    debt.verdicts.filter(voice="sociedad").update(record=draft)
    text = html(client, debt)
    assert "reservado" not in text
    assert "b" * 64 not in text
    assert "Sin pruebas publicadas." in text


def test_progress_by_hand_says_why(client, debt):
    Commitment.objects.filter(pk=debt.pk).update(progress_set=40, progress_reason="El sistema aún no se prueba")
    text = html(client, debt)
    assert "40 %" in text
    assert "Puesto a mano: El sistema aún no se prueba" in text


def test_what_changed_is_told_without_who(client, debt, django_user_model):
    writer = django_user_model.objects.create_user("capturista", first_name="Nombre Privado")
    write_history(debt, {"ends_on": ("2017-05-01", "2017-08-22")}, by=writer, reason="Motivo interno")
    text = html(client, debt)
    assert "Qué ha cambiado" in text
    assert "01/05/2017" in text
    for secret in ("Nombre Privado", "capturista", "Motivo interno"):
        assert secret not in text


# --- Addresses ---------------------------------------------------------------------------------------------
def test_a_code_of_another_state_or_in_small_letters_leads_to_its_address(client, debt, morelos):
    for path in ("/estados/morelos/compromisos/ZAC-PAL1-C1/", "/estados/zacatecas/compromisos/zac-pal1-c1/"):
        response = client.get(path + "?al=2017-06-30")
        assert response.status_code == 301
        assert response["Location"] == debt.get_absolute_url() + "?al=2017-06-30"


@pytest.mark.parametrize("hide", ["commitment", "plan", "state"])
def test_what_is_not_public_is_as_unknown_as_what_never_was(client, debt, zacatecas, hide):
    if hide == "commitment":
        Commitment.objects.filter(pk=debt.pk).update(live=False)
    elif hide == "plan":
        type(debt.plan).objects.update(live=False)
    else:
        zacatecas.unpublish()
    assert client.get(debt.get_absolute_url()).status_code == 404
    assert client.get("/estados/zacatecas/compromisos/ZAC-PAL9-C9/").status_code == 404


def test_the_short_link_leads_to_the_page_and_its_qr_is_on_it(client, debt):
    text = html(client, debt)
    link = ShortLink.objects.get(is_canonical=True)
    assert link == link_for(debt)
    assert link.svg_url in text
    assert client.get(link.get_absolute_url())["Location"].endswith(debt.get_absolute_url())


def test_machines_read_it_as_schema_org_and_a_text_cannot_end_the_script(client, debt):
    Commitment.objects.filter(pk=debt.pk).update(change="</script><b>x")
    text = html(client, debt)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)[1]
    data = json.loads(found)
    assert data["@type"] == "PlanAction"
    assert data["identifier"] == "ZAC-PAL1-C1"
    assert data["description"] == "</script><b>x"
    assert data["startTime"] == "2016-09-01"
    assert "actionStatus" not in data


def test_it_can_be_cited(client, debt):
    text = html(client, debt)
    assert "Secretaría de Finanzas. (2016). Seguimiento de la deuda [Compromiso ZAC-PAL1-C1, Primer plan]." in text


def test_the_page_has_no_inline_style(client, debt):
    assert " style=" not in html(client, debt)


# --- Drafts --------------------------------------------------------------------------------------------------
def test_a_draft_is_previewed_before_it_was_ever_saved(debt):
    draft = Commitment(plan=debt.plan, title="Todavía un borrador", problem="Por escribir")
    text = draft.make_preview_request(preview_mode="").content.decode()
    assert "Todavía un borrador" in text
    assert "qr-stamp" not in text
    assert not Commitment.objects.filter(title="Todavía un borrador").exists()


def test_the_preview_of_a_change_shows_the_change(debt):
    debt.title = "Otro título"
    text = debt.make_preview_request(preview_mode="").content.decode()
    assert "Otro título" in text
    assert "Todo publicado." in text


# --- Size ------------------------------------------------------------------------------------------------------
def test_more_milestones_and_reports_take_no_more_queries(client, debt):
    def measured() -> int:
        cold()
        with CaptureQueriesContext(connection) as caught:
            html(client, debt)
        return len(caught)

    def more(number: int) -> None:
        for n in range(number):
            item = making.milestone(debt, f"Entregable {n}", status="hecho", on="2017-01-01")
            Evidence.objects.create(milestone=item, url=f"https://example.org/{n}")
            making.verdict(debt, "sociedad", on=f"2017-07-{n + 1:02d}")

    more(1)
    html(client, debt)  # makes the short link
    few = measured()
    more(20)
    assert measured() == few
    assert few <= BUDGET


def test_a_voice_whose_only_report_was_withdrawn_is_not_said_to_be_silent(client, debt, admin_user):
    only = debt.verdicts.get(voice="sociedad")
    verdicts.withdraw(only, "Era de otro compromiso", admin_user)
    debt.verdicts.filter(pk=only.pk).update(withdrawn_at=dt.datetime(2026, 3, 5, 18, tzinfo=dt.UTC))
    text = html(client, debt)
    assert "Su último informe se retiró el 5 de marzo de 2026 y no hay otro vigente." in text
    assert "No ha informado." not in text
    verdicts.withdraw(debt.verdicts.get(voice="gobierno", on="2017-05-31"), "Error", admin_user)
    assert html(client, debt).count("Su último informe se retiró") == 1  # the government's earlier one stands
