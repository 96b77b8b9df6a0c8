"""A task that failed has a line in the log: `manage.py worker` keeps the log of its library silent."""

import logging
from typing import Any

from django_tasks.base import TaskResultStatus

logger = logging.getLogger(__name__)


def name_failed_task(sender: Any, *, task_result: Any, **kwargs: Any) -> None:
    """Name the task, its key and what went wrong; never its arguments, which may say who asked for it."""
    if task_result.status != TaskResultStatus.FAILED:
        return
    last = task_result.errors[-1] if task_result.errors else None
    logger.error(
        "The task %s failed: %s",
        task_result.task.module_path,
        last.exception_class_path if last else "no reason was kept",
        extra={"task": task_result.task.module_path, "task_id": str(task_result.id), "trace": last and last.traceback},
    )
