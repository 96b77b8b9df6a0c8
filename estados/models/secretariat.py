"""Who sits in the local technical secretariat (STL) of a state."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from acervo.base.states import STATES
from estados.enums import Seat, Sector


class SecretariatMember(models.Model):
    """A seat and who holds it from `since` to `until`.

    Personal data are limited to what is public by law (LGTAIP, arts. 70 VII and 120; LGPDPPSO): no address, telephone or
    mail; the name of somebody who holds no public post is shown only with `name_is_public`; gender only in totals.
    """

    state = models.CharField(_("entidad"), max_length=2, choices=STATES[1:], db_index=True)
    name = models.CharField(_("nombre"), max_length=200, blank=True)
    name_is_public = models.BooleanField(
        _("el nombre puede publicarse"), default=False,
        help_text=_("Siempre que sea servidora o servidor público; en otro caso, solo con su consentimiento por escrito."),
    )  # fmt: skip
    post = models.CharField(_("cargo"), max_length=200, blank=True)
    institution = models.CharField(_("institución u organización"), max_length=200)
    sector = models.CharField(_("sector"), max_length=12, choices=Sector.choices)
    gender = models.CharField(
        _("género"), max_length=40, blank=True,
        help_text=_("Como la persona se describe; puede quedar vacío. Solo se publica sumado."),
    )  # fmt: skip
    seat = models.CharField(_("calidad"), max_length=12, choices=Seat.choices, default=Seat.TITULAR)
    since = models.DateField(_("desde"), null=True, blank=True)
    until = models.DateField(_("hasta"), null=True, blank=True)
    source = models.CharField(_("fuente"), max_length=255, blank=True)

    class Meta:
        ordering = ["state", "sector", "institution", "seat", "pk"]
        verbose_name = _("integrante de un secretariado")
        verbose_name_plural = _("integrantes de los secretariados")

    def __str__(self) -> str:
        return self.name or self.institution

    def clean(self) -> None:
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": _("Termina antes de empezar: revise las dos fechas.")})
