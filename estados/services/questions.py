"""What citizens ask about a commitment: received, moderated, answered. Nothing is public before somebody publishes it."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from acervo.base.publicity import public
from acervo.history import services as history
from estados.enums import LetterTo, QuestionStatus
from estados.models import Commitment, Question

from . import question_letters

#: Personal data that nobody needs any more are erased after this time, whatever became of the question.
KEEP = dt.timedelta(days=365)
#: An address is kept for this long after its letter was due, in case the mail did not work.
KEEP_ADDRESS = dt.timedelta(days=7)
FORGOTTEN = "—"
WATCHED = ("status", "rejection_reason", "text", "answer", "answered_by")


def ask(commitment: Commitment, question: Question, *, language: str) -> Question:
    """Keep what somebody wrote until it is reviewed."""
    question.commitment, question.language = commitment, language
    question.save()
    return question


def of_receipt(commitment: Commitment, receipt: str) -> Question | None:
    """The question that a receipt stands for, whatever its state; only who asked has the receipt."""
    return Question.objects.filter(commitment=commitment, receipt=receipt[:24]).first()


def check(*, was: str, status: str, reason: str, answer: str) -> None:
    """Raise ValidationError, by field, for a decision that cannot stand."""
    errors: dict[str, str] = {}
    if status == QuestionStatus.REJECTED and not reason.strip():
        errors["rejection_reason"] = _("Diga por qué no se publica: quien preguntó lo verá en su acuse.")
    if status == QuestionStatus.PENDING and was != QuestionStatus.PENDING:
        errors["status"] = _("Ya se decidió: elija «Publicada» o «No publicada».")
    if answer.strip() and status != QuestionStatus.PUBLISHED:
        errors["answer"] = _("Solo se responde a lo que se publica: elija «Publicada» o borre la respuesta.")
    if errors:
        raise ValidationError(errors)


def moderate(
    question: Question,
    *,
    status: str,
    by: Any,
    reason: str = "",
    text: str | None = None,
    answer: str = "",
    answered_by: str = "",
) -> Question:
    """Decide on a question and, perhaps, answer it; who did it and what was there before stay in the history.

    `text` mends what is published (personal data taken out). Its office is told once, when it is first published; who
    asked is told once, when it is answered or rejected, and their address is erased with that letter. Raises
    ValidationError (`check`).
    """
    before = Question.objects.get(pk=question.pk)
    check(was=before.status, status=status, reason=reason, answer=answer)
    now = timezone.now()
    question.status = QuestionStatus(status)
    question.rejection_reason = reason.strip() if status == QuestionStatus.REJECTED else ""
    question.answer = answer.strip()
    question.answered_by = (answered_by.strip() or office_of(question.commitment)) if question.answer else ""
    question.answered_at = (before.answered_at or now) if question.answer else None
    if text is not None:
        question.text = text
    if before.status != question.status:
        question.moderated_at, question.moderated_by = now, by
    with transaction.atomic():
        question.save()
        history.record(question, {name: (getattr(before, name), getattr(question, name)) for name in WATCHED}, by=by)
        if question.status == QuestionStatus.PUBLISHED:
            question_letters.due(question, LetterTo.OFFICE)
        if question.email and (question.answer or question.status == QuestionStatus.REJECTED):
            question_letters.due(question, LetterTo.PERSON)
    return question


def office_of(commitment: Commitment) -> str:
    """Who answers: the office of the institution that leads the commitment; "" if none is named."""
    lead = commitment.lead
    if lead is None:
        return ""
    return f"{lead.office} · {lead.name}" if lead.office else lead.name


def public_questions(commitment: Commitment | None = None, *, state: str = "") -> QuerySet[Question]:
    """What the public may read of a commitment or of a state, newest first. Addresses are not even read."""
    questions = Question.objects.filter(commitment=commitment) if commitment else Question.objects.all()
    if state:
        questions = questions.filter(commitment__plan__state=state)
    return public(questions).defer("email", "receipt").order_by("-created_at", "-pk")


def forget_old(now: dt.datetime | None = None) -> int:
    """Erase what is not needed any more: addresses whose letter went out or never will, data of old rejected questions.

    Returns how many questions lost something. What was published stays, with the name that its author gave for it.
    """
    moment = now or timezone.now()
    late = Question.objects.exclude(email="").filter(letters__to=LetterTo.PERSON, letters__made_at__lt=moment - KEEP_ADDRESS)  # fmt: skip
    old = Question.objects.exclude(email="").filter(created_at__lt=moment - KEEP)
    erased = Question.objects.filter(pk__in=[*late.values_list("pk", flat=True), *old.values_list("pk", flat=True)])
    done = erased.update(email="")
    rejected = Question.objects.filter(status=QuestionStatus.REJECTED, created_at__lt=moment - KEEP).exclude(text=FORGOTTEN)  # fmt: skip
    for question in rejected[:500]:
        history.changes_of(question).filter(field="text").delete()
        done += Question.objects.filter(pk=question.pk).update(name="", text=FORGOTTEN)
    return done
