"""Several workers deliver at the same time, each with a connection of its own: one writes, nothing is lost."""

import threading

import pytest
from django.db import connection, connections, transaction

from search import indexing
from search.indexing import touch, waiting
from search.locks import exclusive
from search.models import Change

WORKERS, CHANGES = 4, 60


@pytest.fixture
def several():
    if connection.vendor == "sqlite":
        pytest.skip("the test's SQLite database is in memory and has one connection; PostgreSQL shows it")


def at_once(*works) -> list[BaseException]:
    """Run these in threads; what they raised."""
    raised = []

    def run(work) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 handed to the test
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


@pytest.mark.django_db(transaction=True)
def test_publishing_while_several_workers_deliver_loses_nothing_and_writes_one_at_a_time(
    source, fake, several, settings
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    inside, most = [], []
    busy = threading.Event()

    def one_more_batch():
        inside.append(1)
        most.append(len(inside))
        busy.wait(0.01)
        inside.pop()

    fake.during_batch = one_more_batch
    done = threading.Event()

    def publish(first: int):
        for pk in range(first, first + CHANGES):
            with transaction.atomic():
                source.add(pk, f"Ley {pk}")
                touch("memory", [pk])

    def deliver():
        while not done.is_set():
            indexing.apply_changes()
            done.wait(0.01)

    def publish_all():
        assert at_once(*(lambda n=n: publish(n * 1_000) for n in range(1, 4))) == []
        done.set()

    assert at_once(publish_all, *[deliver] * WORKERS) == []
    indexing.apply_changes()
    assert len(fake.held) == 3 * CHANGES
    assert waiting() == 0
    assert max(most) == 1
    assert fake.batches < 3 * CHANGES


@pytest.mark.django_db(transaction=True)
def test_a_change_of_a_transaction_that_commits_late_is_not_passed_over(source, fake, several):
    """Its row has a smaller key than rows that were applied long before it could be seen."""
    committed, written = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            source.add(1, "Ley lenta")
            Change.objects.create(source="memory", record=1)
            written.set()
            committed.wait(30)

    def quick():
        written.wait(30)
        source.add(2, "Ley rápida")
        Change.objects.create(source="memory", record=2)
        indexing.apply_changes()
        committed.set()

    assert at_once(slow, quick) == []
    indexing.apply_changes()
    assert sorted(fake.held) == ["memory:1", "memory:2"]
    assert waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_a_lock_whose_session_the_database_ends_makes_the_changes_wait_again(source, fake, several, monkeypatch):
    batch = fake.batch

    def locked(*, wait):
        from contextlib import contextmanager

        @contextmanager
        def inner():
            with exclusive("write", wait=wait), batch(wait=wait) as writer:
                yield writer

        return inner()

    def end_the_others():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    monkeypatch.setattr(fake, "batch", locked)
    fake.during_batch = end_the_others
    source.add(1, "Ley")
    Change.objects.create(source="memory", record=1)
    assert indexing.apply_changes() == 0
    assert waiting() == 1
    fake.during_batch = lambda: None
    indexing.apply_changes()
    assert (waiting(), sorted(fake.held)) == (0, ["memory:1"])
