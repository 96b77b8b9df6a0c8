"""What people write on a contact page."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    NEW = "nuevo", _("Por atender")
    ANSWERED = "respondido", _("Respondido")
    CLOSED = "cerrado", _("Cerrado sin respuesta")
    UNWANTED = "no-deseado", _("No deseado")


class MailState(models.TextChoices):
    """Whether somebody was told by mail; the message itself is stored in any case."""

    PENDING = "pendiente", _("Aviso por enviar")
    SENT = "enviado", _("Aviso enviado")
    FAILED = "fallido", _("No se pudo enviar el aviso")
    NOBODY = "sin-destinatario", _("Sin destinatario")


class ContactMessage(models.Model):
    """A message of the contact form. Personal data: for whoever answers, and only as long as the page says.

    `forgotten_at` is set when name and address were blanked because that time was over
    (`acervo.contact.services.messages.forget_old_messages`).
    """

    page = models.ForeignKey(
        "contact.ContactPage", verbose_name=_("formulario"), null=True, on_delete=models.SET_NULL,
        related_name="messages",
    )  # fmt: skip
    name = models.CharField(_("nombre"), max_length=120)
    email = models.EmailField(_("correo electrónico"))
    subject = models.CharField(_("asunto"), max_length=160)
    text = models.TextField(_("mensaje"), max_length=4000)
    language = models.CharField(_("idioma"), max_length=10, blank=True)
    created_at = models.DateTimeField(_("recibido"), auto_now_add=True)
    state = models.CharField(_("estado"), max_length=12, choices=MessageState.choices, default=MessageState.NEW)
    answer_note = models.TextField(_("nota de atención"), blank=True, help_text=_("Qué se respondió, cuándo y quién. Es interna."))  # fmt: skip
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("atendió"), null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")  # fmt: skip
    handled_at = models.DateTimeField(_("atendido el"), null=True, blank=True, editable=False)
    mail_state = models.CharField(_("aviso por correo"), max_length=18, choices=MailState.choices, default=MailState.PENDING, editable=False)  # fmt: skip
    mail_attempts = models.PositiveSmallIntegerField(_("intentos"), default=0, editable=False)
    mail_error = models.CharField(_("error del aviso"), max_length=255, blank=True, editable=False)
    mail_tried_at = models.DateTimeField(null=True, blank=True, editable=False)
    forgotten_at = models.DateTimeField(_("datos personales borrados el"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-created_at"], name="contact_message_state"),
            models.Index(fields=["mail_state"], name="contact_message_mail"),
        ]
        verbose_name = _("mensaje de contacto")
        verbose_name_plural = _("mensajes de contacto")

    def __str__(self) -> str:
        return self.subject
