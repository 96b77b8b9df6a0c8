"""Background work of search. Each task only calls a service; it holds no state, so running it twice is harmless."""

from __future__ import annotations

import datetime
import logging

from django.utils import timezone
from django_tasks import TaskResultStatus, task, task_backends
from django_tasks_db import DatabaseBackend

from search import indexing

logger = logging.getLogger(__name__)
TOGETHER = datetime.timedelta(seconds=0.3)  # changes of this time are written together: few refreshes in a burst
BEFORE_OTHERS = 50  # priority: reading files may fill the queue for hours, and this takes a moment


@task(priority=BEFORE_OTHERS)
def apply_waiting_changes() -> int:
    """Apply the outbox. A busy index is no failure: the changes wait, and the clock takes them."""
    try:
        return indexing.apply_changes()
    except indexing.IndexBusy as busy:
        logger.warning("search: %s; %s changes wait for the next run", busy, indexing.waiting())
        return 0


def deliver_soon() -> None:
    """Have the outbox applied in a moment. Call it after the commit of what was put there.

    One task that has not begun yet is enough for all: it looks into the outbox after this commit. So a burst of changes
    makes a task every `TOGETHER`, not one each; and if there is no worker, the queue does not grow.
    """
    backend = task_backends["default"]
    if not isinstance(backend, DatabaseBackend):
        apply_waiting_changes.enqueue()
    elif not _one_waits():
        apply_waiting_changes.using(run_after=timezone.now() + TOGETHER).enqueue()


def _one_waits() -> bool:
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return waiting.filter(task_path=apply_waiting_changes.module_path).exists()
