"""Public debt of a state (Follow the Money): loans, balances, payments, yearly totals and denominators.

Terms of the Registro Público Único (Ley de Disciplina Financiera de las Entidades Federativas y los Municipios, arts.
49–57). Amounts in Mexican pesos of their date. `is_sample` marks invented figures that show how a page looks; every
surface says so next to them.
"""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acervo.base.states import STATES
from acervo.history.tracking import Tracked
from estados.enums import DenominatorKind

from .plans import slug_of

POSITIVE = [MinValueValidator(0)]
YEARS = [MinValueValidator(1900), MaxValueValidator(2100)]


class Loan(Tracked, models.Model):
    state = models.CharField(_("entidad"), max_length=2, choices=STATES[1:], db_index=True)
    registry_key = models.CharField(
        _("clave de inscripción"),
        max_length=60,
        help_text=_("La del Registro Público Único de la Secretaría de Hacienda."),
    )
    creditor = models.CharField(_("acreedor"), max_length=200)
    contract = models.CharField(_("contrato"), max_length=200, blank=True)
    signed_on = models.DateField(_("fecha del contrato"), null=True, blank=True)
    amount = models.DecimalField(_("monto contratado (pesos)"), max_digits=18, decimal_places=2, validators=POSITIVE)
    rate = models.CharField(
        _("tasa"), max_length=120, blank=True, help_text=_("Como la dice el contrato: «TIIE + 1.25».")
    )
    term_months = models.PositiveSmallIntegerField(_("plazo (meses)"), null=True, blank=True)
    destination = models.TextField(_("destino"), blank=True)
    guarantee = models.TextField(_("garantía o fuente de pago"), blank=True)
    record = models.ForeignKey("documents.RecordPage", verbose_name=_("documento del acervo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")  # fmt: skip
    source = models.CharField(_("fuente"), max_length=255, blank=True)
    is_sample = models.BooleanField(
        _("cifra de muestra"), default=False, help_text=_("No es real: enseña cómo se ve la página.")
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["state", "signed_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["state", "registry_key"], name="estados_loan_once")]
        verbose_name = _("crédito")
        verbose_name_plural = _("créditos")

    def __str__(self) -> str:
        return f"{self.registry_key} · {self.creditor}"

    def get_absolute_url(self) -> str:
        return reverse("states:loan", args=[slug_of(self.state), self.registry_key])

    def history_state(self, names: set[str] | None = None) -> dict[str, Any]:
        kept = ("registry_key", "creditor", "contract", "rate", "term_months", "destination", "guarantee", "is_sample")
        values: dict[str, Any] = {name: getattr(self, name) for name in kept}
        values |= {"amount": f"{self.amount:.2f}", "signed_on": self.signed_on and str(self.signed_on)}
        return values if names is None else {name: value for name, value in values.items() if name in names}


class LoanBalance(models.Model):
    """What was owed of a loan at the end of a day."""

    loan = models.ForeignKey(Loan, on_delete=models.CASCADE, related_name="balances")
    on = models.DateField(_("al día"))
    amount = models.DecimalField(_("saldo (pesos)"), max_digits=18, decimal_places=2, validators=POSITIVE)
    source = models.CharField(_("fuente"), max_length=255, blank=True)

    class Meta:
        ordering = ["loan", "on"]
        constraints = [models.UniqueConstraint(fields=["loan", "on"], name="estados_balance_once")]
        verbose_name = _("saldo")
        verbose_name_plural = _("saldos")

    def __str__(self) -> str:
        return f"{self.loan} · {self.on}"


class LoanPayment(models.Model):
    loan = models.ForeignKey(Loan, on_delete=models.CASCADE, related_name="payments")
    on = models.DateField(_("fecha"))
    principal = models.DecimalField(
        _("amortización (pesos)"), max_digits=18, decimal_places=2, default=0, validators=POSITIVE
    )
    interest = models.DecimalField(
        _("intereses (pesos)"), max_digits=18, decimal_places=2, default=0, validators=POSITIVE
    )
    fees = models.DecimalField(
        _("comisiones y otros gastos (pesos)"), max_digits=18, decimal_places=2, default=0, validators=POSITIVE
    )
    source = models.CharField(_("fuente"), max_length=255, blank=True)

    class Meta:
        ordering = ["loan", "on"]
        constraints = [models.UniqueConstraint(fields=["loan", "on"], name="estados_payment_once")]
        verbose_name = _("pago")
        verbose_name_plural = _("pagos")

    def __str__(self) -> str:
        return f"{self.loan} · {self.on}"


class DebtTotal(models.Model):
    """The whole debt of a state at the end of a year, as a source gives it."""

    state = models.CharField(_("entidad"), max_length=2, choices=STATES[1:], db_index=True)
    year = models.PositiveSmallIntegerField(_("año"), validators=YEARS)
    amount = models.DecimalField(_("saldo total (pesos)"), max_digits=18, decimal_places=2, validators=POSITIVE)
    source = models.CharField(_("fuente"), max_length=255)
    is_sample = models.BooleanField(_("cifra de muestra"), default=False)

    class Meta:
        ordering = ["state", "year"]
        constraints = [models.UniqueConstraint(fields=["state", "year"], name="estados_debt_total_once")]
        verbose_name = _("deuda total de un año")
        verbose_name_plural = _("deuda total por año")

    def __str__(self) -> str:
        return f"{self.get_state_display()} · {self.year}"


class Denominator(models.Model):
    """What a year's debt is divided by. Prices are national: `state` is «00» for them."""

    state = models.CharField(_("entidad"), max_length=2, choices=STATES, db_index=True)
    kind = models.CharField(_("qué es"), max_length=12, choices=DenominatorKind.choices)
    year = models.PositiveSmallIntegerField(_("año"), validators=YEARS)
    value = models.DecimalField(_("valor"), max_digits=20, decimal_places=4, validators=POSITIVE)
    source = models.CharField(_("fuente"), max_length=255)
    is_sample = models.BooleanField(_("cifra de muestra"), default=False)

    class Meta:
        ordering = ["state", "kind", "year"]
        constraints = [models.UniqueConstraint(fields=["state", "kind", "year"], name="estados_denominator_once")]
        verbose_name = _("denominador")
        verbose_name_plural = _("denominadores")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.year}"
