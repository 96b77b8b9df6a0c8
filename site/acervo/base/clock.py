"""Work that the passing of time asks for: scheduled publishing, embargoes that end, changes that wait for the index.

Apps register their jobs in `ready()`; `manage.py worker` runs them in a thread beside the task worker, so that a long
task never delays them. A job that fails is tried again with growing pauses, and the log says so once, not every time.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError, close_old_connections

logger = logging.getLogger(__name__)
LONGEST_PAUSE = 8.0  # seconds between two tries of a job that fails, if it is due more often than that
SAID_AGAIN = 450  # failures after which a frequent job is named again: an hour of longest pauses


class NotNow(Exception):
    """Raised by a job that cannot do its work at present and has said why itself: tried again after a pause."""


@dataclass(slots=True)
class Job:
    """One periodic job; `run` must be quick, and safe to repeat."""

    name: str
    run: Callable[[], object]
    seconds: float
    due: float = field(default=0.0)
    failures: int = field(default=0)  # in a row
    said: str = field(default="")  # the error that the log already has

    def pause(self) -> float:
        """Seconds until the next run: after failures 1, 2, 4, 8 …, but never less than the job's own period."""
        if not self.failures:
            return self.seconds
        return max(self.seconds, min(2.0 ** (self.failures - 1), LONGEST_PAUSE))


_jobs: dict[str, Job] = {}


def register(name: str, run: Callable[[], object], *, seconds: float) -> None:
    """Have `run` called every `seconds` seconds, for as long as a worker runs."""
    _jobs[name] = Job(name, run, seconds)


def jobs() -> list[Job]:
    return list(_jobs.values())


def tick(now: float) -> None:
    """Run the jobs that are due at `now` (monotonic seconds). A job that fails is logged and tried again."""
    for job in jobs():
        if now >= job.due:
            _run(job)
            job.due = now + job.pause()


def _run(job: Job) -> None:
    try:
        job.run()
    except NotNow:
        job.failures += 1
    except (OperationalError, InterfaceError) as error:
        job.failures += 1
        _say(job, error, "The periodic job %s waits for the database: %s", str(error).strip())
    except Exception as error:  # noqa: BLE001 a job is any app's code; `_say` logs it
        job.failures += 1
        _say(job, error, "The periodic job %s failed; it will be tried again: %s", str(error), trace=True)
    else:
        if job.said:
            logger.warning("The periodic job %s works again.", job.name)
        job.failures, job.said = 0, ""


def _say(job: Job, error: Exception, line: str, detail: str, *, trace: bool = False) -> None:
    """Log the first failure of a row, any of another kind after it, and now and then that it goes on."""
    kind = type(error).__name__
    if job.said == kind and job.seconds < LONGEST_PAUSE and job.failures % SAID_AGAIN:
        return
    job.said = kind
    logger.log(logging.ERROR if trace else logging.WARNING, line, job.name, detail, exc_info=trace)


def run_until(stop: threading.Event) -> None:
    """Tick until `stop` is set."""
    while not stop.wait(0.5):
        try:
            close_old_connections()
            tick(time.monotonic())
        except Exception:  # the thread would end unseen, and with it all periodic work
            logger.exception("The clock stumbled; it goes on.")
