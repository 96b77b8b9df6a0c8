"""The controlled vocabularies that describe records: themes, authorities, record types and audiences."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField


class Term(TranslatableMixin, index.Indexed, models.Model):
    """A term with a stable code, the same in every language, and a name and a description of each language.

    Pages and addresses use the code; records always point to the term of the default language and show
    `term.localized`, so that a missing translation never blocks a record.
    """

    code = models.SlugField(
        _("clave"),
        max_length=80,
        blank=True,
        help_text=_("Forma la dirección pública y no cambia entre idiomas. Si la deja vacía se toma del nombre."),
    )
    name = models.CharField(_("nombre"), max_length=255)
    description = models.TextField(_("descripción"), blank=True)

    panels = [FieldPanel("name"), FieldPanel("code"), FieldPanel("description")]
    override_translatable_fields = [
        SynchronizedField("code", overridable=False),
        TranslatableField("name"),
        TranslatableField("description"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        *(index.FilterField(name) for name in ("id", "locale", "code", "name")),
    ]

    #: The segment of the public address, in Spanish; set by each vocabulary.
    vocabulary: str

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["code", "locale"], name="%(app_label)s_%(class)s_code_per_locale"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        if not self.code:
            self.code = slugify(self.name)[:80]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The public page of the term, in the active language."""
        return reverse("term", args=[self.vocabulary, self.code])

    def clean(self):
        """The code, given or taken from the name, must be free in this language."""
        super().clean()
        code = self.code or slugify(self.name)[:80]
        if not code:
            raise ValidationError(
                {"code": _("Escriba una clave, con letras sin acentos y guiones: del nombre no se puede sacar una.")}
            )
        same = type(self).objects.filter(code=code, locale=self.locale_id or Locale.get_default().pk)
        if other := same.exclude(pk=self.pk).first():
            raise ValidationError(
                {"code": _("La clave «%(code)s» ya es de «%(name)s». Escriba otra, o use ese término.")
                 % {"code": code, "name": other.name}}
            )  # fmt: skip
        self.code = code

    @classmethod
    def for_code(cls, code: str, *, name: str = "") -> "Term":
        """The term of the default language with this code, made with `name` when there is none."""
        locale = Locale.get_default()
        term, _created = cls.objects.get_or_create(code=code, locale=locale, defaults={"name": name or code})
        return term


class Theme(Term):
    """What a record is about (dc:subject)."""

    vocabulary = "temas"

    class Meta(Term.Meta):
        verbose_name = _("tema")
        verbose_name_plural = _("temas")


class Authority(Term):  # type: ignore[django-manager-missing]  # `records` has the untyped manager of Wagtail's pages
    """A body that creates or publishes records (dc:creator, dc:publisher)."""

    vocabulary = "autoridades"

    class Meta(Term.Meta):
        verbose_name = _("autoridad")
        verbose_name_plural = _("autoridades")


class RecordType(Term):  # type: ignore[django-manager-missing]  # `records` has the untyped manager of Wagtail's pages
    """What kind of document a record is (dc:type)."""

    vocabulary = "tipos"

    class Meta(Term.Meta):
        verbose_name = _("tipo de documento")
        verbose_name_plural = _("tipos de documento")


class Audience(Term):
    """For whom a record is meant (dcterms:audience)."""

    vocabulary = "publicos"

    class Meta(Term.Meta):
        verbose_name = _("público")
        verbose_name_plural = _("públicos")


VOCABULARIES: dict[str, type[Term]] = {model.vocabulary: model for model in (Theme, Authority, RecordType, Audience)}
