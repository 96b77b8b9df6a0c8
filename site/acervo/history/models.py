"""What changed in a record, field by field: who, when, old, new, from which source and why."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FieldChange(models.Model):
    """One field of one record that became another value. Rows are only ever added.

    `old` and `new` are the values as JSON: text, number, list, object or null. What they look like to a person is told
    by the domain app. `batch` is set when a spreadsheet made the change, so that the whole batch can be undone.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    field = models.CharField(_("campo"), max_length=80)
    old = models.JSONField(_("antes"), null=True)
    new = models.JSONField(_("después"), null=True)
    at = models.DateTimeField(_("cuándo"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("quién"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    source = models.CharField(_("fuente"), max_length=200, blank=True)
    reason = models.TextField(_("motivo"), blank=True)
    batch = models.ForeignKey(
        "tabular.Batch", verbose_name=_("lote"), null=True, on_delete=models.SET_NULL, related_name="changes"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "field"], name="history_object_field"),
        ]
        verbose_name = _("cambio de un campo")
        verbose_name_plural = _("cambios de campos")

    def __str__(self) -> str:
        return f"{self.field}: {self.old!r} → {self.new!r}"
