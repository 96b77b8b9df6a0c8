"""The observatory of World Heritage sites: for now its front page, which gathers the archive's records of a theme."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from acervo.base.blocks import BODY_BLOCKS
from acervo.base.fields import StreamField
from acervo.base.models import BasePage
from acervo.base.publicity import public
from documents.models import RecordPage, Theme
from documents.services.listing import rows_of, with_rows


class ObservatoryPage(BasePage):
    """The front page of the observatory."""

    body = StreamField(BODY_BLOCKS, verbose_name=_("contenido"), blank=True)
    theme = models.ForeignKey(
        Theme, verbose_name=_("tema"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text=_("Los registros del acervo con este tema se muestran aquí; no se copian."),
    )  # fmt: skip

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["agenda.AgendaPage", "home.StandardPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("body"), FieldPanel("theme")]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    override_translatable_fields = [
        TranslatableField("title"),
        TranslatableField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("body"),
        SynchronizedField("theme", overridable=False),
    ]

    class Meta:
        verbose_name = _("portada del observatorio")

    def get_context(self, request, *args, **kwargs):
        rows = []
        if self.theme_id:
            records = public(RecordPage.objects.filter(themes=self.theme, locale=self.locale))
            rows = rows_of(with_rows(records).order_by("-issued_from", "title")[:20], request=request)
        return {**super().get_context(request, *args, **kwargs), "rows": rows}
