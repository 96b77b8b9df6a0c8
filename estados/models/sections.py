"""The sections of a state's microsite. Each shows what the state's rows and pages say; its own text stands above."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from acervo.base.blocks import BODY_BLOCKS
from acervo.base.fields import StreamField
from acervo.base.models import BasePage
from acervo.readability.panels import ReadabilityPanel

from .debt import YEARS
from .pages import TRANSLATED, StatePage


class SectionPage(BasePage):
    """What the sections have in common. `content`: dotted path of `context(page, request) -> dict`."""

    body = StreamField(BODY_BLOCKS, verbose_name=_("contenido"), blank=True)

    content: ClassVar[str]
    max_count_per_parent = 1
    parent_page_types = ["estados.StatePage"]
    subpage_types: list[str] = []
    content_panels = [*BasePage.content_panels, FieldPanel("body"), ReadabilityPanel()]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    override_translatable_fields = TRANSLATED

    class Meta:
        abstract = True

    @property
    def state_page(self) -> StatePage:
        """The front page of its microsite; asked once."""
        if not hasattr(self, "_state_page"):
            self._state_page = StatePage.objects.get(pk=self.get_parent().pk)
        return self._state_page

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "state_page": self.state_page, **import_string(self.content)(self, request)}


class StepsPage(SectionPage):
    content = "estados.services.steps_page.context"
    template = "estados/steps_page.html"

    class Meta:
        verbose_name = _("sección «¿Dónde vamos?»")


class SecretariatPage(SectionPage):
    """The STL: its model and rules are text of this page, its members rows."""

    model_name = models.CharField(_("modelo"), max_length=80, blank=True, help_text=_("Por ejemplo: heptapartita."))
    parties = models.TextField(_("partes que lo integran"), blank=True, help_text=_("Una por renglón."))
    rules = models.TextField(_("reglas de decisión"), blank=True)
    source = models.CharField(_("fuente"), max_length=255, blank=True)

    content = "estados.services.secretariat_page.context"
    template = "estados/secretariat_page.html"
    content_panels = [
        *SectionPage.content_panels, FieldPanel("model_name"), FieldPanel("parties"), FieldPanel("rules"), FieldPanel("source"),
    ]  # fmt: skip
    override_translatable_fields = [
        *TRANSLATED, *(TranslatableField(name) for name in ("model_name", "parties", "rules", "source")),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("sección «Secretariado Técnico Local»")


class PlansPage(SectionPage):
    content = "estados.services.plans_page.context"
    template = "estados/plans_page.html"

    class Meta:
        verbose_name = _("sección «Planes de acción»")


class CommitmentsPage(SectionPage):
    """The board. Its views are told by `?vista=`, its day by `?al=`."""

    content = "estados.services.board_page.context"
    template = "estados/board/page.html"

    class Meta:
        verbose_name = _("sección «Compromisos»")


class EvidencePage(SectionPage):
    content = "estados.services.evidence_page.context"
    template = "estados/evidence_page.html"

    class Meta:
        verbose_name = _("sección «Evidencias»")


class DocumentsPage(SectionPage):
    """Records of the archive that speak of the state: the records themselves, never copies."""

    content = "estados.services.documents_page.context"
    template = "estados/documents_page.html"

    class Meta:
        verbose_name = _("sección «Documentos»")


class CoursesPage(SectionPage):
    """Courses of the agenda that are held in the state."""

    content = "estados.services.courses_page.context"
    template = "estados/courses_page.html"

    class Meta:
        verbose_name = _("sección «Cursos»")


class DebtPage(SectionPage):
    """Follow the Money: the public debt of the state."""

    what_it_is = StreamField(BODY_BLOCKS, verbose_name=_("qué es"), blank=True)
    report = models.ForeignKey("documents.RecordPage", verbose_name=_("informe ciudadano"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")  # fmt: skip
    first_year = models.PositiveSmallIntegerField(
        _("primer año de la deuda histórica"), null=True, blank=True, validators=YEARS,
        help_text=_("Los años sin cifra se muestran como tales."),
    )  # fmt: skip
    last_year = models.PositiveSmallIntegerField(
        _("último año de la deuda histórica"), null=True, blank=True, validators=YEARS
    )

    content = "estados.services.debt_page.context"
    template = "estados/debt/page.html"
    content_panels = [
        *SectionPage.content_panels,
        FieldPanel("what_it_is"),
        FieldRowPanel([FieldPanel("first_year"), FieldPanel("last_year")]),
        FieldPanel("report"),
    ]
    search_fields = [*SectionPage.search_fields, index.SearchField("what_it_is")]
    override_translatable_fields = [*TRANSLATED, TranslatableField("what_it_is")]

    class Meta:
        verbose_name = _("sección «Deuda pública»")

    def clean(self) -> None:
        super().clean()
        if self.first_year and self.last_year and self.first_year > self.last_year:
            raise ValidationError({"last_year": _("El último año no puede ser anterior al primero.")})
