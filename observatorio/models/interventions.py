"""Works on a monument, public from the day somebody asks for them."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index

from acervo.history.tracking import Tracked

from .monument import Monument
from .sites import Institution


class InterventionState(models.TextChoices):
    REQUESTED = "solicitada", _("Solicitada")
    APPROVED = "autorizada", _("Autorizada")
    REFUSED = "negada", _("Negada")
    UNDER_WAY = "en-obra", _("En obra")
    FINISHED = "terminada", _("Terminada")


class Intervention(Tracked, index.Indexed, ClusterableModel):
    """A project or work, with its permit (LFMZAAH, art. 6 and 12: works on monuments need an authorisation).

    `cost` in Mexican pesos. Every state is public as soon as the row exists, if the monument is.
    """

    monument = models.ForeignKey(Monument, verbose_name=_("inmueble"), on_delete=models.CASCADE, related_name="interventions")  # fmt: skip
    title = models.CharField(_("proyecto"), max_length=200)
    description = models.TextField(_("en qué consiste"), blank=True)
    state = models.CharField(_("estado"), max_length=12, choices=InterventionState.choices, default=InterventionState.REQUESTED)  # fmt: skip
    authority = models.ForeignKey(Institution, verbose_name=_("autoridad que resuelve"), null=True, blank=True, on_delete=models.PROTECT, related_name="+")  # fmt: skip
    authorisation = models.CharField(_("número de autorización"), max_length=60, blank=True)
    requested_on = models.DateField(_("solicitada el"), null=True, blank=True, default=timezone.localdate, help_text=_("Vacía si solo se conoce la obra y no su solicitud."))  # fmt: skip
    resolved_on = models.DateField(_("resuelta el"), null=True, blank=True)
    started_on = models.DateField(_("inicio de la obra"), null=True, blank=True)
    finished_on = models.DateField(_("fin de la obra"), null=True, blank=True)
    cost = models.DecimalField(_("costo (pesos)"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)])  # fmt: skip
    responsible = models.CharField(_("responsable de la obra"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    search_fields = [index.SearchField("title"), index.AutocompleteField("title"), index.FilterField("state")]

    class Meta:
        ordering = [models.F("requested_on").desc(nulls_last=True), "-pk"]
        indexes = [models.Index(fields=["-updated_at"], name="observatorio_work_updated")]
        verbose_name = _("intervención")
        verbose_name_plural = _("intervenciones")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("monuments:intervention", args=[self.monument.code, self.pk])

    def history_state(self, names: set[str] | None = None) -> dict[str, Any]:
        """Every column of the form, as JSON."""
        return {
            field.name: json.loads(json.dumps(field.value_from_object(self), cls=DjangoJSONEncoder))
            for field in self._meta.concrete_fields
            if field.editable and not field.primary_key and (names is None or field.name in names)
        }

    def clean(self) -> None:
        """Each state needs its date, and dates run forward."""
        super().clean()
        needed = {
            InterventionState.APPROVED: "resolved_on",
            InterventionState.REFUSED: "resolved_on",
            InterventionState.UNDER_WAY: "started_on",
            InterventionState.FINISHED: "finished_on",
        }.get(InterventionState(self.state)) if self.state else None  # fmt: skip
        if needed and getattr(self, needed) is None:
            raise ValidationError({needed: _("Escriba la fecha de este estado.")})
        if self.state == InterventionState.APPROVED and not self.authorisation:
            raise ValidationError({"authorisation": _("Una obra autorizada tiene número de autorización.")})
        if self.started_on and self.finished_on and self.finished_on < self.started_on:
            raise ValidationError({"finished_on": _("La obra no puede terminar antes de empezar.")})


class InterventionDocument(Orderable):
    """A record of the archive about the work: permit, project, report."""

    intervention = ParentalKey(Intervention, on_delete=models.CASCADE, related_name="documents")
    record = models.ForeignKey("documents.RecordPage", verbose_name=_("registro"), on_delete=models.CASCADE, related_name="+")  # fmt: skip
    note = models.CharField(_("qué es"), max_length=160, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("documento de la intervención")
        verbose_name_plural = _("documentos de la intervención")

    def __str__(self) -> str:
        return self.note or str(self.record)
