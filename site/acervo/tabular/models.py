"""Imports of spreadsheets: a batch from the upload to its undoing, and the rows that have something to say."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """Upload → columns → dry run → write → (undo). What waits for a person is in `OPEN`."""

    UPLOADED = "uploaded", _("Recibido")
    CHECKING = "checking", _("En revisión")
    CHECKED = "checked", _("Revisado")
    WRITING = "writing", _("Guardando")
    DONE = "done", _("Terminado")
    INTERRUPTED = "interrupted", _("Interrumpido")
    FAILED = "failed", _("Con error")
    UNDOING = "undoing", _("Deshaciendo")
    UNDONE = "undone", _("Deshecho")
    DISCARDED = "discarded", _("Descartado")


WORKING = (BatchState.CHECKING, BatchState.WRITING, BatchState.UNDOING)
OPEN = (BatchState.UPLOADED, BatchState.CHECKED, BatchState.INTERRUPTED, BatchState.FAILED)


class BlankPolicy(models.TextChoices):
    """What an empty cell means for a record that has a value there."""

    KEEP = "keep", _("Conservar lo que ya está registrado")
    CLEAR = "clear", _("Borrar lo que ya está registrado")


class Outcome(models.TextChoices):
    CREATED = "created", _("Nuevo")
    CHANGED = "changed", _("Cambiado")
    SAME = "same", _("Igual")
    REFUSED = "refused", _("Rechazado")
    DOUBTFUL = "doubtful", _("Por confirmar")


class Batch(models.Model):
    """One spreadsheet of one source, for one registered table (`acervo.tabular.registry`).

    `mapping` maps the index of a column of the sheet (as text, JSON has no other keys) to the name of a known column.
    `decisions` maps a row number (as text) to the key of the record that a person chose for it, or 0 for «a new one».
    `counts` maps outcomes to numbers; `tallies` maps sentences about conversions to the number of rows they happened in.
    `rows_done` is how far the writing came: an interrupted batch goes on from there. `heartbeat_at` is empty while the
    work waits in the queue. `layout`: how the file is to be read (`acervo.tabular.sheets.Layout`), and its headers.
    `file` is relative to DATA_DIR and never below MEDIA_ROOT: a sheet may hold personal data.
    """

    table = models.CharField(_("tabla"), max_length=40)
    source = models.CharField(_("institución"), max_length=80)
    file = models.FileField(_("archivo"), max_length=255, blank=True, upload_to="unused")
    name = models.CharField(_("nombre del archivo"), max_length=255)
    sha256 = models.CharField(max_length=64, blank=True)
    sheet = models.CharField(_("hoja"), max_length=120, blank=True)
    header_row = models.PositiveIntegerField(_("fila de los encabezados"), default=1)
    layout = models.JSONField(default=dict, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    blank_policy = models.CharField(
        _("celdas vacías"), max_length=5, choices=BlankPolicy.choices, default=BlankPolicy.KEEP
    )
    options = models.JSONField(default=dict, blank=True)
    decisions = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("estado"), max_length=12, choices=BatchState.choices, default=BatchState.UPLOADED)
    rows_total = models.PositiveIntegerField(_("filas"), default=0)
    rows_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    tallies = models.JSONField(default=dict, blank=True)
    error = models.TextField(_("error"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("quién"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("recibido"), auto_now_add=True)
    heartbeat_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField(_("guardado"), null=True)
    undone_at = models.DateTimeField(_("deshecho"), null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("importación de una hoja")
        verbose_name_plural = _("importaciones de hojas")

    def __str__(self) -> str:
        return f"{self.name} ({self.source}, {self.created_at:%Y-%m-%d %H:%M})"


class BatchRow(models.Model):
    """A row with something to say: a change, a refusal, a doubt or a conversion. Rows that are plainly new or the same
    are only counted, so that ten thousand of them cost nothing.

    `faults`: [{column, header, value, reason, mend}]; `notes`: sentences (what was converted, what stays in dispute);
    `changes`: [{field, label, old, new, adopted}]; `candidates`: [{pk, label, why}].
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("fila"))
    outcome = models.CharField(_("resultado"), max_length=10, choices=Outcome.choices)
    label = models.CharField(_("registro"), max_length=300, blank=True)
    target_pk = models.PositiveBigIntegerField(null=True)
    faults = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    changes = models.JSONField(default=list, blank=True)
    candidates = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="tabular_batch_row")]
        indexes = [models.Index(fields=["batch", "outcome", "number"], name="tabular_batch_outcome")]
        verbose_name = _("fila con algo que decir")
        verbose_name_plural = _("filas con algo que decir")

    def __str__(self) -> str:
        return f"{self.number}: {self.get_outcome_display()}"


class ColumnMapping(models.Model):
    """How an institution names its columns, remembered from its last confirmed import."""

    table = models.CharField(max_length=40)
    source = models.CharField(max_length=80)
    headers = models.JSONField(default=dict)  # folded header → name of a known column, or "" for «leave it out»
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "source"], name="tabular_mapping_of_source")]
        verbose_name = _("columnas de una institución")
        verbose_name_plural = _("columnas de las instituciones")

    def __str__(self) -> str:
        return f"{self.table}: {self.source}"
