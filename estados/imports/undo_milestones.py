"""Taking back a sheet of milestones."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from estados.models import Milestone

from .milestone_values import put, values_of
from .milestones import label_of
from .undo import Undo


class MilestoneUndo(Undo):
    model = Milestone

    def read(self, pks: Iterable[int]) -> dict[int, tuple[str, dict[str, Any]]]:
        found = Milestone.objects.filter(pk__in=list(pks)).prefetch_related("reports")
        return {milestone.pk: (milestone.deliverable, values_of(milestone)) for milestone in found}

    def restore(self, pk: int, values: dict[str, Any], *, user: Any) -> None:
        put(Milestone.objects.get(pk=pk), values)

    def in_the_way(self, pks: list[int]) -> dict[int, str]:
        counted = Milestone.objects.filter(pk__in=pks).annotate(
            proofs=Count("evidence", distinct=True), mails=Count("reminders", distinct=True)
        )
        found = {}
        for milestone in counted:
            if milestone.proofs:
                found[milestone.pk] = _("tiene evidencias")
            elif milestone.mails:
                found[milestone.pk] = _("ya se envió un recordatorio")
        return found

    def label_of(self, field: str) -> str:
        return label_of(field)
