"""«Museos»: the museums of a region, and the page that lists them."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import JsonResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.routable_page.models import path
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from acervo.base.blocks import BODY_BLOCKS
from acervo.base.fields import StreamField
from acervo.base.models import BaseRoutablePage
from acervo.base.states import STATES

from .monument import Monument
from .pages_sections import SectionPage


class Museum(index.Indexed, models.Model):
    """A museum or exhibition hall. Coordinates in decimal degrees (WGS 84); published as soon as it is stored."""

    name = models.CharField(_("nombre"), max_length=200)
    kind = models.CharField(_("de qué trata"), max_length=80, blank=True, db_index=True, help_text=_("Arte, historia, ciencia… La misma palabra para museos de la misma clase."))  # fmt: skip
    state = models.CharField(_("entidad"), max_length=2, choices=STATES[1:], db_index=True)
    municipality = models.CharField(_("municipio"), max_length=100, db_index=True)
    address = models.CharField(_("domicilio"), max_length=255, blank=True)
    latitude = models.FloatField(_("latitud"), null=True, blank=True, validators=[MinValueValidator(14.3), MaxValueValidator(32.9)])  # fmt: skip
    longitude = models.FloatField(_("longitud"), null=True, blank=True, validators=[MinValueValidator(-118.7), MaxValueValidator(-86.5)])  # fmt: skip
    opening_hours = models.CharField(_("horario"), max_length=255, blank=True)
    url = models.URLField(_("sitio web"), max_length=500, blank=True)
    source_url = models.URLField(_("de dónde se tomó"), max_length=500, blank=True)
    monument = models.ForeignKey(
        Monument, verbose_name=_("inmueble que ocupa"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="museums",
    )  # fmt: skip
    updated_at = models.DateTimeField(auto_now=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("state"), FieldPanel("municipality")]),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldPanel("opening_hours"),
        FieldPanel("url"),
        FieldPanel("source_url"),
        FieldPanel("monument"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("state"),
        index.FilterField("municipality"),
        index.FilterField("kind"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("museo")
        verbose_name_plural = _("museos")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Escriba latitud y longitud, o ninguna.")})


class MuseumsPage(BaseRoutablePage):
    """«Museos»: the museums of one state, or of all the states of the microsite's sites."""

    body = StreamField(BODY_BLOCKS, verbose_name=_("contenido"), blank=True)
    state = models.CharField(
        _("entidad"), max_length=2, choices=STATES[1:], blank=True,
        help_text=_("Si la deja vacía se muestran los museos de las entidades de los sitios del micrositio."),
    )  # fmt: skip

    max_count_per_parent = 1
    parent_page_types = SectionPage.parent_page_types
    subpage_types: list[str] = []
    content_panels = [*SectionPage.content_panels, FieldPanel("state")]
    search_fields = SectionPage.search_fields
    override_translatable_fields = [
        *SectionPage.override_translatable_fields,
        SynchronizedField("state", overridable=False),
    ]

    class Meta:
        verbose_name = _("sección «Museos»")
        verbose_name_plural = _("secciones «Museos»")

    def get_context(self, request, *args, **kwargs):
        from observatorio.services.museums import directory

        return {**super().get_context(request, *args, **kwargs), "directory": directory(self, request)}

    # Wagtail hands a page the rest of the address with a slash at the end; visitors write none.
    @path("museos.json/", name="geojson")
    def geojson_view(self, request):
        from observatorio.services.museums import directory

        found = directory(self, request)
        return JsonResponse(
            found.geojson, content_type="application/geo+json", json_dumps_params={"ensure_ascii": False}
        )
