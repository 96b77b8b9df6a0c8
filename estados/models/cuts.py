"""The national table as its sources printed it at several moments, their figures, and where they contradict each other."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from acervo.base.states import STATES
from estados.enums import CutKind, Group, Mark


class Cut(models.Model):
    """A moment at which a source describes all states. `date` sorts; `label` is how precisely it is known."""

    slug = models.SlugField(_("clave"), unique=True, help_text=_("En la dirección: 2016-09."))
    date = models.DateField(_("fecha"))
    label = models.CharField(_("fecha como se conoce"), max_length=60)
    kind = models.CharField(_("certeza"), max_length=12, choices=CutKind.choices)
    source = models.CharField(_("fuente"), max_length=255)
    note = models.TextField(_("nota"), blank=True)

    class Meta:
        ordering = ["date"]
        verbose_name = _("corte nacional")
        verbose_name_plural = _("cortes nacionales")

    def __str__(self) -> str:
        return self.label


class CutRow(models.Model):
    """What the source of a cut says of one state. An empty mark: the column is missing or cannot be read."""

    cut = models.ForeignKey(Cut, on_delete=models.CASCADE, related_name="rows")
    state = models.CharField(_("entidad"), max_length=2, choices=STATES[1:])
    group = models.CharField(_("grupo"), max_length=3, choices=Group.choices, blank=True)
    order = models.PositiveSmallIntegerField(_("número en la tabla"), null=True, blank=True)
    declaration = models.CharField(_("declaración"), max_length=12, choices=Mark.choices, blank=True)
    awareness = models.CharField(_("sensibilización"), max_length=12, choices=Mark.choices, blank=True)
    awareness_dates = models.CharField(max_length=60, blank=True)
    secretariat = models.CharField(_("secretariado"), max_length=12, choices=Mark.choices, blank=True)
    plan = models.CharField(_("plan"), max_length=12, choices=Mark.choices, blank=True)
    plans = models.PositiveSmallIntegerField(_("planes"), null=True, blank=True)
    light_dot = models.CharField(_("punto de semáforo"), max_length=12, choices=Mark.choices, blank=True)
    status = models.CharField(_("estatus"), max_length=200, blank=True)
    member = models.CharField(_("integra la Comisión"), max_length=12, choices=Mark.choices, blank=True)
    note = models.TextField(_("nota"), blank=True)
    lines = models.CharField(_("renglones de la fuente"), max_length=60, blank=True)

    class Meta:
        ordering = ["cut", "state"]
        constraints = [models.UniqueConstraint(fields=["cut", "state"], name="estados_cut_row_once")]
        verbose_name = _("renglón de un corte")

    def __str__(self) -> str:
        return f"{self.cut} · {self.get_state_display()}"


class Figure(models.Model):
    """A total that a source gives and that cannot be computed here: always shown with its source and date."""

    scope = models.CharField(_("ámbito"), max_length=60)
    indicator = models.CharField(_("indicador"), max_length=120)
    category = models.CharField(_("categoría"), max_length=200, blank=True)
    goal = models.PositiveSmallIntegerField(_("ODS"), null=True, blank=True)
    value = models.DecimalField(_("valor"), max_digits=16, decimal_places=2)
    unit = models.CharField(_("unidad"), max_length=40)
    date = models.CharField(_("fecha de corte"), max_length=20, blank=True)
    kind = models.CharField(_("certeza de la fecha"), max_length=12, choices=CutKind.choices, default=CutKind.UNKNOWN)
    note = models.TextField(_("nota"), blank=True)
    source = models.CharField(_("fuente"), max_length=255)

    class Meta:
        ordering = ["scope", "indicator", "date", "pk"]
        verbose_name = _("cifra de una fuente")
        verbose_name_plural = _("cifras de las fuentes")

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"


class Contradiction(models.Model):
    """Two sources that do not agree, both shown. `state` is empty for the nation."""

    state = models.CharField(_("entidad"), max_length=2, choices=STATES, blank=True)
    subject = models.CharField(_("asunto"), max_length=200)
    first = models.TextField(_("una fuente dice"))
    first_source = models.CharField(_("fuente"), max_length=255)
    second = models.TextField(_("otra fuente dice"))
    second_source = models.CharField(_("fuente"), max_length=255)
    note = models.TextField(_("nota"), blank=True)

    class Meta:
        ordering = ["state", "pk"]
        verbose_name = _("contradicción entre fuentes")
        verbose_name_plural = _("contradicciones entre fuentes")

    def __str__(self) -> str:
        return self.subject
