"""Messages of the contact form: stored first, told by mail after, forgotten in time. None is lost for want of mail."""

import datetime as dt
import logging
from smtplib import SMTPException
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from acervo.contact.models import ContactMessage, ContactPage, MailState, MessageState

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 6
RETRY_AFTER = dt.timedelta(minutes=15)
FORGOTTEN = "—"


def receive(page: ContactPage, message: ContactMessage, *, language: str) -> ContactMessage:
    """Store a message of `page` and have somebody told once it is committed."""
    from acervo.contact.tasks import tell_of_message

    message.page = page
    message.language = language
    if not recipients_of(page):
        message.mail_state = MailState.NOBODY
    message.save()
    if message.mail_state == MailState.PENDING:
        transaction.on_commit(lambda: tell_of_message.enqueue(message_id=message.pk))
    return message


def recipients_of(page: ContactPage | None) -> list[str]:
    """Who is told: those that the page names, else the site's contact address, else nobody."""
    own = page.recipient_list if page else []
    return own or ([settings.CONTACT_EMAIL] if settings.CONTACT_EMAIL else [])


def tell(message: ContactMessage) -> bool:
    """Send the mail about a message; the outcome is noted on the message. False if it could not be sent."""
    addresses = recipients_of(message.page)
    if not addresses:
        ContactMessage.objects.filter(pk=message.pk).update(mail_state=MailState.NOBODY)
        return False
    error = ""
    try:
        _mail(message, addresses).send()
    except (SMTPException, OSError) as problem:
        error = f"{type(problem).__name__}: {problem}"[:255]
        logger.warning("The mail about contact message %s could not be sent: %s", message.pk, error)
    ContactMessage.objects.filter(pk=message.pk).update(
        mail_state=MailState.FAILED if error else MailState.SENT,
        mail_attempts=F("mail_attempts") + 1,
        mail_error=error,
        mail_tried_at=timezone.now(),
    )
    return not error


def _mail(message: ContactMessage, addresses: list[str]) -> EmailMessage:
    with override(settings.LANGUAGE_CODE):
        subject = _("Mensaje del sitio: %(subject)s") % {"subject": " ".join(message.subject.split())}
        body = _("%(name)s <%(email)s> escribió desde «%(page)s»:\n\n%(text)s\n\nAtiéndalo en %(url)s") % {
            "name": message.name,
            "email": message.email,
            "page": message.page.title if message.page else settings.WAGTAIL_SITE_NAME,
            "text": message.text,
            "url": settings.BASE_URL + reverse("contact_messages:edit", args=[message.pk]),
        }
    return EmailMessage(subject, body, to=addresses, reply_to=[message.email])


def retry_mails(now: dt.datetime | None = None) -> int:
    """Queue again the mails that failed a while ago, and those that a killed worker left; how many."""
    from acervo.contact.tasks import tell_of_message

    before = (now or timezone.now()) - RETRY_AFTER
    waiting = ContactMessage.objects.filter(
        Q(mail_state=MailState.FAILED, mail_tried_at__lt=before)
        | Q(mail_state=MailState.PENDING, created_at__lt=before),
        mail_attempts__lt=MOST_ATTEMPTS,
    )
    keys = list(waiting.values_list("pk", flat=True)[:100])
    for pk in keys:
        tell_of_message.enqueue(message_id=pk)
    return len(keys)


def forget_old_messages(now: dt.datetime | None = None) -> int:
    """Blank name, address and text of messages older than their page says; how many.

    Subject, dates and what was done stay. A message whose page is gone is kept for the usual twelve months.
    """
    moment = now or timezone.now()
    usual = ContactPage._meta.get_field("retention_months").default
    forgotten = 0
    pages: list[tuple[int | None, int]] = list(ContactPage.objects.values_list("pk", "retention_months"))
    for page, months in [*pages, (None, usual)]:
        old = ContactMessage.objects.filter(
            page=page, forgotten_at=None, created_at__lt=moment - relativedelta(months=months)
        )
        forgotten += old.update(name=FORGOTTEN, email="", text=FORGOTTEN, forgotten_at=moment)
    return forgotten


def attend(message: ContactMessage, *, by: Any) -> None:
    """Note who changed the state of a message, and when, before it is saved."""
    if message.state != MessageState.NEW:
        message.handled_by, message.handled_at = by, timezone.now()
    else:
        message.handled_by = message.handled_at = None
