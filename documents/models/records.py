"""The record: one described item of the archive, with its files and its relations. Metadata maps to Dublin Core."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from acervo.base import dates
from acervo.base.models import BaseRoutablePage
from acervo.base.states import STATE_NAMES, STATES
from documents.enums import FileRole, Licence, RelationKind
from documents.record_forms import RecordForm

from .children import RecordItem
from .vocabularies import Audience, Authority, RecordType, Theme

TRANSLATED = ("title", "slug", "seo_title", "search_description", "abstract", "rights_note", "source_note")
SYNCHRONISED = (
    "record_type", "authority", "publisher", "issued", "language", "themes", "audiences", "state", "municipality",
    "identifier", "licence", "source_url", "embargo_until",
)  # fmt: skip


class RecordPage(BaseRoutablePage):
    """What every record has: the metadata, its files, its relations. The types of record are its subclasses."""

    #: Code of the record type that this class of page always has; None where the editor chooses it.
    fixed_type: tuple[str, str] | None = None

    abstract = models.TextField(
        _("resumen"),
        blank=True,
        help_text=_("Dos o tres frases: qué es, de quién y para qué sirve (dcterms:abstract)."),
    )
    record_type = models.ForeignKey(
        RecordType, verbose_name=_("tipo"), null=True, on_delete=models.PROTECT, related_name="records",
        help_text=_("Qué clase de documento es (dc:type)."),
    )  # fmt: skip
    authority = models.ForeignKey(
        Authority, verbose_name=_("autoridad"), null=True, blank=True, on_delete=models.PROTECT, related_name="records",
        help_text=_("Quién lo hizo (dc:creator)."),
    )  # fmt: skip
    publisher = models.ForeignKey(
        Authority, verbose_name=_("quién publica"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text=_("Si no es la misma autoridad (dc:publisher)."),
    )  # fmt: skip
    issued = models.CharField(
        _("fecha de emisión"),
        max_length=40,
        blank=True,
        help_text=dates.EDTF_HELP,
        validators=[dates.validate_edtf],
    )
    issued_from = models.DateField(null=True, editable=False, db_index=True)
    issued_to = models.DateField(null=True, editable=False)
    language = models.CharField(_("idioma"), max_length=10, default="es")
    themes = ParentalManyToManyField(Theme, verbose_name=_("temas"), blank=True, related_name="records")
    audiences = ParentalManyToManyField(Audience, verbose_name=_("públicos"), blank=True, related_name="records")
    state = models.CharField(_("entidad"), max_length=2, choices=STATES, blank=True, db_index=True)
    municipality = models.CharField(_("municipio"), max_length=120, blank=True)
    licence = models.CharField(_("licencia"), max_length=20, choices=Licence.choices, blank=True)
    rights_note = models.CharField(
        _("derechos"), max_length=255, blank=True, help_text=_("Lo que la licencia no dice.")
    )
    identifier = models.CharField(
        _("identificador"), max_length=120, blank=True, db_index=True,
        help_text=_("Clave oficial o propia, única en el acervo (dc:identifier)."),
    )  # fmt: skip
    source_note = models.CharField(
        _("fuente"), max_length=255, blank=True, help_text=_("De dónde se tomó (dc:source).")
    )
    source_url = models.URLField(_("dirección de la fuente"), blank=True, max_length=500)
    embargo_until = models.DateTimeField(
        _("embargado hasta"),
        null=True,
        blank=True,
        help_text=_("Antes de esta fecha nadie de fuera puede verlo."),
    )
    withdrawn_at = models.DateTimeField(_("retirado el"), null=True, editable=False)
    withdrawal_reason = models.TextField(_("motivo del retiro"), blank=True, editable=False)

    base_form_class = RecordForm
    parent_page_types = ["documents.CollectionPage"]
    subpage_types: list[str] = []
    template = "documents/record.html"

    override_translatable_fields = [
        *(TranslatableField(name) for name in TRANSLATED),
        *(SynchronizedField(name, overridable=False) for name in SYNCHRONISED),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("abstract"),
        index.SearchField("identifier"),
        index.FilterField("state"),
    ]
    description_panels = [
        MultiFieldPanel(
            [
                FieldPanel("abstract"),
                FieldRowPanel([FieldPanel("authority"), FieldPanel("publisher")]),
                FieldRowPanel([FieldPanel("issued"), FieldPanel("language")]),
                FieldPanel("themes"),
                FieldPanel("audiences"),
                FieldRowPanel([FieldPanel("state"), FieldPanel("municipality")]),
            ],
            heading=_("Descripción"),
        ),
    ]
    file_panels = [InlinePanel("record_files", heading=_("Archivos"), label=_("Archivo"))]
    rights_panels = [
        MultiFieldPanel(
            [
                FieldPanel("identifier"),
                FieldRowPanel([FieldPanel("licence"), FieldPanel("rights_note")]),
                FieldRowPanel([FieldPanel("source_note"), FieldPanel("source_url")]),
                FieldPanel("embargo_until"),
            ],
            heading=_("Identificación, derechos y acceso"),
        ),
        InlinePanel("relations", heading=_("Relaciones con otros registros"), label=_("Relación")),
    ]
    #: What a type of record adds between its description and its files.
    own_panels: list = []

    class Meta:
        verbose_name = _("registro")

    # --- Saving ---------------------------------------------------------------------------------------
    def clean(self):
        super().clean()
        if self.identifier:
            same = RecordPage.objects.filter(identifier=self.identifier, locale=self.locale).exclude(pk=self.pk)
            if other := same.first():
                raise ValidationError(
                    {
                        "identifier": _(
                            "El identificador «%(identifier)s» ya es del registro «%(title)s». Use otro, o edite ese registro."
                        )
                        % {"identifier": self.identifier, "title": other.title}
                    }
                )

    def full_clean(self, *args, **kwargs):
        self._derive()
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        self._derive()
        super().save(*args, **kwargs)

    def _derive(self) -> None:
        """Set what follows from other fields: sortable dates, and the type of the typed records."""
        limits = dates.bounds(self.issued) if self.issued else None
        self.issued_from, self.issued_to = limits or (None, None)
        if self.fixed_type:
            code, name = self.fixed_type
            now = self.record_type if self.record_type_id else None
            if now is None or now.code != code:
                self.record_type = RecordType.for_code(code, name=str(name))

    # --- Drafts ---------------------------------------------------------------------------------------
    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """Read a stored revision; what it names and no longer exists (a term, a file) is left out, not an error."""
        data = dict(data)
        for field in cls._meta.concrete_fields:
            protected = field.is_relation and field.remote_field.on_delete is models.PROTECT
            key = data.get(field.name) if protected else None
            if key is not None and not field.related_model._default_manager.filter(pk=key).exists():
                data[field.name] = None
        files = data.get("record_files") or []
        wanted = {item["file"] for item in files}
        kept = set(cls._file_model().objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
        data["record_files"] = [item for item in files if item["file"] in kept]
        return super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)

    @staticmethod
    def _file_model():
        return RecordFile._meta.get_field("file").related_model

    def with_content_json(self, content):
        """A withdrawal belongs to the record, not to one of its drafts: publishing a draft does not undo it."""
        page = super().with_content_json(content)
        stored = RecordPage.objects.filter(pk=self.pk).values_list("withdrawn_at", "withdrawal_reason").first()
        page.withdrawn_at, page.withdrawal_reason = stored or (self.withdrawn_at, self.withdrawal_reason)
        return page

    # --- Reading --------------------------------------------------------------------------------------
    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def issued_display(self) -> str:
        return dates.display(self.issued)

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES.get(self.state, ""))

    @property
    def sort_date(self) -> dt.date:
        return self.issued_from or dt.date.min

    def search_text(self) -> str:
        """What a type of record adds to the words it is found by; plain public text."""
        return ""

    # --- Serving --------------------------------------------------------------------------------------
    def is_open(self, request) -> bool:
        # A withdrawn record still answers, with its tombstone.
        from documents.rules import shows_tombstone

        return super().is_open(request) or shows_tombstone(self)

    def serve(self, request, *args, **kwargs):
        # The mixin answers for its routes without asking BasePage.
        if not self.is_open(request):
            raise Http404(_("Esta página no está publicada."))
        return super().serve(request, *args, **kwargs)

    @path("")
    def record_view(self, request):
        if self.is_withdrawn and not getattr(request, "is_preview", False):
            return TemplateResponse(request, "documents/tombstone.html", self.get_context(request), status=410)
        return self.render(request)

    @path("pagina/<int:number>/", name="page")
    def reader_of_main_file(self, request, number: int):
        return self._reader(request, None, number)

    @path("archivo/<int:file_id>/pagina/<int:number>/", name="file_page")
    def reader_of_file(self, request, file_id: int, number: int):
        return self._reader(request, file_id, number)

    def _reader(self, request, file_id: int | None, number: int):
        from documents.views.reader import reader

        if self.is_withdrawn:
            raise Http404(_("Este registro fue retirado."))
        return reader(request, self, file_id, number)

    @path("archivo/<int:file_id>/version/<int:number>/", name="file_version")
    def version_of_file(self, request, file_id: int, number: int):
        from documents.views.record_versions import file_version

        if self.is_withdrawn:
            raise Http404(_("Este registro fue retirado."))
        return file_version(request, self, file_id, number)

    @path("imagen-para-compartir.png/", name="share_image")
    def share_image_view(self, request):
        from documents.views.share_image import share_image

        if self.is_withdrawn:
            raise Http404(_("Este registro fue retirado."))
        return share_image(request, self)

    # Wagtail hands a page the rest of its address with a slash at the end; visitors write none.
    @path("cita.<str:style>/", name="citation")
    def citation_view(self, request, style: str):
        from documents.views.citations import citation

        if self.is_withdrawn:
            raise Http404(_("Este registro fue retirado."))
        return citation(request, self, style)

    def get_context(self, request, *args, **kwargs):
        from documents.services.record_view import record_context

        return {**super().get_context(request, *args, **kwargs), **record_context(self, request)}


class RecordFile(RecordItem):
    """A file in its role for a record."""

    page = ParentalKey(RecordPage, on_delete=models.CASCADE, related_name="record_files")
    file = models.ForeignKey(
        "documents.ArchiveFile",
        verbose_name=_("archivo"),
        on_delete=models.PROTECT,
        related_name="record_files",
    )
    role = models.CharField(_("papel"), max_length=12, choices=FileRole.choices, default=FileRole.FULL_TEXT)
    label = models.CharField(
        _("rótulo"),
        max_length=255,
        blank=True,
        help_text=_("Si lo deja vacío se muestra el título del archivo."),
    )

    panels = [FieldPanel("file"), FieldRowPanel([FieldPanel("role"), FieldPanel("label")])]
    override_translatable_fields = [
        SynchronizedField("file"),
        SynchronizedField("role", overridable=False),
        TranslatableField("label"),
    ]

    class Meta(RecordItem.Meta):
        verbose_name = _("archivo del registro")

    def __str__(self) -> str:
        return self.label or self.file.title


class RecordRelation(Orderable):
    """A relation that one record states about another; the other shows it inverted."""

    page = ParentalKey(RecordPage, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("relación"), max_length=20, choices=RelationKind.choices)
    target = models.ForeignKey(
        RecordPage,
        verbose_name=_("con el registro"),
        on_delete=models.CASCADE,
        related_name="inverse_relations",
    )

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("target")])]
    override_translatable_fields = [SynchronizedField("kind"), SynchronizedField("target")]

    class Meta(Orderable.Meta):
        verbose_name = _("relación")
        constraints = [
            models.UniqueConstraint(fields=["page", "kind", "target"], name="documents_relation_once"),
            models.CheckConstraint(
                condition=~models.Q(page=models.F("target")), name="documents_relation_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target}"
