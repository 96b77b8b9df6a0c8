"""Citizens ask about a commitment: nothing is public before a person publishes it, and machines are kept out."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acervo.base import spam
from estados.enums import QuestionKind, QuestionStatus
from estados.models import Body, Question
from estados.services.questions import forget_old, moderate
from search import registry
from tests.estados import making

HOSTILE = '<script>alert(1)</script> "><img src=x onerror=alert(2)> {{ 7|add:7 }} http://malo.example'
GOOD = {"kind": "pregunta", "text": "¿Cuándo se publica el informe?", "name": "", "email": "", "agreed": "on"}


@pytest.fixture
def commitment(zacatecas):
    lead = Body.objects.create(
        state="32", name="Secretaría de Finanzas", office="Dirección de Deuda", email="area@example.mx"
    )
    return making.commitment(making.plan("32"), 1, title="Seguimiento de la deuda", lead=lead)


@pytest.fixture
def ask_url(commitment):
    return f"{commitment.get_absolute_url()}preguntar/"


def stamp(monkeypatch) -> str:
    """Of a form that was shown a minute ago."""
    earlier = timezone.now() - dt.timedelta(minutes=1)
    with monkeypatch.context() as patch:
        patch.setattr(spam.timezone, "now", lambda: earlier)
        return spam.new_stamp("pregunta")


@pytest.fixture
def ask(client, ask_url, monkeypatch):
    def ask(**changes):
        return client.post(ask_url, GOOD | {spam.STAMP: stamp(monkeypatch), spam.TRAP: ""} | changes)

    return ask


def question(commitment, text="¿Cuándo se publica?", *, status=QuestionStatus.PUBLISHED, days=0, **fields) -> Question:
    fields = {"created_at": timezone.now() - dt.timedelta(days=days), "moderated_at": timezone.now()} | fields
    return Question.objects.create(commitment=commitment, text=text, status=status, **fields)


def addresses(commitment) -> list[str]:
    """Every public page on which questions are read."""
    base = commitment.get_absolute_url()
    return [base, f"{base}preguntas/", "/estados/zacatecas/preguntas/"]


def test_a_question_gets_a_receipt_that_tells_its_state_and_is_not_public(client, commitment, ask):
    response = ask(name="Ana", email="ana@example.mx")
    made = Question.objects.get()
    assert response.status_code == 302
    assert response.url == f"{commitment.get_absolute_url()}preguntas/{made.receipt}/"
    html = client.get(response.url).content.decode()
    for words in ("Gracias: lo recibimos", made.receipt, "En revisión", "¿Cuándo se publica el informe?"):
        assert words in html
    assert "ana@example.mx" not in html
    assert "noindex" in html
    assert "no-store" in client.get(response.url)["Cache-Control"]
    assert (made.status, made.language) == (QuestionStatus.PENDING, "es-mx")
    assert mail.outbox == []
    for url in addresses(commitment):
        assert "¿Cuándo se publica el informe?" not in client.get(url).content.decode(), url


def test_the_form_needs_no_name_no_mail_and_no_javascript(client, ask_url, ask):
    html = client.get(ask_url).content.decode()
    assert "<script" not in html.split("<main")[1].split("</main>")[0]
    assert html.count("csrfmiddlewaretoken") == 1
    assert "Aviso de privacidad" in html
    assert "Responde Dirección de Deuda · Secretaría de Finanzas" in html
    assert "no-store" in client.get(ask_url)["Cache-Control"]
    assert ask().status_code == 302


def test_mistakes_are_named_and_what_was_typed_stays(ask):
    response = ask(text="¿Y?", email="ana(arroba)x", name="Ana <b>", agreed="")
    assert response.status_code == 422
    html = response.content.decode()
    for words in ("Escriba un poco más", "nombre@ejemplo.mx", "Marque esta casilla", "¿Y?", "Ana &lt;b&gt;"):
        assert words in html
    summary = re.search(r'role="alert".*?</ul>', html, re.DOTALL)[0]
    assert {"#id_text", "#id_email", "#id_agreed"} <= set(re.findall(r'href="(#\w+)"', summary))
    assert Question.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {spam.TRAP: "https://example.com"},
        {spam.STAMP: "forjado"},
        {"text": "Mire http://a.mx http://b.mx www.c.mx"},
        {"kind": "otra-cosa"},
        {"text": "x" * 3001},
        {"text": "con\x00nulo y más letras"},
    ],
)
def test_machines_and_nonsense_leave_nothing(ask, changes):
    assert ask(**changes).status_code == 422
    assert Question.objects.count() == 0


def test_a_sixth_question_within_the_hour_is_refused_with_a_sentence(ask):
    assert [ask(text=f"¿Cuándo se publica el {n}?").status_code for n in range(5)] == [302] * 5
    assert "Recibimos varios mensajes" in ask(text="¿Y el siguiente informe?").content.decode()
    assert Question.objects.count() == 5


def test_the_page_of_the_commitment_shows_the_newest_and_leads_to_the_rest(client, commitment):
    for number in range(7):
        question(commitment, f"Pregunta {number}", days=number)
    html = client.get(commitment.get_absolute_url()).content.decode()
    assert html.count('class="question"') == 5
    assert html.index("Pregunta 0") < html.index("Pregunta 4")
    assert "Pregunta 5</p>" not in html
    assert f'href="{commitment.get_absolute_url()}preguntas/"' in html
    assert f'href="{commitment.get_absolute_url()}preguntar/"' in html


def test_the_same_page_sent_twice_asks_once(client, ask_url, monkeypatch):
    data = GOOD | {spam.STAMP: stamp(monkeypatch), spam.TRAP: ""}
    assert client.post(ask_url, data).status_code == 302
    assert "ya se había recibido" in client.post(ask_url, data).content.decode()
    assert Question.objects.count() == 1


def test_a_form_of_another_site_is_refused(ask_url):
    assert Client(enforce_csrf_checks=True).post(ask_url, GOOD).status_code == 403


def test_hostile_text_is_shown_as_text_everywhere(client, commitment):
    made = question(commitment, HOSTILE, name=HOSTILE[:100])
    moderate(made, status="publicada", by=None, answer=HOSTILE, answered_by=HOSTILE[:100])
    for url in [*addresses(commitment), f"{commitment.get_absolute_url()}preguntas/{made.receipt}/"]:
        main = client.get(url).content.decode().split("<main")[1].split("</main>")[0]
        assert "&lt;script&gt;alert(1)" in main, url
        assert "<script>alert" not in main, url
        assert "<img src=x" not in main, url
        assert 'href="http://malo' not in main, url


@pytest.mark.parametrize("status", [QuestionStatus.PENDING, QuestionStatus.REJECTED])
def test_what_was_not_published_is_nowhere(client, commitment, status):
    made = question(commitment, "Texto reservado", status=status, rejection_reason="Datos personales")
    for url in addresses(commitment):
        assert "Texto reservado" not in client.get(url).content.decode()
    assert client.get(f"{commitment.get_absolute_url()}preguntas/{made.pk}/").status_code == 404


def test_questions_go_with_their_commitment_and_their_state(client, commitment, zacatecas, ask_url):
    made = question(commitment)
    urls = [*addresses(commitment)[1:], ask_url, f"{commitment.get_absolute_url()}preguntas/{made.receipt}/"]
    assert [client.get(url).status_code for url in urls] == [200] * 4
    commitment.live = False
    commitment.save()
    assert [client.get(url).status_code for url in urls if "compromisos" in url] == [404] * 3
    assert "¿Cuándo se publica?" not in client.get("/estados/zacatecas/preguntas/").content.decode()
    commitment.live = True
    commitment.save()
    zacatecas.unpublish()
    assert [client.get(url).status_code for url in urls] == [404] * 4


def test_a_receipt_opens_only_below_its_own_commitment(client, commitment, ask):
    other = making.commitment(commitment.plan, 2)
    ask()
    made = Question.objects.get()
    assert client.get(f"{other.get_absolute_url()}preguntas/{made.receipt}/").status_code == 404
    assert client.get(f"{commitment.get_absolute_url()}preguntas/inventado/").status_code == 404
    assert client.get(f"/estados/morelos/compromisos/{commitment.code}/preguntas/{made.receipt}/").status_code == 404
    assert client.post(f"{commitment.get_absolute_url()}preguntas/{made.receipt}/").status_code == 405


def test_a_lasting_address_leads_to_the_right_page_of_a_long_list(client, commitment):
    first = question(commitment, "La más vieja", days=30)
    for number in range(25):
        question(commitment, f"Pregunta {number}", days=number)
    response = client.get(f"{commitment.get_absolute_url()}preguntas/{first.pk}/")
    assert response.url == f"{commitment.get_absolute_url()}preguntas/?page=2#pregunta-{first.pk}"
    assert f'id="pregunta-{first.pk}"' in client.get(response.url).content.decode()


def test_a_thousand_questions_ask_the_database_no_more_than_a_few(client, commitment):
    def count() -> list[int]:
        found = []
        for url in addresses(commitment):
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            found.append(len(queries))
        return found

    question(commitment, answer="Sí", answered_by="Área", answered_at=timezone.now())
    question(commitment, "Otra")
    few = count()
    Question.objects.bulk_create(
        Question(
            commitment=commitment, text=f"Pregunta {n}", status=QuestionStatus.PUBLISHED, kind=QuestionKind.QUESTION
        )
        for n in range(1000)
    )
    many = count()
    assert many == few
    html = client.get(addresses(commitment)[1]).content.decode()
    assert html.count('class="question"') == 20


def test_addresses_are_erased_in_time_and_rejected_texts_after_a_year(commitment):
    old = question(commitment, "Vieja", days=400, email="a@example.mx", name="Ana")
    rejected = question(commitment, "Con datos", days=400, status=QuestionStatus.REJECTED, name="Ana")
    young = question(commitment, "Nueva", email="b@example.mx")
    assert forget_old() == 2
    assert forget_old() == 0
    for made in (old, rejected, young):
        made.refresh_from_db()
    assert (old.email, old.text, old.name) == ("", "Vieja", "Ana")
    assert (rejected.name, rejected.text) == ("", "—")
    assert young.email == "b@example.mx"


def test_the_address_in_english_works_too(client, commitment, ask_url):
    assert client.get(f"/en{ask_url}").status_code == 200
    assert reverse("states:questions", args=["zacatecas", commitment.code]) in addresses(commitment)


def test_a_published_question_is_found_with_its_commitment_and_a_pending_one_is_not(commitment):
    question(
        commitment, "¿Y los pagarés quirografarios?", answer="Se liquidaron en diciembre.", answered_at=timezone.now()
    )
    question(commitment, "¿Y el arrendamiento?", status=QuestionStatus.PENDING)
    (entry,) = registry.source("commitment").entries([commitment.pk])
    assert "quirografarios" in entry.text
    assert "liquidaron" in entry.text
    assert "arrendamiento" not in entry.text
