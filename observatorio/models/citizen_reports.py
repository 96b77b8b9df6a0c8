"""What citizens tell about a monument: damage they saw, or something in its record that is wrong."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .monument import Monument


class CitizenReportKind(models.TextChoices):
    DAMAGE = "dano", _("Daño")
    CORRECTION = "correccion", _("Corrección de la ficha")


class CitizenReportState(models.TextChoices):
    PENDING = "pendiente", _("Por revisar")
    ACCEPTED = "aceptado", _("Aceptado")
    ATTENDED = "atendido", _("Atendido")
    REJECTED = "rechazado", _("Rechazado")


#: What the public may see of the reports: those that somebody has read and found right.
PUBLISHED = (CitizenReportState.ACCEPTED, CitizenReportState.ATTENDED)


class CitizenReport(models.Model):
    """A report, moderated: nothing of it is public before somebody accepts it; name and e-mail never are."""

    monument = models.ForeignKey(Monument, verbose_name=_("inmueble"), on_delete=models.CASCADE, related_name="citizen_reports")  # fmt: skip
    kind = models.CharField(_("qué informa"), max_length=12, choices=CitizenReportKind.choices)
    text = models.TextField(_("qué pasó"), max_length=4000)
    seen_on = models.DateField(_("cuándo lo vio"), null=True, blank=True)
    photo = models.ForeignKey("documents.ArchiveImage", verbose_name=_("fotografía"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")  # fmt: skip
    name = models.CharField(_("nombre"), max_length=120, blank=True)
    email = models.EmailField(_("correo electrónico"), blank=True)
    state = models.CharField(_("estado"), max_length=12, choices=CitizenReportState.choices, default=CitizenReportState.PENDING)  # fmt: skip
    answer = models.TextField(_("respuesta pública"), blank=True)
    #: Puts the monument on the list of visits that are due, until somebody inspects it.
    inspection_wanted = models.BooleanField(_("pedir una inspección"), default=False)
    moderated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)  # fmt: skip
    moderated_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("recibido"), auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "-created_at"], name="observatorio_report_state")]
        verbose_name = _("reporte ciudadano")
        verbose_name_plural = _("reportes ciudadanos")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.monument}"

    @property
    def folio(self) -> str:
        """What the citizen keeps: «2026-00012»."""
        return f"{timezone.localtime(self.created_at).year}-{self.pk:05d}"
