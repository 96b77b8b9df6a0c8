"""The deliverables of a commitment, what was said of each and when, and what proves it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from acervo.history.tracking import Tracked
from estados.enums import MilestoneStatus

from .bodies import Body
from .commitments import Commitment


class Milestone(Tracked, ClusterableModel):
    """One deliverable. Its state on a day is the last `MilestoneReport` up to that day (`services.progress`)."""

    commitment = models.ForeignKey(Commitment, verbose_name=_("compromiso"), on_delete=models.CASCADE, related_name="milestones")  # fmt: skip
    number = models.PositiveSmallIntegerField(_("orden"), default=1)
    deliverable = models.CharField(_("entregable"), max_length=255)
    description = models.TextField(_("descripción"), blank=True)
    due = models.DateField(_("fecha límite"), null=True, blank=True)
    responsible = models.ForeignKey(Body, verbose_name=_("responsable"), null=True, blank=True, on_delete=models.PROTECT, related_name="milestones")  # fmt: skip
    weight = models.PositiveSmallIntegerField(
        _("peso"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Cuánto cuenta frente a los demás hitos del compromiso."),
    )  # fmt: skip
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["commitment_id", "number", "pk"]
        verbose_name = _("hito")
        verbose_name_plural = _("hitos")

    def __str__(self) -> str:
        return self.deliverable

    def history_state(self, names: set[str] | None = None) -> dict[str, Any]:
        values = {
            "deliverable": self.deliverable, "due": self.due and str(self.due), "responsible": self.responsible_id,
            "weight": self.weight, "description": self.description,
        }  # fmt: skip
        if self.pk:
            reports = sorted(self.reports.all(), key=lambda report: (str(report.on), report.pk or 0))
            values["reports"] = [
                {"on": str(report.on), "status": report.status, "note": report.note} for report in reports
            ]
            values["evidence"] = [str(item) for item in self.evidence.all()]
        return values if names is None else {name: value for name, value in values.items() if name in names}


class MilestoneReport(models.Model):
    """What the milestone's state was from `on`. Rows are added, not changed, so that every past state can be seen."""

    milestone = ParentalKey(Milestone, on_delete=models.CASCADE, related_name="reports")
    status = models.CharField(_("situación"), max_length=12, choices=MilestoneStatus.choices)
    on = models.DateField(_("desde el"), default=timezone.localdate)
    note = models.CharField(_("nota"), max_length=500, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("avance de un hito")

    def __str__(self) -> str:
        return f"{self.get_status_display()} · {self.on}"


class Evidence(Orderable):
    """What proves a milestone: exactly one of a record of the archive, an event or an address outside.

    `sha256` is the record's file as it was when it was attached. Outside links are asked now and then
    (`services.link_checks`): `checked_at`, `http_status` (0: no answer) and `check_note` say what came.
    """

    milestone = ParentalKey(Milestone, on_delete=models.CASCADE, related_name="evidence")
    record = models.ForeignKey("documents.RecordPage", verbose_name=_("registro del acervo"), null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")  # fmt: skip
    event = models.ForeignKey("agenda.EventPage", verbose_name=_("evento"), null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")  # fmt: skip
    url = models.URLField(_("enlace externo"), blank=True, max_length=500)
    label = models.CharField(_("qué es"), max_length=200, blank=True)
    on = models.DateField(_("fecha"), null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    check_note = models.CharField(max_length=255, blank=True, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("evidencia")
        verbose_name_plural = _("evidencias")

    def __str__(self) -> str:
        return self.label or self.url or str(self.record or self.event)

    def clean(self) -> None:
        if sum(map(bool, (self.record_id, self.event_id, self.url))) != 1:
            raise ValidationError(_("Elija una sola cosa: un registro del acervo, un evento o un enlace externo."))
