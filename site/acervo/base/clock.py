"""Work that the passing of time asks for: scheduled publishing, embargoes that end, changes that wait for the index.

Apps register their jobs in `ready()`; `manage.py worker` runs them in a thread beside the task worker, so that a long
task never delays them.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import close_old_connections

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """One periodic job; `run` must be quick, and safe to repeat."""

    name: str
    run: Callable[[], object]
    seconds: float
    due: float = field(default=0.0)


_jobs: dict[str, Job] = {}


def register(name: str, run: Callable[[], object], *, seconds: float) -> None:
    """Have `run` called every `seconds` seconds, for as long as a worker runs."""
    _jobs[name] = Job(name, run, seconds)


def jobs() -> list[Job]:
    return list(_jobs.values())


def tick(now: float) -> None:
    """Run the jobs that are due at `now` (monotonic seconds). A job that fails is logged and tried again in its turn."""
    for job in _jobs.values():
        if now < job.due:
            continue
        job.due = now + job.seconds
        try:
            job.run()
        except Exception:
            logger.exception("The periodic job %s failed; it will be tried again.", job.name)


def run_until(stop: threading.Event) -> None:
    """Tick until `stop` is set."""
    while not stop.wait(0.5):
        close_old_connections()
        tick(time.monotonic())
