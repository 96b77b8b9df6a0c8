"""The documents that an event produced, as records of the archive."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField


class EventDocument(TranslatableMixin, Orderable):
    """A record of the archive that comes from an event: its minutes, its agenda, what was presented."""

    locale_id: int | None

    page = ParentalKey("agenda.EventPage", on_delete=models.CASCADE, related_name="documents")
    record = models.ForeignKey(
        "documents.RecordPage",
        verbose_name=_("registro"),
        on_delete=models.CASCADE,
        related_name="events",
        help_text=_("Solo se muestra mientras el registro sea público."),
    )
    label = models.CharField(
        _("rótulo"), max_length=120, blank=True, help_text=_("Por ejemplo: Minuta, Presentación, Lista de acuerdos.")
    )

    panels = [FieldRowPanel([FieldPanel("record"), FieldPanel("label")])]
    override_translatable_fields = [SynchronizedField("record", overridable=False), TranslatableField("label")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("documento del evento")

    def __str__(self) -> str:
        return self.label or str(self.record)

    def save(self, *args, **kwargs):
        if self.locale_id is None:
            self.locale_id = self.page.locale_id
        super().save(*args, **kwargs)

    def get_default_locale(self):
        return self.page.locale
