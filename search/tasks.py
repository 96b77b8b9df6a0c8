"""Background work of search. Each task only calls a service; it holds no state, so running it twice is harmless."""

from __future__ import annotations

import datetime
import logging

from django.utils import timezone
from django_tasks import default_task_backend, task

from search import indexing

logger = logging.getLogger(__name__)
TRY_AGAIN = datetime.timedelta(seconds=15)


@task()
def apply_waiting_changes() -> int:
    """Apply the outbox. A busy index is no failure: the changes wait, and a later run takes them."""
    try:
        return indexing.apply_changes()
    except indexing.IndexBusy as busy:
        logger.warning("search: %s; %s changes wait for the next run", busy, indexing.waiting())
        if default_task_backend.supports_defer:
            apply_waiting_changes.using(run_after=timezone.now() + TRY_AGAIN).enqueue()
        return 0
