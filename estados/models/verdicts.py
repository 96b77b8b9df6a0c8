"""What each voice says of a commitment, with a date: kept side by side, never averaged, never overwritten."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from estados.enums import Completion, Voice

from .commitments import Commitment


class Verdict(models.Model):
    """A report. `progress` in per cent; empty is no information, not 0 %. A mistaken one is withdrawn with its reason."""

    commitment = models.ForeignKey(Commitment, verbose_name=_("compromiso"), on_delete=models.CASCADE, related_name="verdicts")  # fmt: skip
    voice = models.CharField(_("voz"), max_length=12, choices=Voice.choices)
    completion = models.CharField(_("situación"), max_length=12, choices=Completion.choices)
    progress = models.PositiveSmallIntegerField(
        _("avance (%)"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    words = models.TextField(_("en qué se basa"), max_length=4000)
    on = models.DateField(_("fecha del informe"), default=timezone.localdate)
    when_text = models.CharField(
        _("fecha como la da la fuente"),
        max_length=60,
        blank=True,
        help_text=_("Si no se conoce el día: «mayo de 2017»."),
    )
    author = models.CharField(_("quién informa"), max_length=200, help_text=_("Institución u organización."))
    record = models.ForeignKey("documents.RecordPage", verbose_name=_("registro que lo sustenta"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")  # fmt: skip
    url = models.URLField(_("enlace que lo sustenta"), blank=True, max_length=500)
    source = models.CharField(_("fuente"), max_length=255, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("retirado el"), null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(_("motivo del retiro"), max_length=255, blank=True, editable=False)

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["commitment", "voice", "-on"], name="estados_verdict_latest")]
        verbose_name = _("informe")
        verbose_name_plural = _("informes")

    def __str__(self) -> str:
        return f"{self.commitment} · {self.get_voice_display()} · {self.on}"
