"""A commitment of an action plan, by the OGP's commitment format and the CREAS criteria."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from acervo.base import locks
from acervo.history.tracking import Tracked

from .bodies import Body
from .plans import ActionPlan, slug_of

#: (prefix of the fields, letter, name): one check each, with its reason.
CREAS = (
    ("concrete", "C", _("Concreto")),
    ("achievable", "R", _("Realizable")),
    ("strategic", "E", _("Estratégico y medible")),
    ("transforming", "A", _("De alto potencial transformador")),
    ("sustainable", "S", _("Sostenible")),
)
WATCHED = (
    "title", "number", "problem", "change", "description", "budget", "budget_note", "starts_on", "ends_on",
    "ogp_values", "progress_set", "progress_reason", "lead_id", "counterpart_id",
    *(name for prefix, _letter, _name in CREAS for name in (prefix, f"{prefix}_reason")),
)  # fmt: skip


def _met() -> models.BooleanField:
    return models.BooleanField(_("¿se cumple?"), null=True, blank=True)


def _why() -> models.TextField:
    return models.TextField(_("razón"), blank=True, max_length=1000)


class Commitment(
    Tracked,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """What a state promised. How far it has come is told by milestones and verdicts (`services.progress`, `.verdicts`).

    `budget` in Mexican pesos. `progress_set` in per cent, set by hand with who, when and why; empty: computed.
    """

    plan = models.ForeignKey(ActionPlan, verbose_name=_("plan"), on_delete=models.PROTECT, related_name="commitments")
    number = models.PositiveSmallIntegerField(
        _("número"), null=True, blank=True, help_text=_("El que lleva en el plan; vacío si el plan no los numera.")
    )
    code = models.CharField(
        _("clave"), max_length=30, unique=True, blank=True,
        validators=[RegexValidator(r"^[A-Z0-9]+(-[A-Z0-9]+)*$", _("Escriba mayúsculas, números y guiones, como ZAC-PAL1-C3."))],
        help_text=_("Forma la dirección pública y su QR. Si la deja vacía se asigna una."),
    )  # fmt: skip
    title = models.CharField(_("título"), max_length=255)
    problem = models.TextField(_("problema que atiende"), blank=True)
    change = models.TextField(_("qué cambia para las personas"), blank=True)
    description = models.TextField(_("en qué consiste"), blank=True)
    themes = ParentalManyToManyField("documents.Theme", verbose_name=_("temas"), blank=True, related_name="commitments")
    lead = models.ForeignKey(Body, verbose_name=_("institución responsable"), null=True, blank=True, on_delete=models.PROTECT, related_name="leads")  # fmt: skip
    supporting = ParentalManyToManyField(Body, verbose_name=_("instituciones que apoyan"), blank=True, related_name="supports")  # fmt: skip
    counterpart = models.ForeignKey(Body, verbose_name=_("contraparte de la sociedad civil"), null=True, blank=True, on_delete=models.PROTECT, related_name="counterpart_of")  # fmt: skip
    budget = models.DecimalField(_("presupuesto (pesos)"), max_digits=16, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)])  # fmt: skip
    budget_note = models.CharField(_("nota del presupuesto"), max_length=255, blank=True)
    starts_on = models.DateField(_("empieza"), null=True, blank=True)
    ends_on = models.DateField(_("termina"), null=True, blank=True)
    ogp_values = models.JSONField(_("valores de la Alianza para el Gobierno Abierto"), default=list, blank=True)

    concrete, concrete_reason = _met(), _why()
    achievable, achievable_reason = _met(), _why()
    strategic, strategic_reason = _met(), _why()
    transforming, transforming_reason = _met(), _why()
    sustainable, sustainable_reason = _met(), _why()

    progress_set = models.PositiveSmallIntegerField(
        _("avance puesto a mano (%)"), null=True, blank=True, validators=[MaxValueValidator(100)],
        help_text=_("Déjelo vacío para que se calcule con los hitos."),
    )  # fmt: skip
    progress_reason = models.CharField(_("por qué se puso a mano"), max_length=255, blank=True)
    progress_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")  # fmt: skip
    progress_at = models.DateTimeField(null=True, blank=True, editable=False)
    source = models.CharField(_("fuente"), max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    search_fields = [
        index.SearchField("title"), index.AutocompleteField("title"), index.SearchField("description"),
        index.SearchField("code"), index.AutocompleteField("code"), index.FilterField("plan"),
    ]  # fmt: skip

    class Meta:
        ordering = ["plan__state", "plan__number", models.F("number").asc(nulls_last=True), "pk"]
        verbose_name = _("compromiso")
        verbose_name_plural = _("compromisos")

    def __str__(self) -> str:
        return f"{self.code} · {self.title}"

    @property
    def state(self) -> str:
        return self.plan.state

    def get_absolute_url(self) -> str:
        return reverse("states:commitment", args=[slug_of(self.plan.state), self.code])

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "estados/commitment.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        from estados.services.commitment_page import preview_context

        return {**super().get_preview_context(request, mode_name), **preview_context(self)}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.code:
            super().save(*args, **kwargs)
            return
        with locks.turn("commitment-codes"):  # what is free stays free until it is stored
            self.code = self._next_code()
            super().save(*args, **kwargs)

    def _next_code(self) -> str:
        """The plan's code and the number, or the next letter-number that is free."""
        base = f"{self.plan.code}-C"
        taken = set(Commitment.objects.filter(code__startswith=base).values_list("code", flat=True))
        if self.number is not None and f"{base}{self.number}" not in taken:
            return f"{base}{self.number}"
        used = [int(found[1]) for code in taken if (found := re.fullmatch(r".*-CX(\d+)", code))]
        return f"{base}X{max(used, default=0) + 1}"

    def clean(self) -> None:
        errors: dict[str, Any] = {}
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = _("Termina antes de empezar: revise las dos fechas.")
        if self.progress_set is not None and not self.progress_reason.strip():
            errors["progress_reason"] = _("Diga por qué el avance se pone a mano: se publica junto con quién y cuándo.")
        if errors:
            raise ValidationError(errors)

    def history_state(self, names: set[str] | None = None) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in WATCHED}
        values |= {name: str(values[name]) for name in ("starts_on", "ends_on") if values[name] is not None}
        # Two decimals, as it is stored: 1250000 typed in a form is no change.
        values["budget"] = None if self.budget is None else f"{self.budget:.2f}"
        return values if names is None else {name: value for name, value in values.items() if name in names}


class CommitmentTarget(Orderable):
    """A Sustainable Development Goal (1–17) and, where known, its target («16.6»), that a commitment serves."""

    commitment = ParentalKey(Commitment, on_delete=models.CASCADE, related_name="targets")
    goal = models.PositiveSmallIntegerField(_("ODS"), validators=[MinValueValidator(1), MaxValueValidator(17)])
    target = models.CharField(
        _("meta"), max_length=6, blank=True,
        validators=[RegexValidator(r"^\d{1,2}\.[0-9a-z]{1,2}$", _("Una meta se escribe como 16.6 o 1.a."))],
    )  # fmt: skip

    class Meta(Orderable.Meta):
        verbose_name = _("ODS al que contribuye")

    def __str__(self) -> str:
        return self.target or str(self.goal)

    def clean(self) -> None:
        if self.target and self.goal and self.target.split(".")[0] != str(self.goal):
            raise ValidationError(
                {"target": _("La meta %(target)s no es del ODS %(goal)d.") % {"target": self.target, "goal": self.goal}}
            )
