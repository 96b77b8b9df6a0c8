"""World Heritage sites, and the institutions that look after monuments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from acervo.base.states import STATES


class SiteKind(models.TextChoices):
    CULTURAL = "cultural", _("Cultural")
    NATURAL = "natural", _("Natural")
    MIXED = "mixto", _("Mixto")


class HeritageSite(index.Indexed, models.Model):  # type: ignore[django-manager-missing]
    """A site on the World Heritage List (UNESCO) in Mexico. Areas in hectares, coordinates in decimal degrees (WGS 84)."""

    reference = models.CharField(
        _("referencia UNESCO"), max_length=10, unique=True, null=True, blank=True,
        help_text=_("El número de la lista, por ejemplo 676. Vacío si todavía no lo tiene."),
    )  # fmt: skip
    name = models.CharField(_("nombre"), max_length=200)
    slug = models.SlugField(_("dirección"), max_length=80, unique=True)
    kind = models.CharField(_("tipo"), max_length=10, choices=SiteKind.choices, default=SiteKind.CULTURAL)
    inscribed = models.PositiveSmallIntegerField(_("año de inscripción"), null=True, blank=True)
    criteria = models.CharField(
        _("criterios"), max_length=60, blank=True,
        help_text=_("Como los escribe la UNESCO: (ii)(iv)."),
    )  # fmt: skip
    states = models.JSONField(_("entidades"), default=list, blank=True)  # INEGI keys
    area_ha = models.FloatField(_("superficie inscrita (ha)"), null=True, blank=True)
    buffer_ha = models.FloatField(_("zona de amortiguamiento (ha)"), null=True, blank=True)
    latitude = models.FloatField(_("latitud"), null=True, blank=True)
    longitude = models.FloatField(_("longitud"), null=True, blank=True)
    outline = models.JSONField(
        _("contorno"), null=True, blank=True,
        help_text=_("Geometría GeoJSON (Polygon o MultiPolygon) del área inscrita; se dibuja en el mapa."),
    )  # fmt: skip
    official_url = models.URLField(_("ficha oficial"), blank=True)
    summary = models.TextField(_("descripción"), blank=True)

    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("reference")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("sitio del Patrimonio Mundial")
        verbose_name_plural = _("sitios del Patrimonio Mundial")

    def __str__(self) -> str:
        return self.name

    @property
    def state_names(self) -> list[str]:
        names = dict(STATES)
        return [names.get(key, key) for key in self.states]


class Institution(index.Indexed, models.Model):
    """Who compiles, protects or watches monuments; the source of what is said about them."""

    code = models.SlugField(_("clave"), max_length=40, unique=True)
    abbreviation = models.CharField(_("siglas"), max_length=40)
    name = models.CharField(_("nombre"), max_length=200)
    synonyms = models.JSONField(
        _("otras formas de escribirlo"), default=list, blank=True,
        help_text=_("Como la escriben en sus hojas de cálculo; se reconocen al importar."),
    )  # fmt: skip
    url = models.URLField(_("sitio web"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("abbreviation"), FieldPanel("code")]),
        FieldPanel("name"),
        FieldPanel("synonyms"),
        FieldPanel("url"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.SearchField("abbreviation"),
        index.AutocompleteField("name"),
        index.AutocompleteField("abbreviation"),
    ]

    class Meta:
        ordering = ["abbreviation"]
        verbose_name = _("institución")
        verbose_name_plural = _("instituciones")

    def __str__(self) -> str:
        return self.abbreviation
