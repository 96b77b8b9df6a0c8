"""The contact form: stored, told by mail, forgotten in time; friendly to people and closed to machines."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from acervo.base import spam
from acervo.contact.models import ContactMessage, ContactPage, MailState, MessageState
from acervo.contact.services.messages import forget_old_messages, retry_mails

GOOD = {
    "name": "Ana Ramírez",
    "email": "ana@example.mx",
    "subject": "Horario del museo",
    "text": "¿A qué hora abre?",
    "agreed": "on",
}


@pytest.fixture
def page(site_tree):
    return contact_page(site_tree.home, recipients="junta@example.mx", responsible="La Junta de Monumentos")


def contact_page(parent, **fields) -> ContactPage:
    parent.refresh_from_db()
    page = ContactPage(title="Contacto", slug="contacto", locale=parent.locale, **fields)
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def stamp(monkeypatch) -> str:
    """Of a form that was shown a minute ago."""
    earlier = timezone.now() - dt.timedelta(minutes=1)
    with monkeypatch.context() as patch:
        patch.setattr(spam.timezone, "now", lambda: earlier)
        return spam.new_stamp("contacto")


@pytest.fixture
def send(client, page, monkeypatch, committing):
    """Send the form as a person does; the response, with what waits for the commit done."""

    def send(**changes):
        data = GOOD | {spam.STAMP: stamp(monkeypatch), spam.TRAP: ""} | changes
        with committing():
            return client.post(page.url, data)

    return send


def test_a_message_is_stored_and_mailed_and_the_person_thanked(client, page, send):
    response = send()
    assert response.status_code == 302
    assert response.url == f"{page.url}gracias/"
    assert "Gracias por escribirnos" in client.get(response.url).content.decode()
    message = ContactMessage.objects.get()
    assert (message.name, message.subject, message.state) == ("Ana Ramírez", "Horario del museo", MessageState.NEW)
    assert message.page == page
    assert message.mail_state == MailState.SENT
    (sent,) = mail.outbox
    assert sent.to == ["junta@example.mx"]
    assert sent.reply_to == ["ana@example.mx"]
    assert "¿A qué hora abre?" in sent.body
    assert reverse("contact_messages:edit", args=[message.pk]) in sent.body


def test_without_recipients_the_sites_contact_address_is_told_else_nobody(page, send, settings):
    page.recipients = ""
    page.save_revision().publish()
    settings.CONTACT_EMAIL = "sitio@example.mx"
    send()
    assert mail.outbox[0].to == ["sitio@example.mx"]
    settings.CONTACT_EMAIL = ""
    send()
    assert ContactMessage.objects.first().mail_state == MailState.NOBODY
    assert len(mail.outbox) == 1


def test_mistakes_are_named_and_what_was_typed_stays(page, send):
    response = send(email="ana(arroba)example", text="", agreed="")
    assert response.status_code == 200
    html = response.content.decode()
    assert ContactMessage.objects.count() == 0
    for sentence in (
        "Escriba un correo electrónico como nombre@ejemplo.mx.",
        "Escriba su mensaje.",
        "Marque esta casilla",
        "Lo que escribió sigue aquí",
    ):
        assert sentence in html
    assert 'value="Ana Ramírez"' in html
    assert 'aria-invalid="true"' in html
    summary = re.search(r'role="alert".*?</ul>', html, re.DOTALL)[0]
    assert {"#id_email", "#id_text", "#id_agreed"} <= set(re.findall(r'href="(#\w+)"', summary))


def test_a_mistake_is_read_with_its_field(page, send):
    html = send(email="nada").content.decode()
    field = re.search(r'<input[^>]*name="email"[^>]*>', html)[0]
    described = re.search(r'aria-describedby="([^"]+)"', field)
    assert described
    assert all(f'id="{name}"' in html for name in described[1].split())


def test_a_machine_that_fills_the_trap_is_not_stored(send):
    assert send(**{spam.TRAP: "https://example.com"}).status_code == 200
    assert ContactMessage.objects.count() == 0
    assert mail.outbox == []


def test_a_sixth_message_within_the_hour_is_refused_with_a_sentence(send):
    assert [send(subject=f"Asunto {n}").status_code for n in range(5)] == [302] * 5
    assert "Recibimos varios mensajes" in send(subject="Otro").content.decode()
    assert ContactMessage.objects.count() == 5


def test_sending_the_same_page_twice_stores_one_message(client, page, monkeypatch):
    data = GOOD | {spam.STAMP: stamp(monkeypatch), spam.TRAP: ""}
    assert client.post(page.url, data).status_code == 302
    assert "ya se había recibido" in client.post(page.url, data).content.decode()
    assert ContactMessage.objects.count() == 1


def test_the_page_is_kept_by_no_cache_and_needs_the_token(client, page):
    response = client.get(page.url)
    assert "no-store" in response["Cache-Control"]
    assert response.content.decode().count("csrfmiddlewaretoken") == 1
    assert Client(enforce_csrf_checks=True).post(page.url, GOOD).status_code == 403


def test_the_privacy_notice_names_who_answers_and_how_long(client, page):
    html = client.get(page.url).content.decode()
    assert "La Junta de Monumentos" in html
    assert "12 meses" in html


def test_mail_that_fails_is_noted_and_tried_again_and_the_message_is_not_lost(send, monkeypatch, committing):
    def broken(self, fail_silently=False):
        raise OSError("sin red")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", broken)
        assert send().status_code == 302
    message = ContactMessage.objects.get()
    assert message.mail_state == MailState.FAILED
    assert "sin red" in message.mail_error
    assert retry_mails() == 0  # not at once
    with committing():
        assert retry_mails(timezone.now() + dt.timedelta(minutes=20)) == 1
    message.refresh_from_db()
    assert (message.mail_state, message.mail_attempts) == (MailState.SENT, 2)
    assert len(mail.outbox) == 1


def test_mail_is_not_tried_for_ever(page):
    old = ContactMessage.objects.create(page=page, name="A", email="a@b.mx", subject="s", text="t", mail_state=MailState.FAILED, mail_attempts=6, mail_tried_at=timezone.now())  # fmt: skip
    assert retry_mails(timezone.now() + dt.timedelta(days=1)) == 0
    old.refresh_from_db()
    assert old.mail_state == MailState.FAILED


def test_a_subject_cannot_smuggle_headers_into_the_mail(send):
    send(subject="Hola\r\nBcc: todos@example.mx")
    (sent,) = mail.outbox
    assert "\n" not in sent.subject
    assert sent.bcc == []


def test_personal_data_is_forgotten_when_its_time_is_over(page):
    fields = {"page": page, "name": "Ana", "email": "a@b.mx", "subject": "Goteras", "text": "Soy Ana."}
    old, new = ContactMessage.objects.create(**fields), ContactMessage.objects.create(**fields)
    ContactMessage.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=370))
    assert forget_old_messages() == 1
    assert forget_old_messages() == 0
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.name, old.email, old.text, old.subject) == ("—", "", "—", "Goteras")
    assert old.forgotten_at
    assert new.name == "Ana"


def test_whoever_answers_finds_the_message_and_notes_what_was_done(admin_client, admin_user, send):
    send()
    message = ContactMessage.objects.get()
    listing = admin_client.get(reverse("contact_messages:index"))
    assert "Horario del museo" in listing.content.decode()
    address = reverse("contact_messages:edit", args=[message.pk])
    assert "¿A qué hora abre?" in admin_client.get(address).content.decode()
    response = admin_client.post(address, {"state": "respondido", "answer_note": "Se le dio el horario."})
    assert response.status_code == 302
    message.refresh_from_db()
    assert (message.state, message.handled_by, message.text) == ("respondido", admin_user, "¿A qué hora abre?")
    assert message.handled_at


def test_messages_are_exported_and_nobody_writes_one_in_the_admin(admin_client, send):
    send()
    response = admin_client.get(reverse("contact_messages:index"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "ana@example.mx" in text
    assert admin_client.get(reverse("contact_messages:add")).status_code in (302, 403)


def test_an_editor_without_the_right_does_not_see_messages(client, send, django_user_model):
    from django.contrib.auth.models import Permission

    send()
    user = django_user_model.objects.create_user("otra", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(reverse("contact_messages:index")).status_code in (302, 403)


def test_recipients_must_be_addresses(page):
    from django.core.exceptions import ValidationError

    page.recipients = "junta@example.mx\nno es correo"
    with pytest.raises(ValidationError) as refusal:
        page.clean()
    assert "recipients" in refusal.value.message_dict
