"""An import as it happened: who, when, from which bytes, and what became of each row; enough to undo it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    RUNNING = "running", _("En curso")
    DONE = "done", _("Terminado")
    INTERRUPTED = "interrupted", _("Interrumpido")
    UNDONE = "undone", _("Deshecho")


class RowOutcome(models.TextChoices):
    CREATED = "created", _("Nuevo")
    UPDATED = "updated", _("Cambiado")
    UNCHANGED = "unchanged", _("Igual")
    REFUSED = "refused", _("Rechazado")
    UNDONE = "undone", _("Deshecho")


class ImportBatch(models.Model):
    """One run of the import over one manifest."""

    created_at = models.DateTimeField(_("inicio"), auto_now_add=True)
    finished_at = models.DateTimeField(_("fin"), null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("quién"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    source = models.CharField(_("origen"), max_length=500)
    manifest_sha256 = models.CharField(_("SHA-256 de la lista"), max_length=64, blank=True)
    collection = models.ForeignKey(
        "documents.CollectionPage",
        verbose_name=_("colección"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    publish = models.BooleanField(_("publicado"), default=False)
    state = models.CharField(_("estado"), max_length=12, choices=BatchState.choices, default=BatchState.RUNNING)
    total = models.PositiveIntegerField(_("renglones"), default=0)
    upload = models.FileField(null=True, blank=True, max_length=255)
    undone_at = models.DateTimeField(_("deshecho el"), null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("lote de importación")
        verbose_name_plural = _("lotes de importación")

    def __str__(self) -> str:
        return f"{self.source} ({self.created_at:%Y-%m-%d %H:%M})"


class ImportRow(models.Model):
    """The outcome of one row; `revision_before` is what undoing an update returns to."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("fila"))
    outcome = models.CharField(_("resultado"), max_length=10, choices=RowOutcome.choices)
    title = models.CharField(_("título"), max_length=500, blank=True)
    page = models.ForeignKey(
        "documents.RecordPage",
        verbose_name=_("registro"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="import_rows",
    )
    file_version = models.ForeignKey("documents.FileVersion", null=True, on_delete=models.SET_NULL, related_name="+")
    file_was_new = models.BooleanField(default=False)
    revision_before = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    was_live = models.BooleanField(default=False)
    column = models.CharField(_("columna"), max_length=80, blank=True)
    value = models.CharField(_("valor"), max_length=500, blank=True)
    reason = models.TextField(_("motivo"), blank=True)
    changes = models.JSONField(_("cambios"), default=list, blank=True)

    class Meta:
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="documents_batch_row")]
        verbose_name = _("renglón")
        verbose_name_plural = _("renglones")

    def __str__(self) -> str:
        return f"{self.number}: {self.get_outcome_display()}"
