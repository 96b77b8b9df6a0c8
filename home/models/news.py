"""News: of the whole site, of a state, of an observatory."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from acervo.base.blocks import BODY_BLOCKS
from acervo.base.fields import StreamField
from acervo.base.models import BasePage, BaseRoutablePage
from documents.models import Theme

TRANSLATED = [TranslatableField(name) for name in ("title", "slug", "seo_title", "search_description")]


class NewsIndexPage(BaseRoutablePage):
    """The news of the part of the site that it stands in, newest first; by year with `?anio=`; feeds below it."""

    intro = RichTextField(_("introducción"), blank=True)

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage", "observatorio.ObservatoryPage", "estados.StatePage"]
    subpage_types = ["home.NewsPage"]
    template = "home/news/index.html"
    content_panels = [*BaseRoutablePage.content_panels, FieldPanel("intro")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]
    override_translatable_fields = [*TRANSLATED, TranslatableField("intro")]

    class Meta:
        verbose_name = _("sección «Noticias»")
        verbose_name_plural = _("secciones «Noticias»")

    @path("")
    def list_view(self, request: HttpRequest) -> HttpResponse:
        from home.services.news import listing

        return self.render(request, context_overrides=listing(self, request))

    # Wagtail hands a page the rest with a slash at the end; visitors write none.
    @path("rss.xml/", name="rss")
    def rss_view(self, request: HttpRequest) -> HttpResponseBase:
        from home.views.news_feeds import feed

        return feed(request, self, "rss")

    @path("atom.xml/", name="atom")
    def atom_view(self, request: HttpRequest) -> HttpResponseBase:
        from home.views.news_feeds import feed

        return feed(request, self, "atom")


class NewsPage(BasePage):
    """A piece of news, dated by its office; `date` may lie before the day on which it was published here."""

    date = models.DateField(_("fecha"), default=timezone.localdate, db_index=True)
    summary = models.TextField(
        _("resumen"), max_length=400, help_text=_("Dos frases que se entiendan solas: son las que leen los lectores de noticias.")
    )  # fmt: skip
    image = models.ForeignKey("documents.ArchiveImage", verbose_name=_("imagen"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")  # fmt: skip
    body = StreamField(BODY_BLOCKS, verbose_name=_("contenido"), blank=True)
    themes = ParentalManyToManyField(Theme, verbose_name=_("temas"), blank=True, related_name="news")

    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "home/news/page.html"
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("date"),
        FieldPanel("summary"),
        FieldPanel("image"),
        FieldPanel("body"),
        FieldPanel("themes"),
    ]
    search_fields = [
        *Page.search_fields, index.SearchField("summary"), index.SearchField("body"), index.FilterField("date"),
    ]  # fmt: skip
    override_translatable_fields = [
        *TRANSLATED, TranslatableField("summary"), TranslatableField("body"),
        *(SynchronizedField(name, overridable=False) for name in ("date", "image", "themes")),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("noticia")
        verbose_name_plural = _("noticias")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.services.news import one

        return {**super().get_context(request, *args, **kwargs), **one(self, request)}
