"""The national board and the microsite of each state."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from acervo.base.blocks import BODY_BLOCKS
from acervo.base.fields import StreamField
from acervo.base.models import BasePage
from acervo.base.states import STATES
from acervo.readability.panels import ReadabilityPanel
from estados.enums import Group

from .plans import slug_of

#: What every page of a microsite translates.
TRANSLATED = [TranslatableField(name) for name in ("title", "slug", "seo_title", "search_description", "body")]


class StatesPage(BasePage):
    """The national board, with the microsites below it."""

    body = StreamField(BODY_BLOCKS, verbose_name=_("contenido"), blank=True)

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["estados.StatePage", "home.StandardPage"]
    template = "estados/national/board.html"
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    override_translatable_fields = TRANSLATED

    class Meta:
        verbose_name = _("tablero nacional")

    def get_context(self, request, *args, **kwargs):
        from estados.services.national_board import board

        return {**super().get_context(request, *args, **kwargs), **board(self, request)}


class StatePage(BasePage):
    """The front page of a state's microsite. Made in the admin it brings its sections and its team
    (`estados.services.microsite`)."""

    state = models.CharField(
        _("entidad"), max_length=2, choices=STATES[1:], db_index=True, help_text=_("La clave es la del INEGI.")
    )
    official_name = models.CharField(_("nombre oficial"), max_length=120, blank=True)
    abbreviation = models.CharField(_("abreviatura"), max_length=12, blank=True)
    group = models.CharField(_("grupo"), max_length=3, choices=Group.choices, blank=True)
    colour = models.CharField(
        _("color"), max_length=7, blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Un color se escribe como #8f3d36."))],
        help_text=_("Para distinguir el micrositio; nunca lleva texto encima."),
    )  # fmt: skip
    shield = models.ForeignKey("documents.ArchiveImage", verbose_name=_("escudo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")  # fmt: skip
    image = models.ForeignKey("documents.ArchiveImage", verbose_name=_("imagen de portada"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")  # fmt: skip
    intro = RichTextField(_("presentación"), blank=True)
    body = StreamField(BODY_BLOCKS, verbose_name=_("contenido"), blank=True)

    parent_page_types = ["estados.StatesPage"]
    subpage_types = [
        "estados.StepsPage", "estados.SecretariatPage", "estados.PlansPage", "estados.CommitmentsPage",
        "estados.EvidencePage", "estados.DocumentsPage", "estados.CoursesPage", "estados.DebtPage",
        "contact.ContactPage", "agenda.AgendaPage", "home.NewsIndexPage", "home.StandardPage",
    ]  # fmt: skip
    template = "estados/state_page.html"
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("state"), FieldPanel("group")]),
                FieldRowPanel([FieldPanel("official_name"), FieldPanel("abbreviation")]),
                FieldRowPanel([FieldPanel("shield"), FieldPanel("colour")]),
            ],
            heading=_("La entidad"),
        ),
        FieldPanel("image"),
        FieldPanel("intro"),
        FieldPanel("body"),
        ReadabilityPanel(),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
        index.FilterField("state"),
    ]
    override_translatable_fields = [
        *TRANSLATED,
        TranslatableField("intro"),
        *(
            SynchronizedField(name, overridable=False)
            for name in ("state", "official_name", "abbreviation", "group", "colour", "shield", "image")
        ),
    ]

    class Meta:
        verbose_name = _("micrositio de un estado")
        verbose_name_plural = _("micrositios de los estados")

    @property
    def state_slug(self) -> str:
        return slug_of(self.state)

    def get_context(self, request, *args, **kwargs):
        from estados.services.front import front

        return {**super().get_context(request, *args, **kwargs), **front(self, request)}
