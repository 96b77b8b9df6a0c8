"""The team of a state publishes, rejects and answers; another state's editor cannot; letters go out once."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from acervo.history import services as history
from estados.enums import LetterState, LetterTo, QuestionStatus, Voice
from estados.models import Body, Question, QuestionLetter
from estados.services import question_letters
from estados.services.questions import forget_old, moderate
from tests.estados import making
from tests.estados.test_questions import question

INDEX = "states_questions:index"


@pytest.fixture
def commitment(zacatecas):
    lead = Body.objects.create(
        state="32", name="Secretaría de Finanzas", office="Dirección de Deuda", email="area@example.mx"
    )
    return making.commitment(making.plan("32"), 1, title="Seguimiento\nde la deuda", lead=lead)


@pytest.fixture
def pending(commitment):
    return question(
        commitment, "¿Cuánto se debe?", status=QuestionStatus.PENDING, email="ana@example.mx", language="es-mx"
    )


@pytest.fixture
def team(client, zacatecas):
    user = making.user_of_team(zacatecas)
    client.force_login(user)
    return user


@pytest.fixture
def decide(client, committing):
    """Send the moderation form as the team does."""

    def decide(made, **changes):
        data = {"text": made.text, "status": "publicada", "rejection_reason": "", "answer": "", "answered_by": ""}
        with committing():
            return client.post(reverse("states_questions:edit", args=[made.pk]), data | changes)

    return decide


def letter(made, to) -> QuestionLetter:
    return QuestionLetter.objects.get(question=made, to=to)


def test_publishing_shows_it_and_tells_the_office_once(client, team, pending, decide, commitment):
    assert decide(pending).status_code == 302
    pending.refresh_from_db()
    assert (pending.status, pending.moderated_by) == (QuestionStatus.PUBLISHED, team)
    assert pending.forwarded_at
    (sent,) = mail.outbox
    assert sent.to == ["area@example.mx"]
    assert "\n" not in sent.subject
    assert "¿Cuánto se debe?" in sent.body
    assert "ana@example.mx" not in sent.body
    assert f"/preguntas/{pending.pk}/" in sent.body
    assert "¿Cuánto se debe?" in client.get(f"{commitment.get_absolute_url()}preguntas/").content.decode()
    decide(pending, text="¿Cuánto se debe hoy?")
    assert len(mail.outbox) == 1


def test_rejecting_needs_a_reason_that_only_who_asked_sees(client, team, pending, decide, commitment):
    response = decide(pending, status="rechazada")
    assert "Diga por qué no se publica" in response.content.decode()
    pending.refresh_from_db()
    assert pending.status == QuestionStatus.PENDING
    decide(pending, status="rechazada", rejection_reason="Nombra a una persona.")
    pending.refresh_from_db()
    assert pending.status == QuestionStatus.REJECTED
    receipt = client.get(f"{commitment.get_absolute_url()}preguntas/{pending.receipt}/").content.decode()
    assert "Nombra a una persona." in receipt
    assert "Nombra a una persona." not in client.get(f"{commitment.get_absolute_url()}preguntas/").content.decode()
    (sent,) = mail.outbox
    assert sent.to == ["ana@example.mx"]
    assert "Nombra a una persona." in sent.body
    assert pending.email == ""


def test_an_answer_names_the_office_and_tells_who_asked_and_their_address_is_gone(
    client, team, pending, decide, commitment
):
    decide(pending)
    decide(pending, answer="Se deben 7 millones.")
    pending.refresh_from_db()
    assert pending.answered_by == "Dirección de Deuda · Secretaría de Finanzas"
    assert pending.answered_at
    assert pending.email == ""
    assert [sent.to[0] for sent in mail.outbox] == ["area@example.mx", "ana@example.mx"]
    assert "Se deben 7 millones." in mail.outbox[1].body
    assert pending.receipt in mail.outbox[1].body
    for url in (
        f"{commitment.get_absolute_url()}preguntas/",
        f"{commitment.get_absolute_url()}preguntas/{pending.receipt}/",
    ):
        html = client.get(url).content.decode()
        assert "Se deben 7 millones." in html
        assert "Respondió Dirección de Deuda" in html
    first = pending.answered_at
    decide(pending, answer="Se deben 7.5 millones.")
    pending.refresh_from_db()
    assert pending.answered_at == first
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    "changes",
    [{"status": "pendiente", "answer": "Sí"}, {"status": "rechazada", "rejection_reason": "x", "answer": "Sí"}],
)
def test_only_what_is_published_is_answered(team, pending, decide, changes):
    assert "Solo se responde a lo que se publica" in decide(pending, **changes).content.decode()
    pending.refresh_from_db()
    assert pending.answer == ""


def test_what_was_decided_does_not_go_back_to_waiting(team, pending, decide):
    decide(pending)
    assert "Ya se decidió" in decide(pending, status="pendiente").content.decode()


def test_the_history_keeps_who_changed_the_text(team, pending, decide):
    decide(pending, text="¿Cuánto debe el estado?")
    change = history.changes_of(pending).get(field="text")
    assert (change.old, change.new, change.by) == ("¿Cuánto se debe?", "¿Cuánto debe el estado?", team)


def test_the_list_has_counts_and_what_waits_comes_first(client, team, commitment, pending):
    question(commitment, "Publicada y sin respuesta", days=50)
    question(commitment, "Ya respondida", answer="Sí", answered_at=timezone.now())
    question(commitment, "Comentario", kind="comentario")
    question(commitment, "No va", status=QuestionStatus.REJECTED)
    html = client.get(reverse(INDEX)).content.decode()
    for words in ("Por revisar: 1", "Por responder: 1", "Respondidas: 1", "No publicadas: 1"):
        assert words in html
    assert html.index("¿Cuánto se debe?") < html.index("Publicada y sin respuesta") < html.index("Ya respondida")
    only = client.get(reverse(INDEX), {"cola": "por-responder"}).content.decode()
    assert "Publicada y sin respuesta" in only
    assert "¿Cuánto se debe?" not in only


def test_the_export_has_no_addresses(client, team, pending):
    text = b"".join(client.get(reverse(INDEX), {"export": "csv"}).streaming_content).decode()
    assert "¿Cuánto se debe?" in text
    assert "ana@example.mx" not in text


def test_another_states_editor_neither_sees_nor_decides(client, morelos, zacatecas, pending, decide):
    client.force_login(making.user_of_team(morelos))
    assert "¿Cuánto se debe?" not in client.get(reverse(INDEX)).content.decode()
    assert b"\xc2\xbfCu\xc3\xa1nto se debe" not in b"".join(
        client.get(reverse(INDEX), {"export": "csv"}).streaming_content
    )
    for view in ("edit", "delete", "history", "usage"):
        response = client.get(reverse(f"states_questions:{view}", args=[pending.pk]))
        assert response.status_code in (302, 403), view
        assert "¿Cuánto se debe?" not in response.content.decode()
    assert decide(pending).status_code in (302, 403)
    pending.refresh_from_db()
    assert pending.status == QuestionStatus.PENDING


def test_a_voice_of_civil_society_does_not_moderate(client, zacatecas, pending):
    client.force_login(making.user_of_voice("32", Voice.SOCIETY))
    assert client.get(reverse(INDEX)).status_code in (302, 403)
    assert client.get(reverse("states_questions:edit", args=[pending.pk])).status_code in (302, 403)


def test_the_team_neither_writes_nor_deletes_questions(client, team, pending):
    assert client.get(reverse("states_questions:add")).status_code in (302, 403)
    assert client.post(reverse("states_questions:delete", args=[pending.pk])).status_code in (302, 403)
    assert Question.objects.count() == 1


def test_mail_that_fails_is_tried_again_and_never_sent_twice(team, pending, decide, monkeypatch, committing):
    def broken(self, fail_silently=False):
        raise OSError("sin red")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", broken)
        assert decide(pending).status_code == 302
    made = letter(pending, LetterTo.OFFICE)
    assert (made.state, made.attempts) == (LetterState.FAILED, 1)
    assert "sin red" in made.error
    pending.refresh_from_db()
    assert pending.forwarded_at is None
    assert question_letters.retry() == 0  # not at once
    later = timezone.now() + dt.timedelta(minutes=20)
    with committing():
        assert question_letters.retry(later) == 1
    made.refresh_from_db()
    assert (made.state, made.attempts, made.error) == (LetterState.SENT, 2, "")
    assert len(mail.outbox) == 1
    assert question_letters.retry(later) == 0
    assert question_letters.send_letter.func(letter_id=made.pk) is False
    assert len(mail.outbox) == 1


def test_two_workers_do_not_send_the_same_letter(team, pending, decide, monkeypatch):
    decide(pending)
    made = letter(pending, LetterTo.OFFICE)
    QuestionLetter.objects.update(state=LetterState.PENDING, attempts=0)
    mail.outbox.clear()
    real = question_letters._to_office

    def meanwhile(of):
        """Another worker comes by between the claim and the sending."""
        assert question_letters.send_letter.func(letter_id=made.pk) is False
        return real(of)

    monkeypatch.setattr(question_letters, "_to_office", meanwhile)
    assert question_letters.send_letter.func(letter_id=made.pk) is True
    assert len(mail.outbox) == 1


def test_a_letter_whose_worker_died_is_not_sent_again(pending):
    QuestionLetter.objects.create(question=pending, to=LetterTo.PERSON, state=LetterState.SENDING, attempts=1, tried_at=timezone.now())  # fmt: skip
    assert question_letters.retry(timezone.now() + dt.timedelta(days=1)) == 0


def test_mail_is_not_tried_for_ever_and_the_address_goes_then_too(pending):
    made = QuestionLetter.objects.create(question=pending, to=LetterTo.PERSON, state=LetterState.FAILED, attempts=6, tried_at=timezone.now())  # fmt: skip
    assert question_letters.retry(timezone.now() + dt.timedelta(days=1)) == 0
    QuestionLetter.objects.filter(pk=made.pk).update(made_at=timezone.now() - dt.timedelta(days=8))
    assert forget_old() == 1
    pending.refresh_from_db()
    assert pending.email == ""


def test_an_office_without_address_is_said_in_the_admin(client, team, pending, decide, commitment):
    Body.objects.update(email="")
    decide(pending)
    assert mail.outbox == []
    assert letter(pending, LetterTo.OFFICE).state == LetterState.NOBODY
    assert "no tiene correo" in client.get(reverse("states_questions:edit", args=[pending.pk])).content.decode()


def test_a_rejection_taken_back_does_not_leave_its_reason(pending):
    moderate(pending, status="rechazada", by=None, reason="Repetida.")
    moderate(pending, status="publicada", by=None)
    pending.refresh_from_db()
    assert (pending.status, pending.rejection_reason) == (QuestionStatus.PUBLISHED, "")
