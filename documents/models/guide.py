"""The guide: a book in ordered parts, each with its primary sources (ABC de Gobierno Abierto, municipal guide)."""

from collections.abc import Iterator
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
    URLBlock,
)  # fmt: skip
from wagtail_localize.fields import TranslatableField

from acervo.base.fields import StreamField
from acervo.base.models import BasePage

from .records import RecordPage


class SourceBlock(StructBlock):
    """A primary source: a record of this archive or an address outside it; it gets a short link and a QR."""

    title = CharBlock(label=_("Título"), max_length=255)
    record = PageChooserBlock(label=_("Registro del acervo"), page_type="documents.RecordPage", required=False)
    url = URLBlock(label=_("O una dirección externa"), required=False)
    note = TextBlock(label=_("Nota"), required=False, rows=2)

    class Meta:
        icon = "link"
        label = _("Fuente")

    def clean(self, value):
        value = super().clean(value)
        if bool(value["record"]) == bool(value["url"]):
            raise StructBlockValidationError(
                {"url": _error(_("Elija un registro del acervo o escriba una dirección, y solo uno de los dos."))}
            )
        return value


def _error(message):
    from django.core.exceptions import ValidationError

    return ValidationError(message)


class PartBlock(StructBlock):
    """One part of a guide."""

    heading = CharBlock(label=_("Título de la parte"), max_length=255)
    body = RichTextBlock(label=_("Texto"))
    sources = ListBlock(SourceBlock(), label=_("Fuentes"), default=[])

    class Meta:
        icon = "doc-full"
        label = _("Parte")
        description = _("Un capítulo con su texto y las fuentes en que se apoya.")
        template = "documents/blocks/part.html"
        preview_value = {
            "heading": "Qué es el gobierno abierto",
            "body": "<p>Una forma de gobernar que se explica, escucha y rinde cuentas.</p>",
            "sources": [],
        }


class GuidePage(RecordPage):
    """A guide in parts."""

    fixed_type = ("guia", "Guía")

    parts = StreamField([("part", PartBlock())], verbose_name=_("partes"), blank=True)

    template = "documents/guide.html"
    content_panels = [
        *BasePage.content_panels,
        *RecordPage.description_panels,
        FieldPanel("parts"),
        *RecordPage.file_panels,
        *RecordPage.rights_panels,
    ]
    override_translatable_fields = [*RecordPage.override_translatable_fields, TranslatableField("parts")]

    class Meta:
        verbose_name = _("guía")
        verbose_name_plural = _("guías")

    def search_text(self) -> str:
        pieces = []
        for part in self.parts:
            pieces += [part.value["heading"], unescape(strip_tags(part.value["body"].source.replace("<", " <")))]
            pieces += [source["title"] for source in part.value["sources"]]
        return "\n".join(pieces)

    def sources(self) -> Iterator[StructBlock]:
        """The sources of all parts, in order."""
        for part in self.parts:
            yield from part.value["sources"]
