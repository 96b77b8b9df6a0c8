"""The front page and the standard pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from acervo.base.blocks import BODY_BLOCKS
from acervo.base.fields import StreamField
from acervo.base.models import BasePage
from acervo.readability.panels import ReadabilityPanel


class HomePage(BasePage):
    """The front page: what this is, the search, the doors to each part, what is new."""

    lead = RichTextField(_("presentación"), blank=True, help_text=_("Una frase que diga qué es este sitio."))

    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "documents.ArchiveIndexPage",
        "observatorio.ObservatoryPage",
        "estados.StatesPage",
        "agenda.AgendaPage",
        "contact.ContactPage",
        "home.NewsIndexPage",
        "home.StandardPage",
    ]
    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    search_fields = [*Page.search_fields, index.SearchField("lead")]

    class Meta:
        verbose_name = _("portada")

    def get_context(self, request, *args, **kwargs):
        from home.services.front import front_page

        return {**super().get_context(request, *args, **kwargs), **front_page(self, request)}


class StandardPage(BasePage):
    """A page of text: about, accessibility statement, open data, help."""

    body = StreamField(BODY_BLOCKS, verbose_name=_("contenido"), blank=True)

    parent_page_types = [
        "home.HomePage",
        "home.StandardPage",
        "documents.ArchiveIndexPage",
        "observatorio.ObservatoryPage",
        "estados.StatesPage",
        "estados.StatePage",
    ]
    subpage_types = ["home.StandardPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("body"), ReadabilityPanel()]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("página")
        verbose_name_plural = _("páginas")
