"""How far a state has come in the six steps, cycle by cycle."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from acervo.base import dates
from acervo.base.states import STATES
from acervo.history.tracking import Tracked
from estados.enums import Step, StepStatus

#: What a person may choose; «declared» follows from a missing proof.
CHOSEN = [choice for choice in StepStatus.choices if choice[0] != StepStatus.DECLARED]


class StepRecord(Tracked, models.Model):
    """One step of one cycle of a state. A new cycle gets rows of its own; earlier ones stay.

    `on` is the day; where only a month or a year is known, `when` (EDTF, ISO 8601-2) says so and `on` is empty.
    Ask `services.steps.status_of` what the public is told.
    """

    state = models.CharField(_("entidad"), max_length=2, choices=STATES[1:], db_index=True)
    cycle = models.PositiveSmallIntegerField(
        _("ciclo"), default=1, help_text=_("1 para el primer plan, 2 para el segundo…")
    )
    step = models.PositiveSmallIntegerField(_("paso"), choices=Step.choices)
    status = models.CharField(_("situación"), max_length=16, choices=CHOSEN, default=StepStatus.NO_INFORMATION)
    on = models.DateField(_("fecha"), null=True, blank=True)
    when = models.CharField(
        _("fecha aproximada"), max_length=40, blank=True, help_text=dates.EDTF_HELP, validators=[dates.validate_edtf]
    )
    signers = models.TextField(
        _("quién firmó"), blank=True, help_text=_("Una institución o persona con cargo público por renglón.")
    )
    proof_record = models.ForeignKey(
        "documents.RecordPage", verbose_name=_("prueba: registro del acervo"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    proof_event = models.ForeignKey(
        "agenda.EventPage", verbose_name=_("prueba: evento"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    note = models.TextField(_("nota"), blank=True)
    source = models.CharField(_("fuente"), max_length=255, blank=True, help_text=_("De dónde viene el dato."))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["state", "cycle", "step"]
        constraints = [models.UniqueConstraint(fields=["state", "cycle", "step"], name="estados_step_once_per_cycle")]
        verbose_name = _("paso de un estado")
        verbose_name_plural = _("pasos de los estados")

    def __str__(self) -> str:
        return f"{self.get_state_display()} · {self.cycle} · {self.get_step_display()}"

    def clean(self) -> None:
        if self.on and self.when:
            raise ValidationError({"when": _("Escriba el día o la fecha aproximada, no las dos.")})

    def history_state(self, names: set[str] | None = None) -> dict[str, Any]:
        values = {
            "status": self.status, "on": self.on and str(self.on), "when": self.when, "signers": self.signers,
            "proof_record": self.proof_record_id, "proof_event": self.proof_event_id, "note": self.note,
            "source": self.source,
        }  # fmt: skip
        return values if names is None else {name: value for name, value in values.items() if name in names}
