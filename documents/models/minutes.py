"""Minutes of a session, with its agreements and what became of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField, TranslatableField

from acervo.base.models import BasePage
from documents.enums import AGREEMENT_OPEN, AgreementStatus, SessionType

from .children import RecordItem
from .records import RecordPage
from .vocabularies import Authority


class MinutesPage(RecordPage):
    """The minutes of one session; the date of the session is the record's date of issue."""

    fixed_type = ("acta", "Acta")

    body = models.ForeignKey(
        Authority,
        verbose_name=_("órgano colegiado"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    session_type = models.CharField(
        _("sesión"), max_length=14, choices=SessionType.choices, default=SessionType.ORDINARY
    )
    session_number = models.PositiveIntegerField(_("número de sesión"), null=True, blank=True)
    place = models.CharField(_("lugar o plataforma"), max_length=255, blank=True)

    template = "documents/minutes.html"
    own_panels = [
        MultiFieldPanel(
            [
                FieldPanel("body"),
                FieldRowPanel([FieldPanel("session_type"), FieldPanel("session_number")]),
                FieldPanel("place"),
            ],
            heading=_("Sesión"),
        ),
        InlinePanel("attendees", heading=_("Asistentes"), label=_("Asistente")),
        InlinePanel("agenda", heading=_("Orden del día"), label=_("Punto")),
        InlinePanel("agreements", heading=_("Acuerdos"), label=_("Acuerdo")),
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
        TranslatableField("place"),
        *(SynchronizedField(name, overridable=False) for name in ("body", "session_type", "session_number")),
    ]

    class Meta:
        verbose_name = _("acta")
        verbose_name_plural = _("actas")

    def search_text(self) -> str:
        pieces = [
            str(self.body or ""),
            f"Sesión {self.get_session_type_display()} {self.session_number or ''}",
            self.place,
        ]
        pieces += [item.text for item in self.agenda.all()]
        for agreement in self.agreements.all():
            pieces += [
                f"Acuerdo {agreement.number}",
                agreement.text,
                agreement.responsible,
                agreement.follow_up,
            ]
        pieces += [f"{person.name} {person.organisation}" for person in self.attendees.all()]
        return "\n".join(filter(None, pieces))


class Attendee(RecordItem):
    """A person present in the session, in a public capacity."""

    page = ParentalKey(MinutesPage, on_delete=models.CASCADE, related_name="attendees")
    name = models.CharField(_("nombre"), max_length=255)
    role = models.CharField(_("cargo"), max_length=255, blank=True)
    organisation = models.CharField(_("institución"), max_length=255, blank=True)

    panels = [FieldPanel("name"), FieldRowPanel([FieldPanel("role"), FieldPanel("organisation")])]
    override_translatable_fields = [
        SynchronizedField("name", overridable=False),
        TranslatableField("role"),
        TranslatableField("organisation"),
    ]

    class Meta(RecordItem.Meta):
        verbose_name = _("asistente")

    def __str__(self) -> str:
        return self.name


class AgendaItem(RecordItem):
    """One item of the agenda."""

    page = ParentalKey(MinutesPage, on_delete=models.CASCADE, related_name="agenda")
    text = models.CharField(_("asunto"), max_length=500)

    panels = [FieldPanel("text")]

    class Meta(RecordItem.Meta):
        verbose_name = _("punto del orden del día")

    def __str__(self) -> str:
        return self.text


class Agreement(RecordItem):
    """What a session agreed, who must do it, and its follow-up."""

    page = ParentalKey(MinutesPage, on_delete=models.CASCADE, related_name="agreements")
    number = models.CharField(_("número"), max_length=20, help_text=_("Como en el acta: 1, 1.i, 2.a"))
    text = models.TextField(_("acuerdo"))
    responsible = models.CharField(_("responsable"), max_length=255, blank=True)
    due_date = models.DateField(_("fecha límite"), null=True, blank=True)
    status = models.CharField(
        _("estado"), max_length=15, choices=AgreementStatus.choices, default=AgreementStatus.NO_INFORMATION
    )
    follow_up = models.TextField(_("seguimiento"), blank=True)
    evidence = models.ForeignKey(
        RecordPage, verbose_name=_("evidencia"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("El registro que prueba su cumplimiento."),
    )  # fmt: skip

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("status"), FieldPanel("due_date")]),
        FieldPanel("text"),
        FieldPanel("responsible"),
        FieldPanel("follow_up"),
        FieldPanel("evidence"),
    ]
    override_translatable_fields = [
        TranslatableField("text"),
        TranslatableField("responsible"),
        TranslatableField("follow_up"),
        *(SynchronizedField(name, overridable=False) for name in ("number", "due_date", "status", "evidence")),
    ]

    class Meta(RecordItem.Meta):
        verbose_name = _("acuerdo")

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    def is_late(self, today) -> bool:
        """Whether an agreement still open is past its due date on the day `today`."""
        return bool(self.due_date and self.due_date < today and self.status in AGREEMENT_OPEN)
