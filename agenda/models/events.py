"""The event. Its fields go by the terms of iCalendar (RFC 5545) and schema.org's Event."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from acervo.base import dates
from acervo.base.blocks import BODY_BLOCKS
from acervo.base.fields import StreamField
from acervo.base.models import BaseRoutablePage
from acervo.base.states import STATE_NAMES, STATES
from agenda import zones
from agenda.enums import Kind, Status
from agenda.forms import EventForm
from agenda.services import local_times, recurrence
from agenda.services.occurrences import span_of

TRANSLATED = (
    "title", "slug", "seo_title", "search_description", "summary", "place", "date_text", "organisers", "body",
)  # fmt: skip
#: The same in every language, taken from the original whenever a translation is published.
SYNCHRONISED = (
    "kind", "status", "start", "end", "all_day", "time_zone", "when_edtf", "rrule", "exdates", "rdates", "address",
    "link", "capacity", "registration_link", "registration_until", "state",
)  # fmt: skip


class EventPage(BaseRoutablePage):
    """Something that is held on a day, on several, or on a day not known exactly."""

    kind = models.CharField(_("clase"), max_length=20, choices=Kind.choices, default=Kind.MEETING, db_index=True)
    status = models.CharField(
        _("situación"), max_length=12, choices=Status.choices, default=Status.CONFIRMED,
        help_text=_("Si se pospone sin fecha nueva, deje la anterior y elija «Pospuesto»: el público verá las dos cosas."),
    )  # fmt: skip
    summary = models.TextField(_("resumen"), blank=True, help_text=_("Dos o tres frases: de qué trata y para quién."))
    start = models.DateTimeField(
        _("empieza"), null=True, blank=True, help_text=_("Con la hora del lugar donde se celebra.")
    )
    end = models.DateTimeField(_("termina"), null=True, blank=True)
    all_day = models.BooleanField(_("todo el día"), default=False, help_text=_("Las horas no se toman en cuenta."))
    time_zone = models.CharField(
        _("huso horario"), max_length=40, choices=zones.ZONES, blank=True,
        help_text=_("Si lo deja vacío se toma el de la entidad. En la frontera norte elija el de su municipio."),
    )  # fmt: skip
    date_text = models.CharField(
        _("fecha en palabras"), max_length=120, blank=True,
        help_text=_("Solo si no se conoce el día: «última semana de mayo». El evento sale en «Sin fecha precisa»."),
    )  # fmt: skip
    when_edtf = models.CharField(
        _("fecha aproximada"), max_length=40, blank=True, help_text=dates.EDTF_HELP, validators=[dates.validate_edtf]
    )
    rrule = models.CharField(_("regla de repetición"), max_length=255, blank=True)
    exdates = models.TextField(
        _("días en que no se celebra"), blank=True, help_text=_("Uno por renglón: 2026-05-18 o 2026-05-18 17:30")
    )
    rdates = models.TextField(
        _("días adicionales"), blank=True, help_text=_("Uno por renglón: 2026-05-18 o 2026-05-18 17:30")
    )
    place = models.CharField(_("lugar"), max_length=255, blank=True, help_text=_("Nombre del recinto o del sitio."))
    address = models.CharField(_("domicilio"), max_length=255, blank=True)
    link = models.URLField(_("enlace para asistir en línea"), max_length=500, blank=True)
    organisers = models.TextField(_("quién organiza"), blank=True, help_text=_("Una institución por renglón."))
    capacity = models.PositiveIntegerField(_("cupo"), null=True, blank=True, help_text=_("Número de personas."))
    registration_link = models.URLField(_("enlace de inscripción"), max_length=500, blank=True)
    registration_until = models.DateTimeField(
        _("inscripción hasta"), null=True, blank=True, help_text=_("Con la hora del lugar donde se celebra.")
    )
    state = models.CharField(_("entidad"), max_length=2, choices=STATES, blank=True, db_index=True)
    body = StreamField(BODY_BLOCKS, verbose_name=_("contenido"), blank=True)
    change_reason = models.CharField(
        _("motivo del cambio"), max_length=255, blank=True,
        help_text=_("Si cambió la fecha o la situación de un evento publicado, diga por qué: el público lo verá."),
    )  # fmt: skip
    # Derived: the days of all occurrences in the event's zone. Without a last day it repeats without end.
    first_day = models.DateField(null=True, editable=False, db_index=True)
    last_day = models.DateField(null=True, editable=False, db_index=True)

    base_form_class = EventForm
    parent_page_types = ["agenda.AgendaPage"]
    subpage_types: list[str] = []
    template = "agenda/event.html"

    override_translatable_fields = [
        *(TranslatableField(name) for name in TRANSLATED),
        *(SynchronizedField(name, overridable=False) for name in SYNCHRONISED),
        TranslatableField("change_reason"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.FilterField("state"),
        index.FilterField("kind"),
    ]
    content_panels = [
        *BaseRoutablePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
                FieldPanel("change_reason"),
                FieldPanel("summary"),
                FieldPanel("organisers"),
            ],
            heading=_("El evento"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                FieldRowPanel([FieldPanel("all_day"), FieldPanel("time_zone")]),
                FieldRowPanel([FieldPanel("date_text"), FieldPanel("when_edtf")]),
            ],
            heading=_("Cuándo"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("repeat"), FieldPanel("repeat_count"), FieldPanel("repeat_until")]),
                FieldPanel("rrule"),
                FieldRowPanel([FieldPanel("exdates"), FieldPanel("rdates")]),
            ],
            heading=_("Repetición"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("state"),
                FieldRowPanel([FieldPanel("place"), FieldPanel("address")]),
                FieldPanel("link"),
            ],
            heading=_("Dónde"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("capacity"),
                FieldRowPanel([FieldPanel("registration_link"), FieldPanel("registration_until")]),
            ],
            heading=_("Inscripción"),
            classname="collapsed",
        ),
        FieldPanel("body"),
        InlinePanel("documents", heading=_("Minutas y documentos que produjo"), label=_("Documento")),
    ]

    class Meta:
        verbose_name = _("evento")
        verbose_name_plural = _("eventos")

    # --- Saving ---------------------------------------------------------------------------------------
    def full_clean(self, *args, **kwargs):
        self._fill_zone()
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        errors: dict[str, object] = {}
        if self.slug and self.slug.isdigit():
            errors["slug"] = _("La dirección no puede ser solo un número: se confundiría con un año.")
        if self.start is None and (self.end or self.rrule or self.rdates or self.exdates):
            errors["start"] = _("Diga cuándo empieza, o quite el fin y la repetición.")
        elif self.start and self.end and self.end < self.start:
            errors["end"] = _("El evento termina antes de empezar.")
        elif self.start and not dt.datetime(1900, 1, 2) <= self.wall_start <= dt.datetime(2100, 12, 30):
            errors["start"] = _("El calendario va de 1900 a 2100.")
        for name in ("exdates", "rdates"):
            try:
                setattr(self, name, local_times.write(local_times.read(getattr(self, name))))
            except ValidationError as error:
                errors[name] = error.message
        if self.rrule and self.start and "start" not in errors:
            try:
                offset = zones.to_instant(self.wall_start, self.time_zone).replace(tzinfo=None) - self.wall_start
                self.rrule = recurrence.normalised(self.rrule, start=self.wall_start, zone_offset=-offset)
            except ValidationError as error:
                errors["rrule"] = error.message
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        self._fill_zone()
        self.first_day, self.last_day = span_of(self)
        super().save(*args, **kwargs)

    def _fill_zone(self) -> None:
        self.time_zone = self.time_zone or zones.zone_of_state(self.state)

    # --- Languages ------------------------------------------------------------------------------------
    def with_content_json(self, content):
        """A translation's draft has the dates of the original as they are now, not as they were when it was made."""
        page = super().with_content_json(content)
        from agenda.services.publication import original_of

        original = original_of(self)
        if original is not None and original.pk != self.pk:
            for name in SYNCHRONISED:
                setattr(page, name, getattr(original, name))
        return page

    # --- Reading --------------------------------------------------------------------------------------
    @property
    def wall_start(self) -> dt.datetime:
        """The start as the clocks of its zone show it; only of a dated event."""
        if self.start is None:
            raise ValueError(f"«{self.title}» has no date")
        return zones.to_wall(self.start, self.time_zone)

    @property
    def wall_end(self) -> dt.datetime | None:
        return zones.to_wall(self.end, self.time_zone) if self.end else None

    @property
    def is_dated(self) -> bool:
        return self.start is not None

    @property
    def repeats(self) -> bool:
        return bool(self.rrule or self.rdates)

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES.get(self.state, ""))

    @property
    def zone_name(self) -> str:
        return str(zones.SHORT_NAMES.get(self.time_zone, self.time_zone))

    @property
    def organiser_list(self) -> list[str]:
        return [line.strip() for line in self.organisers.splitlines() if line.strip()]

    @property
    def vague_date(self) -> str:
        """What is known of the date of an undated event, in words."""
        return self.date_text or dates.display(self.when_edtf)

    # --- Serving --------------------------------------------------------------------------------------
    @path("")
    def event_view(self, request):
        return self.render(request)

    @path("evento.ics/", name="ics")  # Wagtail adds the slash; visitors write none
    def ics_view(self, request):
        from agenda.views import feeds

        return feeds.event(request, self)

    def get_context(self, request, *args, **kwargs):
        from agenda.services.event_view import event_context

        return {**super().get_context(request, *args, **kwargs), **event_context(self, request)}
