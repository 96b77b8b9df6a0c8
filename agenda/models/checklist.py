"""The list of what the organisers have to do for an event: outside the page's drafts, shared live among editors."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.enums import TaskState


class ChecklistItem(models.Model):
    """One task. `version` grows with each change; a change that was made over an older one is refused."""

    event = models.ForeignKey("agenda.EventPage", on_delete=models.CASCADE, related_name="checklist")
    task = models.CharField(_("tarea"), max_length=255)
    responsible = models.CharField(_("responsable"), max_length=120, blank=True)
    state = models.CharField(_("estado"), max_length=12, choices=TaskState.choices, default=TaskState.PENDING)
    due = models.DateField(_("fecha límite"), null=True, blank=True)
    note = models.TextField(_("nota"), blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("tarea de un evento")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.task


class ChecklistChange(models.Model):
    """Who changed what in a task; what is told to whoever saves over an older version."""

    event = models.ForeignKey("agenda.EventPage", on_delete=models.CASCADE, related_name="checklist_changes")
    item_id = models.BigIntegerField(db_index=True)  # kept when the task is deleted
    task = models.CharField(max_length=255)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    fields = models.JSONField(default=dict, help_text="Field → [old, new]; empty for one that was deleted.")
    deleted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("cambio de una tarea")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.task} ({self.version})"
