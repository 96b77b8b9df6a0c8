"""A monument: one building, ensemble or open space of the inventory, with the values that the observatory adopted."""

import re
from contextlib import nullcontext

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from acervo.base import dates, locks
from acervo.base.states import STATES
from acervo.history.tracking import Tracked

from .sites import HeritageSite, Institution
from .terms import Certainty, Classification, Condition, HeritageZone, Ownership, StreetType, UseCategory

CENTURY = [MinValueValidator(1), MaxValueValidator(21)]


class Monument(
    Tracked,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """The adopted values. What each institution says of the same monument is kept apart, in `SourceRecord`.

    A row is what is published when `live`; drafts live in revisions. `FieldChange` tells who adopted a value, when and
    why; `FieldRestriction` which fields the public may not see. Ask `observatorio.services.public_version` before
    showing anything of it to the public.
    """

    code = models.CharField(
        _("clave del inventario"), max_length=20, unique=True, blank=True,
        validators=[RegexValidator(r"^[A-Z]{2,5}-\d{3,6}$", _("Escriba letras, guion y números, como ZAC-0123."))],
        help_text=_("La clave propia del inventario; forma la dirección pública. Si la deja vacía se asigna una."),
    )  # fmt: skip

    # --- Keys in other registers ---
    inah_key = models.CharField(
        _("ficha INAH"), max_length=12, blank=True, db_index=True,
        validators=[RegexValidator(r"^[A-Z]-\d{2}-\d{5}$", _("La ficha del INAH se escribe como I-32-00576."))],
        help_text=_("Clave del Catálogo Nacional de Monumentos Históricos Inmuebles (INAH): I-32-00576."),
    )  # fmt: skip
    real_folio = models.CharField(
        _("folio real"), max_length=40, blank=True,
        help_text=_("Registro Público de Monumentos y Zonas Arqueológicos e Históricos (LFMZAAH, art. 21)."),
    )  # fmt: skip
    inbal_key = models.CharField(_("clave INBAL"), max_length=40, blank=True, db_index=True, help_text=_("Catálogo de inmuebles con valor artístico (INBAL)."))  # fmt: skip
    junta_key = models.CharField(_("clave de la Junta de Monumentos"), max_length=40, blank=True, db_index=True, help_text=_("Número de inventario de la Junta de Protección y Conservación de Monumentos y Zonas Típicas."))  # fmt: skip
    cadastral_key = models.CharField(_("clave catastral"), max_length=40, blank=True, help_text=_("Del catastro municipal o estatal."))  # fmt: skip
    wikidata = models.CharField(
        _("Wikidata"), max_length=16, blank=True,
        validators=[RegexValidator(r"^Q[1-9]\d*$", _("Un identificador de Wikidata se escribe como Q42."))],
        help_text=_("Identificador de Wikidata: Q seguido de números."),
    )  # fmt: skip
    part_of = models.ForeignKey(
        "self", verbose_name=_("forma parte de"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="parts", help_text=_("El conjunto al que pertenece (CIDOC CRM, P46)."),
    )  # fmt: skip

    # --- Names (CIDOC CRM E41) ---
    name = models.CharField(_("nombre"), max_length=255, help_text=_("El nombre con el que se le conoce hoy (ficha INAH, «nombre del inmueble»)."))  # fmt: skip
    original_name = models.CharField(_("nombre original"), max_length=255, blank=True)
    other_names = models.JSONField(_("otros nombres"), default=list, blank=True, help_text=_("Nombres tradicionales o anteriores, uno por renglón."))  # fmt: skip

    # --- What it is and was for ---
    classification = models.CharField(_("clasificación"), max_length=20, choices=Classification.choices, db_index=True, help_text=_("Según la ficha nacional de catálogo del INAH."))  # fmt: skip
    monument_type = models.CharField(_("tipo"), max_length=120, blank=True, help_text=_("Templo, casa, acueducto… (MIDAS Heritage, «Monument Type»)."))  # fmt: skip
    original_use = models.CharField(_("uso original"), max_length=200, blank=True)
    current_uses = models.JSONField(_("usos actuales"), default=list, blank=True, help_text=_("Uno por renglón; el primero es el principal."))  # fmt: skip
    use_category = models.CharField(_("clase de uso"), max_length=20, choices=UseCategory.choices, blank=True, db_index=True, help_text=_("Del uso principal. Si la deja vacía se deduce de él."))  # fmt: skip

    # --- Address: INEGI, Norma Técnica sobre Domicilios Geográficos (DOF 2010-11-12) ---
    state = models.CharField(_("entidad"), max_length=2, choices=STATES[1:], db_index=True)
    municipality = models.CharField(_("municipio"), max_length=100, db_index=True)
    municipality_key = models.CharField(_("clave del municipio"), max_length=3, blank=True, validators=[RegexValidator(r"^\d{3}$", _("Son tres dígitos, como 056."))], help_text=_("Catálogo de entidades, municipios y localidades (INEGI): tres dígitos."))  # fmt: skip
    locality = models.CharField(_("localidad"), max_length=120, blank=True)
    locality_key = models.CharField(_("clave de la localidad"), max_length=4, blank=True, validators=[RegexValidator(r"^\d{4}$", _("Son cuatro dígitos, como 0001."))], help_text=_("Catálogo de INEGI: cuatro dígitos."))  # fmt: skip
    street_type = models.CharField(_("tipo de vialidad"), max_length=20, choices=StreetType.choices, blank=True)
    street = models.CharField(_("vialidad"), max_length=160, blank=True, db_index=True, help_text=_("El nombre sin su tipo: «Hidalgo», no «Avenida Hidalgo»."))  # fmt: skip
    exterior_number = models.CharField(_("número exterior"), max_length=30, blank=True, help_text=_("Con «s/n» si no tiene."))  # fmt: skip
    interior_number = models.CharField(_("número interior"), max_length=30, blank=True)
    settlement = models.CharField(_("colonia o asentamiento"), max_length=120, blank=True)
    between_streets = models.CharField(_("entre vialidades"), max_length=255, blank=True)
    postal_code = models.CharField(_("código postal"), max_length=5, blank=True, validators=[RegexValidator(r"^\d{5}$", _("El código postal tiene cinco dígitos."))])  # fmt: skip
    address_note = models.CharField(_("cómo llegar"), max_length=255, blank=True)

    # --- Place, in decimal degrees (WGS 84) ---
    latitude = models.FloatField(_("latitud"), null=True, blank=True, validators=[MinValueValidator(14.3), MaxValueValidator(32.9)])  # fmt: skip
    longitude = models.FloatField(_("longitud"), null=True, blank=True, validators=[MinValueValidator(-118.7), MaxValueValidator(-86.5)])  # fmt: skip
    accuracy_m = models.PositiveIntegerField(_("exactitud (m)"), null=True, blank=True, help_text=_("Radio, en metros, dentro del que está el punto."))  # fmt: skip
    coordinates_source = models.CharField(_("fuente de las coordenadas"), max_length=255, blank=True)

    # --- Dating ---
    century_from = models.PositiveSmallIntegerField(
        _("siglo"), null=True, blank=True, validators=CENTURY, db_index=True
    )
    century_to = models.PositiveSmallIntegerField(_("hasta el siglo"), null=True, blank=True, validators=CENTURY)
    dating = models.CharField(_("fechamiento"), max_length=60, blank=True, help_text=dates.EDTF_HELP, validators=[dates.validate_edtf])  # fmt: skip
    year_from = models.SmallIntegerField(_("año de inicio"), null=True, blank=True, editable=False)
    year_to = models.SmallIntegerField(_("año de término"), null=True, blank=True, editable=False)
    certainty = models.CharField(_("certeza"), max_length=12, choices=Certainty.choices, blank=True)

    # --- Making ---
    style = models.CharField(_("estilo"), max_length=160, blank=True)
    authors = models.JSONField(_("autores"), default=list, blank=True, help_text=_("Uno por renglón, con su papel: «Nombre (alarife)»."))  # fmt: skip

    # --- Protection and property ---
    heritage_site = models.ForeignKey(
        HeritageSite, verbose_name=_("sitio del Patrimonio Mundial"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="monuments",
    )  # fmt: skip
    heritage_zone = models.CharField(_("zona del sitio"), max_length=20, choices=HeritageZone.choices, blank=True)
    institutions = ParentalManyToManyField(Institution, verbose_name=_("instancias"), blank=True, related_name="monuments", help_text=_("Las que lo protegen o vigilan."))  # fmt: skip
    ownership = models.CharField(_("régimen de propiedad"), max_length=24, choices=Ownership.choices, blank=True)
    owner_name = models.CharField(_("propietario o poseedor"), max_length=255, blank=True, help_text=_("Dato personal: confidencial salvo que se indique otra cosa."))  # fmt: skip
    interior = models.TextField(_("interior"), blank=True, help_text=_("Distribución, bienes y accesos. Confidencial salvo que se indique otra cosa."))  # fmt: skip

    # --- State of conservation ---
    condition = models.CharField(_("estado de conservación"), max_length=10, choices=Condition.choices, blank=True, db_index=True)  # fmt: skip
    condition_note = models.CharField(_("nota sobre la conservación"), max_length=400, blank=True)
    description = models.TextField(_("descripción"), blank=True)

    # --- Housekeeping ---
    created_at = models.DateTimeField(_("alta"), auto_now_add=True)
    updated_at = models.DateTimeField(_("última modificación"), auto_now=True)
    batch = models.ForeignKey(
        "tabular.Batch", verbose_name=_("lote que lo creó"), null=True, editable=False, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip

    search_fields = [
        index.SearchField("name"),
        index.SearchField("code"),
        index.AutocompleteField("name"),
        index.AutocompleteField("code"),
        *(
            index.FilterField(name)
            for name in (
                # The list of the admin is filtered by keys and ordered by its columns while somebody searches in it.
                "id",
                "code",
                "name",
                "updated_at",
                "live",
                "classification",
                "use_category",
                "condition",
                "state",
                "municipality",
                "heritage_site_id",
            )
        ),
    ]

    class Meta:
        ordering = ["code"]
        verbose_name = _("inmueble")
        verbose_name_plural = _("inmuebles")
        indexes = [models.Index(fields=["live", "name"], name="observatorio_live_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("monuments:monument", args=[self.code])

    def clean(self) -> None:
        """Dates and coordinates that contradict each other."""
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Escriba latitud y longitud, o ninguna.")})
        if self.century_from and self.century_to and self.century_to < self.century_from:
            raise ValidationError({"century_to": _("El último siglo no puede ser anterior al primero.")})

    def save(self, *args, **kwargs):
        from observatorio.inventory.derived import CODES, derive

        with nullcontext() if self.code else locks.turn(CODES):  # a code that is free stays free until it is stored
            derive(self)
            super().save(*args, **kwargs)

    def history_state(self, names=None):
        from observatorio.services.monument_state import state_of

        return state_of(self, names)

    def save_revision(self, *args, **kwargs):
        """A published record that an import wrote has no revision of what is published: its first draft makes it.

        Without one Wagtail takes a record off the site when a change of it is scheduled.
        """
        if self.live and self.pk and self.live_revision_id is None:
            from observatorio.services.adoption import keep_live_revision

            self.live_revision = keep_live_revision(self)
        return super().save_revision(*args, **kwargs)

    @property
    def preview_modes(self):
        return [("", _("Página pública")), ("completa", _("Ficha completa"))]

    def serve_preview(self, request, mode_name):
        from observatorio.services.monument_preview import serve

        return serve(self, request, mode_name)

    @property
    def place(self) -> str:
        """Municipality and state, as people say it."""
        return ", ".join(filter(None, [self.municipality, self.get_state_display()]))

    @property
    def street_line(self) -> str:
        """The street with its type and number: «Avenida Hidalgo 501»."""
        kind = self.get_street_type_display() if self.street_type not in ("", StreetType.OTHER) else ""
        return re.sub(r"\s+", " ", f"{kind} {self.street} {self.exterior_number}".strip())
