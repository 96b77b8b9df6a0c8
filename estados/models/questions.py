"""What citizens ask or say about a commitment, and what its office answers."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from estados.enums import LetterState, LetterTo, QuestionKind, QuestionStatus

from .commitments import Commitment


def _receipt() -> str:
    return secrets.token_urlsafe(9)


class Question(models.Model):
    """Public once moderated. `email` is used to tell the answer and erased afterwards; never shown.

    `forwarded_at`: when the office was told; times of answer count from `created_at`.
    """

    commitment = models.ForeignKey(Commitment, verbose_name=_("compromiso"), on_delete=models.CASCADE, related_name="questions")  # fmt: skip
    kind = models.CharField(_("clase"), max_length=12, choices=QuestionKind.choices, default=QuestionKind.QUESTION)
    text = models.TextField(_("texto"), max_length=3000)
    name = models.CharField(_("nombre"), max_length=120, blank=True)
    email = models.EmailField(_("correo"), blank=True)
    language = models.CharField(max_length=10, blank=True, editable=False)
    receipt = models.CharField(_("acuse"), max_length=24, unique=True, default=_receipt, editable=False)
    status = models.CharField(
        _("situación"), max_length=12, choices=QuestionStatus.choices, default=QuestionStatus.PENDING
    )
    rejection_reason = models.CharField(_("motivo"), max_length=255, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    moderated_at = models.DateTimeField(null=True, editable=False)
    moderated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")  # fmt: skip
    forwarded_at = models.DateTimeField(null=True, editable=False)
    answer = models.TextField(_("respuesta"), blank=True, max_length=6000)
    answered_by = models.CharField(_("área que responde"), max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("pregunta ciudadana")
        verbose_name_plural = _("preguntas ciudadanas")

    def __str__(self) -> str:
        return self.text[:80]


class QuestionLetter(models.Model):
    """A letter about a question: one to the office, one to the person, and never the same twice.

    A worker claims it (`SENDING`) before it writes. One that dies in between leaves it so: nobody knows whether the
    letter went out, and it is not sent again.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="letters")
    to = models.CharField(_("a quién"), max_length=8, choices=LetterTo.choices)
    state = models.CharField(_("aviso por correo"), max_length=18, choices=LetterState.choices, default=LetterState.PENDING)  # fmt: skip
    attempts = models.PositiveSmallIntegerField(_("intentos"), default=0)
    error = models.CharField(_("error del aviso"), max_length=255, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "to"], name="estados_letter_once")]
        indexes = [models.Index(fields=["state", "tried_at"], name="estados_letter_waiting")]
        verbose_name = _("aviso de una pregunta")

    def __str__(self) -> str:
        return f"{self.question_id} · {self.get_to_display()} · {self.get_state_display()}"


class ReminderSent(models.Model):
    """A reminder that went out, so that none goes twice. `due` as it was then: a moved date is told anew."""

    milestone = models.ForeignKey("estados.Milestone", on_delete=models.CASCADE, related_name="reminders")
    days_before = models.SmallIntegerField()
    due = models.DateField()
    to = models.EmailField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["milestone", "days_before", "due"], name="estados_reminder_once")
        ]
        verbose_name = _("recordatorio enviado")

    def __str__(self) -> str:
        return f"{self.milestone} · {self.due} · {self.days_before}"
