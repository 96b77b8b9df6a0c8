"""Whether a worker is alive: its clock writes the moment down, anybody may read it.

A row of the database and no file, for worker and web server may be different machines; a row of the clock's own table
(`search.models.Mark`), for one row needs no table. The clock is a thread of the worker's process and ends with it; a
worker that lives but does nothing is seen by the queue that does not move (`checks.tasks`).
"""

import datetime as dt

from django.utils import timezone

from search.models import Mark

NAME = "worker"
SECONDS = 15.0
LATE = dt.timedelta(seconds=90)  # a long import may hold SQLite's one writer for some beats


def beat() -> None:
    """The worker says that it is there."""
    Mark.objects.update_or_create(name=NAME, defaults={"at": timezone.now()})


def last() -> dt.datetime | None:
    """The last sign of life of any worker; None if there never was one."""
    return Mark.objects.filter(name=NAME).values_list("at", flat=True).first()
