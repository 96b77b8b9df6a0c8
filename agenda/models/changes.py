"""What was told about an event before, and how often it changed: written when it is published, never by hand.

Both hang from the translation key, so that an event has one history and one iCalendar sequence in all its languages.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.enums import Status


class EventPublication(models.Model):
    """What those who attend were last told of an event, for SEQUENCE (RFC 5545 §3.8.7.4) and for the next comparison."""

    translation_key = models.UUIDField(unique=True)
    sequence = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict, help_text="The facts of services.publication.facts_of, as last published.")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("publicación de un evento")

    def __str__(self) -> str:
        return f"{self.translation_key} ({self.sequence})"


class EventChange(models.Model):
    """The dates or the status of a published event before they changed."""

    translation_key = models.UUIDField(db_index=True)
    at = models.DateTimeField(_("cuándo se cambió"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("quién"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    old_start = models.DateTimeField(null=True)
    old_end = models.DateTimeField(null=True)
    old_time_zone = models.CharField(max_length=40, blank=True)
    old_all_day = models.BooleanField(default=False)
    old_date_text = models.CharField(max_length=120, blank=True)
    old_status = models.CharField(max_length=12, choices=Status.choices)
    new_start = models.DateTimeField(null=True)
    new_status = models.CharField(max_length=12, choices=Status.choices)
    reason = models.CharField(_("motivo"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("cambio de un evento")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.at:%Y-%m-%d %H:%M}"

    @property
    def dates_changed(self) -> bool:
        return self.old_start != self.new_start
