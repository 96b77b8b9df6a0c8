"""What a monument has several of: phases, fabric, protections, photos, bibliography, records, restricted fields."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from acervo.base import dates

from .monument import Monument
from .sites import Institution
from .terms import ProtectionKind, PublicityLevel


class Phase(Orderable):
    """One phase of construction or alteration (CIDOC CRM E12 Production, E11 Modification)."""

    monument = ParentalKey(Monument, on_delete=models.CASCADE, related_name="phases")
    date = models.CharField(_("fecha"), max_length=60, help_text=dates.EDTF_HELP, validators=[dates.validate_edtf])
    description = models.CharField(_("qué se hizo"), max_length=255)
    authors = models.CharField(_("autores"), max_length=255, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("fase de construcción")
        verbose_name_plural = _("fases de construcción")

    def __str__(self) -> str:
        return f"{self.date}: {self.description}"


class Fabric(Orderable):
    """Material of one element (INAH ficha nacional de catálogo: muros, entrepisos, cubierta, fachada…)."""

    monument = ParentalKey(Monument, on_delete=models.CASCADE, related_name="fabric")
    element = models.CharField(_("elemento"), max_length=80, help_text=_("Muros, cubierta, fachada, pisos…"))
    material = models.CharField(_("material"), max_length=120)
    technique = models.CharField(_("técnica"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("fábrica")
        verbose_name_plural = _("fábrica")

    def __str__(self) -> str:
        return f"{self.element}: {self.material}"


class Protection(Orderable):
    """One legal protection, with the instrument that gives it."""

    monument = ParentalKey(Monument, on_delete=models.CASCADE, related_name="protections")
    kind = models.CharField(_("clase"), max_length=20, choices=ProtectionKind.choices, db_index=True)
    name = models.CharField(_("instrumento"), max_length=255, blank=True, help_text=_("Ley, decreto o lista, con su número."))  # fmt: skip
    authority = models.ForeignKey(Institution, verbose_name=_("autoridad"), null=True, blank=True, on_delete=models.PROTECT, related_name="+")  # fmt: skip
    date = models.CharField(_("fecha"), max_length=60, blank=True, help_text=dates.EDTF_HELP, validators=[dates.validate_edtf])  # fmt: skip
    gazette = models.ForeignKey(
        "documents.RecordPage", verbose_name=_("publicación oficial"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    class Meta(Orderable.Meta):
        verbose_name = _("protección")
        verbose_name_plural = _("protecciones")

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class Photo(Orderable):
    """A photograph of the monument. Only sizes made from it are published, without the camera's data."""

    monument = ParentalKey(Monument, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey("documents.ArchiveImage", verbose_name=_("imagen"), on_delete=models.PROTECT, related_name="+")  # fmt: skip
    caption = models.CharField(_("pie de foto"), max_length=255, blank=True)
    alt_text = models.CharField(_("texto alternativo"), max_length=255, help_text=_("Qué se ve, para quien no puede verla."))  # fmt: skip
    author = models.CharField(_("autoría"), max_length=160, blank=True)
    taken = models.CharField(_("fecha"), max_length=60, blank=True, help_text=dates.EDTF_HELP, validators=[dates.validate_edtf])  # fmt: skip
    holder = models.CharField(_("titular de los derechos"), max_length=160, blank=True)
    licence = models.CharField(_("licencia"), max_length=120, blank=True)
    is_public = models.BooleanField(_("pública"), default=True)

    class Meta(Orderable.Meta):
        verbose_name = _("fotografía")
        verbose_name_plural = _("fotografías")

    def __str__(self) -> str:
        return self.caption or self.alt_text


class Citation(Orderable):
    """A book, article or web page that speaks of the monument."""

    monument = ParentalKey(Monument, on_delete=models.CASCADE, related_name="bibliography")
    text = models.CharField(_("referencia"), max_length=400)
    url = models.URLField(_("dirección"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("referencia")
        verbose_name_plural = _("bibliografía")

    def __str__(self) -> str:
        return self.text


class MonumentRecord(Orderable):
    """A record of the archive about the monument."""

    monument = ParentalKey(Monument, on_delete=models.CASCADE, related_name="records")
    record = models.ForeignKey("documents.RecordPage", verbose_name=_("registro"), on_delete=models.CASCADE, related_name="monuments")  # fmt: skip
    note = models.CharField(_("qué dice"), max_length=255, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("registro del acervo")
        verbose_name_plural = _("registros del acervo")

    def __str__(self) -> str:
        return str(self.record)


class FieldRestriction(Orderable):
    """A field of one monument that is more, or less, public than usual.

    Ley General de Transparencia y Acceso a la Información Pública: reservation needs a ground and a term; what is
    confidential has a ground and no term.
    """

    monument = ParentalKey(Monument, on_delete=models.CASCADE, related_name="restrictions")
    field = models.CharField(_("campo"), max_length=40)  # a name of observatorio.inventory.fields
    level = models.CharField(_("acceso"), max_length=12, choices=PublicityLevel.choices)
    ground = models.CharField(_("fundamento legal"), max_length=255, blank=True)
    until = models.DateField(_("hasta"), null=True, blank=True, help_text=_("Último día de la reserva."))

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["monument", "field"], name="observatorio_one_restriction_per_field"),
        ]
        verbose_name = _("acceso a un campo")
        verbose_name_plural = _("acceso por campo")

    def __str__(self) -> str:
        return f"{self.field}: {self.get_level_display()}"

    def clean(self) -> None:
        from observatorio.inventory.fields import BY_NAME

        super().clean()
        if self.field and (self.field not in BY_NAME or BY_NAME[self.field].fixed):
            raise ValidationError({"field": _("Elija un campo de la lista: los demás son públicos siempre.")})
        if self.level != PublicityLevel.PUBLIC and not self.ground.strip():
            raise ValidationError({"ground": _("Escriba el artículo que funda la restricción.")})
        if self.level == PublicityLevel.RESERVED and self.until is None:
            raise ValidationError({"until": _("Una reserva tiene plazo: escriba hasta cuándo.")})
