"""The local action plan (PAL) of a state, and the events that its launch brings."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin
from wagtail.search import index

from acervo.base.states import STATE_ABBREVIATIONS, STATE_NAMES, STATES
from acervo.history.tracking import Tracked
from estados.enums import DueKind


class ActionPlan(Tracked, DraftStateMixin, LockableMixin, RevisionMixin, index.Indexed, ClusterableModel):
    """One plan: the first, the second… of a state. What is published is the row; drafts live in revisions."""

    state = models.CharField(_("entidad"), max_length=2, choices=STATES[1:], db_index=True)
    number = models.PositiveSmallIntegerField(
        _("número"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)], help_text=_("1 para el primer plan de la entidad.")
    )  # fmt: skip
    title = models.CharField(_("título"), max_length=255)
    summary = models.TextField(_("resumen"), blank=True)
    launched_on = models.DateField(
        _("presentado el"), null=True, blank=True,
        help_text=_("El día del evento público. Con él se calculan la vigencia, el monitoreo y la evaluación."),
    )  # fmt: skip
    launched_text = models.CharField(
        _("fecha en palabras"), max_length=120, blank=True, help_text=_("Solo si no se conoce el día.")
    )
    months = models.PositiveSmallIntegerField(
        _("vigencia (meses)"), default=12, validators=[MinValueValidator(1), MaxValueValidator(72)]
    )
    launch_event = models.ForeignKey("agenda.EventPage", verbose_name=_("evento de presentación"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")  # fmt: skip
    record = models.ForeignKey("documents.RecordPage", verbose_name=_("documento del plan"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")  # fmt: skip
    source = models.CharField(_("fuente"), max_length=255, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    search_fields = [index.SearchField("title"), index.AutocompleteField("title"), index.FilterField("state")]

    class Meta:
        ordering = ["state", "number"]
        constraints = [models.UniqueConstraint(fields=["state", "number"], name="estados_plan_once")]
        verbose_name = _("plan de acción local")
        verbose_name_plural = _("planes de acción local")

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display()})"

    @property
    def code(self) -> str:
        """«ZAC-PAL1»."""
        return f"{STATE_ABBREVIATIONS[self.state]}-PAL{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("states:plan", args=[slug_of(self.state), self.number])

    def history_state(self, names: set[str] | None = None) -> dict[str, Any]:
        values = {
            "title": self.title, "summary": self.summary, "launched_on": self.launched_on and str(self.launched_on),
            "launched_text": self.launched_text, "months": self.months, "record": self.record_id,
            "launch_event": self.launch_event_id,
        }  # fmt: skip
        return values if names is None else {name: value for name, value in values.items() if name in names}


class PlanEvent(models.Model):
    """The event of the state's calendar that a date of a plan made; it moves when the plan's launch does.

    `date`: the day it was given last; empty once it was cancelled because the launch was taken back. An event that has
    another day was moved by an editor, one that is gone (`event` empty) was deleted: neither is touched again.
    """

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="due_events")
    kind = models.CharField(max_length=12, choices=DueKind.choices)
    event = models.ForeignKey("agenda.EventPage", null=True, on_delete=models.SET_NULL, related_name="+")
    date = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "kind"], name="estados_due_event_once")]
        verbose_name = _("evento de un plan")

    def __str__(self) -> str:
        return f"{self.plan} · {self.get_kind_display()}"


def slug_of(state: str) -> str:
    """The part of the address that names a state, the same in every language: «san-luis-potosi»."""
    return slugify(STATE_NAMES[state])


#: Address → INEGI key.
STATE_OF_SLUG = {slug_of(key): key for key, _name in STATES[1:]}
