"""The gazette issue: one number of an official gazette (Periódico Oficial, DOF) and its extracts."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField, TranslatableField

from acervo.base.models import BasePage
from documents.enums import ExtractKind

from .children import RecordItem
from .records import RecordPage
from .vocabularies import Authority

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_FORM = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


def roman_to_int(numeral: str) -> int:
    """The value of a Roman numeral in standard subtractive form, 1 to 3999. Raises ValueError for anything else."""
    numeral = numeral.strip().upper()
    if not numeral or not _ROMAN_FORM.fullmatch(numeral):
        raise ValueError(numeral)
    values = [_ROMAN[letter] for letter in numeral]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def validate_roman(value: str) -> None:
    try:
        roman_to_int(value)
    except ValueError:
        raise ValidationError(
            _("«%(value)s» no es un número romano. Escríbalo como en la portada, por ejemplo CXXVI."),
            params={"value": value},
        ) from None


class GazetteIssuePage(RecordPage):
    """One issue: organ, volume (tomo), number, supplement and date."""

    fixed_type = ("periodico-oficial", "Periódico oficial")

    organ = models.ForeignKey(
        Authority, verbose_name=_("órgano"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text=_("Por ejemplo: Periódico Oficial del Gobierno del Estado de Zacatecas."),
    )  # fmt: skip
    volume = models.CharField(
        _("tomo"), max_length=20, blank=True, validators=[validate_roman], help_text=_("En romanos.")
    )
    volume_number = models.PositiveIntegerField(null=True, editable=False)
    number = models.PositiveIntegerField(_("número"), null=True, blank=True)
    supplement = models.CharField(
        _("suplemento"),
        max_length=40,
        blank=True,
        help_text=_("Por ejemplo: 2. Vacío en el número ordinario."),
    )

    template = "documents/gazette_issue.html"
    own_panels = [
        MultiFieldPanel(
            [
                FieldPanel("organ"),
                FieldRowPanel([FieldPanel("volume"), FieldPanel("number"), FieldPanel("supplement")]),
            ],
            heading=_("Número del periódico"),
        ),
        InlinePanel("extracts", heading=_("Extractos"), label=_("Extracto")),
    ]
    content_panels = [
        *BasePage.content_panels,
        *own_panels,
        *RecordPage.description_panels,
        *RecordPage.file_panels,
        *RecordPage.rights_panels,
    ]
    override_translatable_fields = [
        *RecordPage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in ("organ", "volume", "number", "supplement")),
    ]

    class Meta:
        verbose_name = _("número de periódico oficial")
        verbose_name_plural = _("números de periódico oficial")

    def _derive(self) -> None:
        super()._derive()
        try:
            self.volume_number = roman_to_int(self.volume) if self.volume else None
        except ValueError:
            self.volume_number = None

    @property
    def citation_label(self) -> str:
        """`Tomo CXXVI, Núm. 97, Suplemento 2`, as the gazettes name themselves; also what the search finds."""
        parts = []
        if self.volume:
            parts.append(f"Tomo {self.volume}")
        if self.number:
            parts.append(f"Núm. {self.number}")
        if self.supplement:
            parts.append(f"Suplemento {self.supplement}")
        return ", ".join(parts)

    def search_text(self) -> str:
        pieces = [str(self.organ or ""), self.citation_label, f"Número {self.number}" if self.number else ""]
        for extract in self.extracts.all():
            pieces += [extract.title, extract.note]
        return "\n".join(filter(None, pieces))


class GazetteExtract(RecordItem):
    """A law, decree or other text that the issue publishes."""

    page = ParentalKey(GazetteIssuePage, on_delete=models.CASCADE, related_name="extracts")
    kind = models.CharField(_("clase"), max_length=12, choices=ExtractKind.choices, default=ExtractKind.LAW)
    title = models.CharField(_("título"), max_length=500)
    page_from = models.PositiveIntegerField(_("de la página"), null=True, blank=True)
    page_to = models.PositiveIntegerField(_("a la página"), null=True, blank=True)
    note = models.TextField(_("nota"), blank=True)

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("page_from"), FieldPanel("page_to")]),
        FieldPanel("note"),
    ]
    override_translatable_fields = [
        TranslatableField("title"),
        TranslatableField("note"),
        SynchronizedField("kind", overridable=False),
        SynchronizedField("page_from", overridable=False),
        SynchronizedField("page_to", overridable=False),
    ]

    class Meta(RecordItem.Meta):
        verbose_name = _("extracto")

    def __str__(self) -> str:
        return self.title

    def clean(self):
        super().clean()
        if self.page_from and self.page_to and self.page_to < self.page_from:
            raise ValidationError(
                {"page_to": _("La última página (%(last)s) es menor que la primera (%(first)s); corrija una de las dos.")
                 % {"last": self.page_to, "first": self.page_from}}
            )  # fmt: skip
