"""What each institution says of a monument, kept as it was said."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .monument import Monument
from .sites import Institution


class SourceRecord(models.Model):
    """One statement of one institution about one monument. Rows are only added; the newest of each institution counts.

    `values` maps attributes of `Monument` (see `observatorio.inventory.fields`) to the values said, as JSON.
    """

    monument = models.ForeignKey(Monument, on_delete=models.CASCADE, related_name="source_records")
    institution = models.ForeignKey(
        Institution, verbose_name=_("institución"), on_delete=models.PROTECT, related_name="+"
    )
    key = models.CharField(_("clave en la fuente"), max_length=60, blank=True)
    values = models.JSONField(_("lo que dice"), default=dict)
    stated_on = models.DateField(_("fecha de la fuente"), null=True, blank=True)
    title = models.CharField(_("título de la fuente"), max_length=255, blank=True)
    url = models.URLField(_("dirección de la fuente"), max_length=500, blank=True)
    batch = models.ForeignKey(
        "tabular.Batch", verbose_name=_("lote"), null=True, on_delete=models.SET_NULL, related_name="source_records"
    )
    received_at = models.DateTimeField(_("recibido"), default=timezone.now)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["institution", "-received_at", "-pk"]
        indexes = [models.Index(fields=["institution", "key"], name="observatorio_source_key")]
        verbose_name = _("dicho de una fuente")
        verbose_name_plural = _("dichos de las fuentes")

    def __str__(self) -> str:
        return f"{self.institution}: {self.key or self.monument_id}"
