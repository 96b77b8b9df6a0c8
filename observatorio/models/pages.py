"""The front page of a microsite: the observatory of one or several World Heritage sites."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from acervo.base.blocks import BODY_BLOCKS
from acervo.base.fields import StreamField
from acervo.base.models import BasePage
from acervo.base.states import STATES
from documents.models import Theme

from .sites import HeritageSite

#: What every page of the microsite translates.
TRANSLATED = [TranslatableField(name) for name in ("title", "slug", "seo_title", "search_description", "body")]
SECTION_TYPES = [
    "observatorio.RegulationsPage", "observatorio.OpenDataPage", "observatorio.ProgressPage", "observatorio.MuseumsPage",
    "observatorio.LibraryPage", "contact.ContactPage", "observatorio.OtherPage",
]  # fmt: skip


class ObservatoryPage(BasePage):
    """What the observatory is, its sites, its inventory in figures, and what happens in it.

    Made in the admin it brings its sections with it (`observatorio.services.sections`). Its inventory is that of
    `sites` and, where `state` is given, of that whole state.
    """

    body = StreamField(BODY_BLOCKS, verbose_name=_("contenido"), blank=True)
    sites = ParentalManyToManyField(
        HeritageSite, verbose_name=_("sitios del Patrimonio Mundial"), blank=True, related_name="+",
        help_text=_("Los sitios de los que trata este micrositio; pueden ser varios."),
    )  # fmt: skip
    state = models.CharField(
        _("entidad"), max_length=2, choices=STATES[1:], blank=True,
        help_text=_("Si elige una, el micrositio muestra además todos los inmuebles inventariados de esa entidad."),
    )  # fmt: skip
    theme = models.ForeignKey(
        Theme, verbose_name=_("tema"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text=_("El tema del acervo que trata del patrimonio de este micrositio; sus registros no se copian."),
    )  # fmt: skip

    parent_page_types = ["home.HomePage"]
    subpage_types = [*SECTION_TYPES, "agenda.AgendaPage", "home.NewsIndexPage", "home.StandardPage"]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("sites"), FieldPanel("state"), FieldPanel("theme")], heading=_("De qué trata")),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    override_translatable_fields = [
        *TRANSLATED,
        *(SynchronizedField(name, overridable=False) for name in ("sites", "state", "theme")),
    ]

    class Meta:
        verbose_name = _("portada de un observatorio")
        verbose_name_plural = _("portadas de observatorios")

    def get_context(self, request, *args, **kwargs):
        from observatorio.services.front import front

        return {**super().get_context(request, *args, **kwargs), **front(self, request)}
