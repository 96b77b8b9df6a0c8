"""What waits to be published over a live row, for whoever writes the live row by other means (an import, an adoption)."""

from typing import Any

from django.utils import timezone
from wagtail.models import Revision, TaskState


def pending_revisions(record: Any) -> list[Revision]:
    """What may still be published over the live row: the draft, what a workflow holds, what is scheduled; oldest first."""
    keys = set(record.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", flat=True))
    if record.has_unpublished_changes and record.latest_revision_id:
        keys.add(record.latest_revision_id)
    state = getattr(record, "current_workflow_state", None)
    if state:
        waiting = TaskState.objects.filter(workflow_state=state, status=TaskState.STATUS_IN_PROGRESS)
        keys.update(waiting.values_list("revision_id", flat=True))
    return list(Revision.objects.filter(pk__in=keys).order_by("created_at", "pk"))


def rewrite(revision: Revision, draft: Any) -> None:
    """Let the revision hold `draft`. As Wagtail does when it overwrites one: who still has the old one open is told."""
    revision.content = draft.serializable_data()
    revision.object_str = str(draft)
    revision.created_at = timezone.now()
    revision.save(update_fields=["content", "object_str", "created_at"])
