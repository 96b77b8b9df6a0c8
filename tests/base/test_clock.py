"""The clock: jobs in their turn, failing ones with growing pauses, and a log that says things once."""

import logging

import pytest
from django.db import OperationalError

from acervo.base import clock


@pytest.fixture
def job(monkeypatch, caplog):
    """A job of every second, the only one; `job.error` is what it raises, `job.runs` when it ran."""
    caplog.set_level(logging.INFO, logger="acervo.base.clock")

    class Work:
        error: Exception | None = None

        def __init__(self):
            self.runs, self.now = [], 0.0

        def __call__(self):
            self.runs.append(self.now)
            if self.error:
                raise self.error

        def pauses(self, seconds: float) -> list[float]:
            """Let the clock run for so long; the pauses between the runs of that time."""
            self.runs.clear()
            until = self.now + seconds
            while self.now < until:
                clock.tick(self.now)
                self.now += 0.5
            return [after - before for before, after in zip(self.runs, self.runs[1:], strict=False)]

    work = Work()
    monkeypatch.setattr(clock, "_jobs", {})
    clock.register("work", work, seconds=1)
    return work


def test_a_job_runs_in_its_turn(job):
    assert job.pauses(5) == [1, 1, 1, 1]


def test_a_job_that_fails_is_tried_again_with_growing_pauses_up_to_a_limit(job):
    job.error = clock.NotNow("later")
    assert job.pauses(39) == [1, 2, 4, 8, 8, 8]
    job.error = None
    job.pauses(clock.LONGEST_PAUSE)
    assert job.pauses(4) == [1, 1, 1]


def test_a_job_that_is_rarely_due_is_not_tried_more_often_when_it_fails(job):
    clock.register("work", job, seconds=60)
    job.error = RuntimeError("broken")
    assert job.pauses(200) == [60, 60, 60]


def test_a_failure_is_told_once_with_its_trace_and_again_when_it_is_over(job, caplog):
    job.error = RuntimeError("broken")
    job.pauses(60)
    job.error = None
    job.pauses(10)
    first, last = caplog.records
    assert "work failed" in first.getMessage()
    assert first.exc_info
    assert last.getMessage() == "The periodic job work works again."


def test_a_database_that_is_away_is_one_line_without_a_trace(job, caplog):
    job.error = OperationalError("connection refused\n")
    job.pauses(30)
    (line,) = caplog.records
    assert line.getMessage() == "The periodic job work waits for the database: connection refused"
    assert not line.exc_info


def test_a_job_that_says_itself_why_it_waits_is_not_told_of_again(job, caplog):
    job.error = clock.NotNow("the engine is away")
    job.pauses(30)
    assert caplog.records == []


def test_one_job_that_fails_does_not_stop_the_others(job):
    ran = []
    clock.register("other", lambda: ran.append(1), seconds=1)
    job.error = RuntimeError("broken")
    job.pauses(3)
    assert len(ran) == 3
