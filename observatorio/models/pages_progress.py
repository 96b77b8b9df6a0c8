"""«Avances»: the inventory in figures, and the commitment that the observatory fulfils."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, ListBlock, PageChooserBlock, StructBlock, StructValue, TextBlock, URLBlock
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from acervo.base import dates
from acervo.base.fields import StreamField

from .pages_sections import SectionPage


def _edtf(value: str) -> None:
    if value:
        dates.validate_edtf(value)


class AdvanceValue(StructValue):
    @property
    def date_label(self) -> str:
        return dates.display(self["date"]) if self.get("date") else ""


class AdvanceBlock(StructBlock):
    """One step towards a commitment, as a dated fact."""

    date = CharBlock(label=_("Fecha"), required=False, validators=[_edtf], help_text=dates.EDTF_HELP)
    text = TextBlock(label=_("Qué se logró"))
    url = URLBlock(label=_("Prueba"), required=False)

    class Meta:
        icon = "date"
        label = _("Avance")
        value_class = AdvanceValue


class CommitmentValue(StructValue):
    def is_linked(self) -> bool:
        return bool(self.get("record") or self.get("url"))


class CommitmentBlock(StructBlock):
    """A commitment of an action plan (Alianza para el Gobierno Abierto, planes de acción locales)."""

    number = CharBlock(label=_("Número"), required=False, max_length=10)
    title = CharBlock(label=_("Compromiso"))
    plan = CharBlock(label=_("Plan de acción"))
    text = TextBlock(label=_("Qué se propuso"), required=False)
    record = PageChooserBlock(
        label=_("Registro del plan en el acervo"), required=False, page_type="documents.RecordPage"
    )
    url = URLBlock(label=_("Dirección del plan"), required=False)
    advances = ListBlock(AdvanceBlock(), label=_("Avances"))

    class Meta:
        icon = "tasks"
        label = _("Compromiso")
        description = _("Un compromiso de un plan de acción, con sus avances.")
        template = "observatorio/blocks/commitment.html"
        value_class = CommitmentValue
        preview_value = {
            "number": "2",
            "title": "Observatorio de los sitios patrimonio mundial",
            "plan": "Plan de Acción Local",
            "advances": [{"date": "2017-05", "text": "El micrositio está disponible."}],
        }

    def clean(self, value):
        value = super().clean(value)
        if value.get("record") and value.get("url"):
            raise ValidationError(_("Elija el registro del acervo o escriba la dirección, no ambas cosas."))
        return value


class ProgressPage(SectionPage):
    """«Avances». Its figures are counted from the inventory whenever somebody looks, never typed."""

    commitments = StreamField([("commitment", CommitmentBlock())], verbose_name=_("compromisos"), blank=True)

    content_panels = [*SectionPage.content_panels, FieldPanel("commitments")]
    search_fields = [*Page.search_fields, index.SearchField("body"), index.SearchField("commitments")]
    override_translatable_fields = [*SectionPage.override_translatable_fields, TranslatableField("commitments")]

    class Meta:
        verbose_name = _("sección «Avances»")
        verbose_name_plural = _("secciones «Avances»")

    def get_context(self, request, *args, **kwargs):
        from observatorio.services.progress_figures import progress
        from observatorio.services.sections import front_of

        figures = progress(front_of(self, request))
        return {**super().get_context(request, *args, **kwargs), "progress": figures}
