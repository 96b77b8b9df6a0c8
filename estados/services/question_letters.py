"""Letters about citizens' questions, sent by the task queue and, when mail fails, again by the clock; never twice."""

import datetime as dt
import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from acervo.base.addresses import absolute
from estados.enums import LetterState, LetterTo, QuestionStatus
from estados.models import Question, QuestionLetter, slug_of

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 6
RETRY_AFTER = dt.timedelta(minutes=15)


def due(question: Question, to: str) -> None:
    """Have a letter sent once the transaction is committed, unless there was one already."""
    letter, made = QuestionLetter.objects.get_or_create(question=question, to=to)
    if made:
        transaction.on_commit(lambda: send_letter.enqueue(letter_id=letter.pk))


@task()
def send_letter(letter_id: int) -> bool:
    """Send a letter that waits; False if there is none, another worker has it, or mail failed (noted on the letter)."""
    letter = QuestionLetter.objects.select_related("question__commitment__plan", "question__commitment__lead").filter(pk=letter_id).first()  # fmt: skip
    if letter is None or letter.state not in (LetterState.PENDING, LetterState.FAILED):
        return False
    # One worker only: whoever changes the row that it read.
    mine = QuestionLetter.objects.filter(pk=letter.pk, state=letter.state, attempts=letter.attempts)
    if not mine.update(state=LetterState.SENDING, attempts=F("attempts") + 1, tried_at=timezone.now()):
        return False
    message = _to_office(letter.question) if letter.to == LetterTo.OFFICE else _to_person(letter.question)
    if message is None:
        QuestionLetter.objects.filter(pk=letter.pk).update(state=LetterState.NOBODY)
        return False
    try:
        message.send()
    except (SMTPException, OSError) as problem:
        error = f"{type(problem).__name__}: {problem}"[:255]
        logger.warning("Letter %s about a question could not be sent: %s", letter.pk, error)
        QuestionLetter.objects.filter(pk=letter.pk).update(state=LetterState.FAILED, error=error)
        return False
    QuestionLetter.objects.filter(pk=letter.pk).update(state=LetterState.SENT, error="")
    told = {"forwarded_at": timezone.now()} if letter.to == LetterTo.OFFICE else {"email": ""}
    Question.objects.filter(pk=letter.question_id).update(**told)
    return True


def retry(now: dt.datetime | None = None) -> int:
    """Queue again the letters that failed a while ago, and those that no worker took; how many."""
    before = (now or timezone.now()) - RETRY_AFTER
    waiting = QuestionLetter.objects.filter(
        Q(state=LetterState.FAILED, tried_at__lt=before) | Q(state=LetterState.PENDING, made_at__lt=before),
        attempts__lt=MOST_ATTEMPTS,
    )
    keys = list(waiting.values_list("pk", flat=True)[:100])
    for pk in keys:
        send_letter.enqueue(letter_id=pk)
    return len(keys)


def _to_office(question: Question) -> EmailMessage | None:
    commitment = question.commitment
    if commitment.lead is None or not commitment.lead.email or question.status != QuestionStatus.PUBLISHED:
        return None
    with override(settings.LANGUAGE_CODE):
        who = question.name or _("Una persona que no dejó su nombre")
        lines = [
            _("Hay una pregunta o un comentario sobre el compromiso {code}, «{title}».").format(
                code=commitment.code, title=commitment.title
            ),
            _("{who} escribió:").format(who=who),
            question.text,
            _("Ya es público: {url}").format(url=absolute(address_of(question))),
            _("Envíe la respuesta al equipo del estado, que la publica con el nombre de su área: {url}").format(
                url=settings.BASE_URL + reverse("states_questions:edit", args=[question.pk])
            ),
            _("El tiempo que tarda la respuesta se publica."),
        ]
        subject = _("Pregunta ciudadana sobre {code}: {title}").format(code=commitment.code, title=commitment.title)
    return EmailMessage(_one_line(subject), "\n\n".join(lines), to=[commitment.lead.email])


def _to_person(question: Question) -> EmailMessage | None:
    if not question.email:
        return None
    with override(question.language or settings.LANGUAGE_CODE):
        commitment = question.commitment
        lines = [_("Usted escribió sobre el compromiso «{title}».").format(title=commitment.title)]
        if question.status == QuestionStatus.REJECTED:
            lines += [_("No se publicó, por este motivo:"), question.rejection_reason]
        elif question.answer:
            lines += [_("Respondió {who}:").format(who=question.answered_by or commitment.plan.get_state_display()), question.answer]  # fmt: skip
        else:
            return None
        lines += [
            _("Su acuse: {url}").format(url=absolute(receipt_address(question))),
            _("Con esta carta borramos su correo de nuestros registros."),
        ]
        subject = _("Su pregunta sobre «{title}»").format(title=commitment.title)
    return EmailMessage(_one_line(subject), "\n\n".join(lines), to=[question.email])


def address_of(question: Question) -> str:
    """Where a published question stands, in the active language."""
    commitment = question.commitment
    return reverse("states:question", args=[slug_of(commitment.plan.state), commitment.code, question.pk])


def receipt_address(question: Question) -> str:
    commitment = question.commitment
    return reverse("states:receipt", args=[slug_of(commitment.plan.state), commitment.code, question.receipt])


def _one_line(text: str) -> str:
    return " ".join(text.split())
