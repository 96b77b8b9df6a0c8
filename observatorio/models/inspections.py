"""Visits to a monument: what an inspector found, and when somebody must come again."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .monument import Monument
from .terms import Condition


class Access(models.TextChoices):
    FULL = "completo", _("Se entró a todo el inmueble")
    PARTIAL = "parcial", _("Se entró a una parte")
    OUTSIDE = "exterior", _("Solo se vio desde fuera")
    REFUSED = "negado", _("No se permitió la entrada")


class Occupancy(models.TextChoices):
    OCCUPIED = "ocupado", _("Ocupado")
    PARTLY = "parcial", _("Ocupado en parte")
    EMPTY = "vacio", _("Desocupado")
    ABANDONED = "abandonado", _("Abandonado")
    UNKNOWN = "no-se-sabe", _("No se sabe")


class RiskLevel(models.TextChoices):
    """Priority of attention; the scale of a building-at-risk register: none, low, medium, high."""

    NONE = "ninguno", _("Sin riesgo a la vista")
    LOW = "bajo", _("Riesgo bajo")
    MEDIUM = "medio", _("Riesgo medio")
    HIGH = "alto", _("Riesgo alto")


class Threat(models.TextChoices):
    """After the threats of the World Heritage «state of conservation» information system (UNESCO)."""

    STRUCTURE = "estructura", _("Daño estructural")
    WATER = "humedad", _("Humedad o filtraciones")
    FIRE = "incendio", _("Riesgo de incendio")
    EARTHQUAKE = "sismo", _("Sismo o hundimiento")
    WEATHER = "intemperie", _("Intemperie")
    VEGETATION = "vegetacion", _("Vegetación o fauna")
    VANDALISM = "vandalismo", _("Pintas o vandalismo")
    THEFT = "robo", _("Robo o saqueo")
    WORKS = "obras", _("Obras sin autorización")
    TRAFFIC = "transito", _("Tránsito o vibraciones")
    USE = "uso", _("Uso inadecuado")
    ABANDONMENT = "abandono", _("Abandono")
    TOURISM = "turismo", _("Presión turística")
    MINING = "mineria", _("Minería")


class Inspection(models.Model):
    """One visit. Date, condition, risk level and the next visit are public; the rest is for those who look after it.

    `token` makes sending the phone's form twice harmless: the same token is the same inspection.
    """

    monument = models.ForeignKey(Monument, verbose_name=_("inmueble"), on_delete=models.CASCADE, related_name="inspections")  # fmt: skip
    date = models.DateField(_("fecha"), default=timezone.localdate)
    inspector = models.CharField(_("quién inspeccionó"), max_length=160)
    access = models.CharField(_("acceso"), max_length=12, choices=Access.choices)
    occupancy = models.CharField(_("ocupación"), max_length=12, choices=Occupancy.choices)
    condition = models.CharField(_("estado de conservación"), max_length=10, choices=Condition.choices)
    risk = models.CharField(_("riesgo"), max_length=10, choices=RiskLevel.choices)
    threats = models.JSONField(_("amenazas"), default=list, blank=True)  # values of Threat
    observations = models.TextField(_("lo que se vio"), blank=True)
    recommendation = models.TextField(_("recomendación"), blank=True)
    next_due = models.DateField(_("próxima inspección"), null=True, blank=True)
    token = models.UUIDField(unique=True, null=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-date", "-pk"]
        indexes = [
            models.Index(fields=["monument", "-date"], name="observatorio_inspection_date"),
            models.Index(fields=["next_due"], name="observatorio_inspection_due"),
        ]
        verbose_name = _("inspección")
        verbose_name_plural = _("inspecciones")

    def __str__(self) -> str:
        return f"{self.monument} ({self.date})"

    def clean(self) -> None:
        super().clean()
        if self.date and self.date > timezone.localdate():
            raise ValidationError({"date": _("Una inspección no puede tener fecha futura.")})
        if self.next_due and self.date and self.next_due <= self.date:
            raise ValidationError({"next_due": _("La próxima inspección debe ser posterior a esta.")})


class InspectionPhoto(models.Model):
    """A photograph of a visit: for the file, not for the public."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey("documents.ArchiveImage", verbose_name=_("imagen"), on_delete=models.PROTECT, related_name="+")  # fmt: skip
    caption = models.CharField(_("qué se ve"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("fotografía de la inspección")
        verbose_name_plural = _("fotografías de la inspección")

    def __str__(self) -> str:
        return self.caption or str(self.image)
