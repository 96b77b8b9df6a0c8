"""The engine goes away and comes back: saves succeed, nothing is lost, and the log says it once."""

import logging
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from acervo.base import clock
from search import indexing
from search.engines.base import Unavailable
from search.indexing import apply_changes, sweep, sweeping, waiting
from search.locks import exclusive
from search.models import Change, Mark

pytestmark = pytest.mark.django_db


def lines(caplog) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name.startswith("search")]


def test_what_is_saved_during_an_outage_is_delivered_when_the_engine_is_back(source, save, fake):
    fake.away = True
    save(1)
    save(2)
    assert (waiting(), fake.held) == (2, {})
    sweep()
    fake.away = False
    sweep()
    assert fake.titles == {"memory:1": "Ley 1", "memory:2": "Ley 2"}
    assert waiting() == 0


def test_an_outage_is_one_line_at_its_begin_and_one_at_its_end(source, save, fake, caplog):
    fake.away = True
    for pk in (1, 2, 3):
        save(pk)
        sweep()
    fake.away = False
    sweep()
    sweep()
    assert lines(caplog) == [
        "search: the search server does not answer. Changes wait and are delivered when it is back.",
        "search is back: 3 changes delivered",
    ]
    assert not any(record.exc_info for record in caplog.records)


def test_who_finds_another_at_work_does_not_say_that_it_is_over(source, save, fake, caplog):
    fake.away = True
    save(1)
    fake.away = False
    with exclusive("outbox", wait=0):  # another process is about to find out
        sweep()
    assert waiting() == 1
    assert not [line for line in lines(caplog) if "search is back" in line]


def test_an_engine_that_cannot_be_asked_is_not_rebuilt(source, save, fake):
    fake.away = True
    fake.exists = False
    save(1)
    sweep()
    assert fake.rebuilds == 0
    assert not Mark.objects.filter(name=indexing.REBUILD_FAILED).exists()


def test_an_engine_that_lost_its_index_in_the_outage_has_it_rebuilt(source, save, fake):
    save(1)
    fake.away = True
    save(2)
    fake.held, fake.exists, fake.away = {}, False, False
    sweep()
    assert sorted(fake.titles) == ["memory:1", "memory:2"]
    assert fake.rebuilds == 1


def test_an_engine_that_dies_in_the_middle_of_a_batch_gets_all_of_it_again(source, save, fake):
    fake.dies_after = 2
    save(1, 2, 3, 4)
    assert waiting() == 4
    assert Change.objects.filter(attempts__gt=0).count() == 0  # no record's fault
    fake.dies_after = None
    sweep()
    assert len(fake.held) == 4
    assert waiting() == 0


def test_an_engine_that_dies_during_a_rebuild_has_it_made_again_soon(source, save, fake):
    save(1, 2, 3)
    fake.exists, fake.dies_after = False, fake.writes + 1
    sweep()
    sweep()
    assert (fake.rebuilds, fake.exists) == (1, False)  # not at every second
    fake.dies_after = None
    Mark.objects.filter(name=indexing.REBUILD_FAILED).update(
        at=Mark.objects.get(name=indexing.REBUILD_FAILED).at - indexing.delivery.REBUILD_AFTER_OUTAGE
    )
    sweep()
    assert len(fake.held) == 3
    assert not Mark.objects.filter(name=indexing.REBUILD_FAILED).exists()


def test_work_in_bulk_goes_on_during_an_outage(source, save, fake):
    fake.away = True
    with indexing.batch():
        save(1)
    assert apply_changes() == 0  # what imports call at their end
    assert waiting() == 1


def test_a_rebuild_asked_for_by_a_person_says_that_the_engine_is_away(source, fake):
    fake.away = True
    with pytest.raises(Unavailable):
        indexing.rebuild()
    with pytest.raises(CommandError, match="no se reconstruyó"):
        call_command("search_rebuild")


# --- The lock was lost ---------------------------------------------------------------------------
def test_changes_of_a_batch_whose_lock_was_lost_wait_again_also_when_another_has_marked_them(
    source, save, fake, caplog
):
    def another_overtakes():
        Change.objects.update(applied_at="2026-01-01T00:00:00Z")

    fake.loses_lock, fake.during_batch = True, another_overtakes
    save(1)
    assert waiting() == 1
    fake.loses_lock, fake.during_batch = False, lambda: None
    source.add(1, "Otra")
    sweep()
    assert fake.titles == {"memory:1": "Otra"}
    assert waiting() == 0
    assert lines(caplog) == ["search: the lock was lost; the changes of that batch are applied again"]


# --- The clock -----------------------------------------------------------------------------------
@pytest.fixture
def ticking(monkeypatch):
    """`ticking(seconds)` lets the clock run for so long with the job of search alone; returns when it ran."""
    job = clock.Job("search", sweeping.by_clock, seconds=1)
    monkeypatch.setattr(clock, "_jobs", {"search": job})
    runs: list[float] = []
    run = job.run
    now = [0.0]

    def noted():
        runs.append(now[0])
        run()

    job.run = noted

    def go(seconds: float) -> list[float]:
        runs.clear()
        until = now[0] + seconds
        while now[0] < until:
            clock.tick(now[0])
            now[0] += 0.5
        return list(runs)

    return go


def test_the_clock_asks_an_absent_engine_with_growing_pauses_of_at_most_some_seconds(source, save, fake, ticking):
    fake.away = True
    save(1)
    runs = ticking(60)
    pauses = [after - before for before, after in pairwise(runs)]
    assert pauses[:3] == [1, 2, 4]
    assert max(pauses) <= clock.LONGEST_PAUSE <= 10
    fake.away = False
    ticking(clock.LONGEST_PAUSE + 1)
    assert fake.titles == {"memory:1": "Ley 1"}
    ticking(5)
    assert waiting() == 0


def test_the_clock_looks_every_second_while_all_is_well(source, fake, ticking):
    runs = ticking(10)
    assert len(runs) == 10


def test_the_clock_does_not_wait_for_an_index_that_another_process_writes(source, fake, ticking, caplog):
    fake.busy = True
    Change.objects.create(source="memory", record=1)
    assert len(ticking(5)) == 5
    assert lines(caplog) == []
    fake.busy = False
    ticking(1)
    assert waiting() == 0


def test_the_clock_of_this_site_has_the_job_of_search_every_second():
    (job,) = (job for job in clock.jobs() if job.name == "search")
    assert (job.run, job.seconds) == (sweeping.by_clock, 1)


@pytest.fixture(autouse=True)
def _heard(caplog):
    caplog.set_level(logging.INFO, logger="search")
