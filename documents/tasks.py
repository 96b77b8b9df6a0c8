"""Work off the request: reading files. The queue is django-tasks; the state of each file stands in the database."""

import contextlib
import contextvars
import datetime as dt
import logging
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from documents.enums import IngestState
from documents.models import FileVersion

logger = logging.getLogger(__name__)
_inline: contextvars.ContextVar[bool] = contextvars.ContextVar("ingest_inline", default=False)


@task()
def ingest_version(version_id: int) -> None:
    """Read one version, and its scanned pages by OCR where that is installed."""
    from documents.services.ingest import ingest
    from documents.services.ocr import read_scans

    version = FileVersion.objects.select_related("archive_file").filter(pk=version_id).first()
    if version is None:
        return  # deleted while it waited
    version = ingest(version)
    if version.state == IngestState.WAITING_OCR:
        read_scans(version)


def ask_for_ingest(version_id: int) -> None:
    """Put a version in the queue; it is pending until a worker takes it."""
    if _inline.get():
        return
    FileVersion.objects.filter(pk=version_id).update(state=IngestState.PENDING)
    ingest_version.enqueue(version_id=version_id)


@contextlib.contextmanager
def ingest_inline() -> Iterator[None]:
    """Within it new versions are not queued: the caller reads them itself (bulk import, demo)."""
    token = _inline.set(True)
    try:
        yield
    finally:
        _inline.reset(token)


def retry_abandoned(now: dt.datetime | None = None) -> int:
    """Queue again what a killed worker or import left behind; the number of versions queued."""
    before = (now or timezone.now()) - dt.timedelta(seconds=3 * settings.INGEST_SECONDS)
    # `started_at` is also the moment of the last time here: what waits in a long queue is not queued every minute.
    never = Q(state=IngestState.PENDING, created_at__lt=before, started_at=None)
    left = Q(state__in=(IngestState.PENDING, IngestState.RUNNING), started_at__lt=before)
    abandoned = FileVersion.objects.filter(never | left, attempts__lt=5)
    ids = list(abandoned.values_list("pk", flat=True)[:500])
    for version_id in ids:
        FileVersion.objects.filter(pk=version_id).update(started_at=timezone.now())
        ask_for_ingest(version_id)
    if ids:
        logger.warning("Whoever read %d files ended in the middle of it; they are read again.", len(ids))
    return len(ids)
