"""Files whose reader was killed are read again, without filling the queue."""

import datetime as dt

import pytest
from django.utils import timezone

from documents import tasks
from documents.enums import IngestState
from documents.models import FileVersion
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(settings):
    settings.INGEST_SECONDS = 10
    return factories.archive_file(factories.pdf("Vereda")).current


def left(version, state: IngestState, *, seconds: int) -> None:
    """As if that process had taken it up so long ago and died."""
    then = timezone.now() - dt.timedelta(seconds=seconds)
    FileVersion.objects.filter(pk=version.pk).update(state=state, started_at=then, created_at=then)


def test_what_a_killed_worker_was_reading_is_read_again_and_said(version, caplog, committing):
    left(version, IngestState.RUNNING, seconds=31)

    with committing():
        assert tasks.retry_abandoned() == 1
    version.refresh_from_db()
    assert version.state == IngestState.READY
    assert "read again" in caplog.text


def test_what_is_being_read_is_left_alone(version):
    left(version, IngestState.RUNNING, seconds=5)

    assert tasks.retry_abandoned() == 0


def test_what_waits_in_a_long_queue_is_not_queued_every_minute(version, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks, "ask_for_ingest", asked.append)
    left(version, IngestState.PENDING, seconds=31)

    assert [tasks.retry_abandoned() for _ in range(3)] == [1, 0, 0]
    assert asked == [version.pk]
