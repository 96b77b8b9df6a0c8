"""«Contacto»: a form that works without a third party, and what happens to what people write."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.db import models
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from acervo.base.blocks import BODY_BLOCKS
from acervo.base.fields import StreamField
from acervo.base.models import BaseRoutablePage

#: What a contact page translates.
TRANSLATED = [TranslatableField(name) for name in ("title", "slug", "seo_title", "search_description", "body")]


class ContactPage(BaseRoutablePage):
    """The form, its thanks and its privacy notice (Ley General de Protección de Datos Personales en Posesión de
    Sujetos Obligados: aviso de privacidad simplificado)."""

    body = StreamField(BODY_BLOCKS, verbose_name=_("contenido"), blank=True)
    recipients = models.TextField(
        _("quién recibe los avisos"), blank=True,
        help_text=_("Correos, uno por renglón. Si lo deja vacío se usa el correo de contacto del sitio."),
    )  # fmt: skip
    responsible = models.CharField(
        _("responsable de los datos personales"), max_length=200, blank=True,
        help_text=_("La institución que responde por los datos; aparece en el aviso de privacidad."),
    )  # fmt: skip
    retention_months = models.PositiveSmallIntegerField(
        _("meses que se conservan los datos"), default=12, validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Pasado ese tiempo se borran el nombre, el correo y el texto; el asunto y las fechas quedan."),
    )  # fmt: skip
    privacy_url = models.URLField(_("aviso de privacidad integral"), blank=True)

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage", "observatorio.ObservatoryPage", "estados.StatePage"]
    subpage_types: list[str] = []
    template = "contact/page.html"
    content_panels = [
        *BaseRoutablePage.content_panels,
        FieldPanel("body"),
        FieldPanel("recipients"),
        MultiFieldPanel(
            [FieldPanel("responsible"), FieldPanel("retention_months"), FieldPanel("privacy_url")],
            heading=_("Datos personales"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    override_translatable_fields = [
        *TRANSLATED,
        TranslatableField("responsible"),
        *(SynchronizedField(name, overridable=False) for name in ("recipients", "retention_months", "privacy_url")),
    ]

    class Meta:
        verbose_name = _("sección «Contacto»")
        verbose_name_plural = _("secciones «Contacto»")

    def clean(self) -> None:
        super().clean()
        for address in self.recipient_list:
            try:
                validate_email(address)
            except ValidationError as error:
                message = _("«%(address)s» no es un correo electrónico.") % {"address": address}
                raise ValidationError({"recipients": message}) from error

    @property
    def recipient_list(self) -> list[str]:
        return self.recipients.split()

    @path("")
    def form_view(self, request):
        from acervo.contact.views.form import form

        response = form(request, self)
        add_never_cache_headers(response)  # the form holds a stamp and a token of this visitor
        return response

    @path("gracias/", name="thanks")
    def thanks_view(self, request):
        return self.render(request, template="contact/thanks.html")
