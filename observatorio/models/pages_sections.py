"""The sections of a microsite that hold text or gather records: Marco Normativo, Biblioteca virtual, Transparencia
focalizada, Otros."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from acervo.base.blocks import BODY_BLOCKS
from acervo.base.fields import StreamField
from acervo.base.models import BasePage
from documents.models import RecordType, Theme

from .pages import TRANSLATED


class SectionPage(BasePage):
    """What the sections have in common: running text. Each microsite has one of each."""

    body = StreamField(BODY_BLOCKS, verbose_name=_("contenido"), blank=True)

    max_count_per_parent: int | None = 1
    parent_page_types = ["observatorio.ObservatoryPage"]
    subpage_types: list[str] = []
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    override_translatable_fields = TRANSLATED

    class Meta:
        abstract = True


class OtherPage(SectionPage):
    """«Otros»: what fits nowhere else, with pages below it."""

    parent_page_types = ["observatorio.ObservatoryPage", "observatorio.OtherPage"]
    subpage_types = ["observatorio.OtherPage"]
    max_count_per_parent = None

    class Meta:
        verbose_name = _("sección «Otros» o página de ella")
        verbose_name_plural = _("páginas de «Otros»")

    def get_context(self, request, *args, **kwargs):
        from observatorio.services.sections import children_of

        return {**super().get_context(request, *args, **kwargs), "children": children_of(self)}


class RecordsPage(SectionPage):
    """Lists records of the archive by theme and type: the records themselves, wherever they stand, never copies."""

    themes = ParentalManyToManyField(
        Theme, verbose_name=_("temas"), blank=True, related_name="+",
        help_text=_("Se muestran los registros públicos del acervo con alguno de estos temas."),
    )  # fmt: skip
    record_types = ParentalManyToManyField(
        RecordType, verbose_name=_("tipos"), blank=True, related_name="+",
        help_text=_("Si elige tipos, solo se muestran registros de esos tipos."),
    )  # fmt: skip

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("themes"), FieldPanel("record_types")], heading=_("Registros del acervo")),
    ]
    override_translatable_fields = [
        *TRANSLATED,
        *(SynchronizedField(name, overridable=False) for name in ("themes", "record_types")),
    ]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        from observatorio.services.section_records import section_records

        return {**super().get_context(request, *args, **kwargs), **section_records(self, request)}


class RegulationsPage(RecordsPage):
    """«Marco Normativo»."""

    template = "observatorio/records_page.html"

    class Meta:
        verbose_name = _("sección «Marco Normativo»")
        verbose_name_plural = _("secciones «Marco Normativo»")


class LibraryPage(RecordsPage):
    """«Biblioteca virtual»."""

    template = "observatorio/records_page.html"

    class Meta:
        verbose_name = _("sección «Biblioteca virtual»")
        verbose_name_plural = _("secciones «Biblioteca virtual»")


class OpenDataPage(RecordsPage):
    """«Transparencia focalizada»: the inventory as open data, and what people most often ask for."""

    asked_for = models.CharField(
        _("por qué se publica"), max_length=255, blank=True,
        help_text=_("A qué necesidad de las personas responde esta información."),
    )  # fmt: skip

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("asked_for")]),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("themes"), FieldPanel("record_types")], heading=_("Registros del acervo")),
    ]
    override_translatable_fields = [*RecordsPage.override_translatable_fields, TranslatableField("asked_for")]

    class Meta:
        verbose_name = _("sección «Transparencia focalizada»")
        verbose_name_plural = _("secciones «Transparencia focalizada»")

    def get_context(self, request, *args, **kwargs):
        from observatorio.services.open_data import open_data

        return {**super().get_context(request, *args, **kwargs), **open_data(self, request)}
