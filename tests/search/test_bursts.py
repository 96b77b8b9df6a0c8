"""Many changes in a short time: few tasks, few writes, each record read once, little memory."""

import threading
import tracemalloc

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from search import indexing
from search.indexing import delivery, outbox, touch, waiting
from search.locks import exclusive
from search.models import Change
from search.registry import Entry
from search.tasks import apply_waiting_changes

DATABASE_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def queued(settings):
    """Tasks wait for a worker, as in production."""
    settings.TASKS = DATABASE_TASKS


def tasks(**found) -> int:
    return DBTaskResult.objects.filter(task_path=apply_waiting_changes.module_path, **found).count()


@pytest.mark.django_db
def test_a_thousand_publishes_make_one_task_and_one_write(source, fake, queued, committing):
    for pk in range(1, 1_001):
        source.add(pk, f"Ley {pk}")
        with committing():
            touch("memory", [pk])
    assert tasks() == 1
    apply_waiting_changes.call()
    assert (len(fake.held), fake.batches, waiting()) == (1_000, 1, 0)


@pytest.mark.django_db
def test_a_change_that_comes_while_the_task_runs_has_a_task_of_its_own(source, fake, queued, committing):
    with committing():
        touch("memory", [1])
    DBTaskResult.objects.update(status="RUNNING")  # a worker has taken it, and may have read the outbox already
    with committing():
        touch("memory", [2])
    assert (tasks(), tasks(status="READY")) == (2, 1)


@pytest.mark.django_db
def test_the_task_goes_before_others_and_in_a_moment(source, queued, committing):
    with committing():
        touch("memory", [1])
    task = DBTaskResult.objects.get()
    assert task.priority > 0
    assert (task.run_after - timezone.now()).total_seconds() < 1


@pytest.mark.django_db
def test_a_queue_that_cannot_be_written_is_no_failure_of_the_save(source, fake, monkeypatch):
    with transaction.atomic():
        touch("memory", [1])
        ((_, _, robust),) = [entry for entry in connection.run_on_commit if isinstance(entry[1], outbox._Enqueue)]
    assert robust


@pytest.mark.django_db
def test_a_record_that_changes_a_thousand_times_is_read_and_written_once(source, fake):
    source.add(1, "Ley")
    Change.objects.bulk_create([Change(source="memory", record=1) for _ in range(1_000)])
    indexing.apply_changes()
    assert (fake.writes, fake.batches, waiting()) == (1, 1, 0)


@pytest.mark.django_db
def test_changes_that_come_while_others_are_written_go_in_as_well(source, fake):
    for pk in (1, 2):
        source.add(pk, f"Ley {pk}")
    Change.objects.create(source="memory", record=1)

    def another_publishes():
        if not Change.objects.filter(record=2).exists():
            Change.objects.create(source="memory", record=2)

    fake.during_batch = another_publishes
    indexing.apply_changes()
    assert sorted(fake.held) == ["memory:1", "memory:2"]
    assert (fake.batches, waiting()) == (2, 0)


# --- Several processes ---------------------------------------------------------------------------
@pytest.mark.django_db
def test_while_one_delivers_the_others_leave_at_once(source, fake):
    source.add(1, "Ley")
    Change.objects.create(source="memory", record=1)
    others = []

    def another_comes():
        others.append(in_a_thread(lambda: taken(delivery.DELIVERING)))

    fake.during_batch = another_comes
    indexing.apply_changes()
    assert others == [True]
    assert fake.batches == 1


def taken(name: str) -> bool:
    try:
        with exclusive(name, wait=0):
            return False
    except indexing.IndexBusy:
        return True


def in_a_thread(question):
    answers = []
    thread = threading.Thread(target=lambda: answers.append(question()))
    thread.start()
    thread.join(10)
    return answers[0]


@pytest.mark.django_db
def test_who_finds_another_delivering_leaves_its_changes_there(source, fake):
    source.add(1, "Ley")
    Change.objects.create(source="memory", record=1)
    with exclusive(delivery.DELIVERING, wait=1):
        assert indexing.apply_changes() == 0
    assert (fake.batches, waiting()) == (0, 1)


@pytest.mark.django_db
def test_who_delivered_looks_again_for_what_others_left_meanwhile(source, fake, monkeypatch):
    for pk in (1, 2):
        source.add(pk, f"Ley {pk}")
    Change.objects.create(source="memory", record=1)
    apply_all = delivery._apply_all

    def then_another_leaves_one(wait):
        done = apply_all(wait)
        if not Change.objects.filter(record=2).exists():
            Change.objects.create(source="memory", record=2)  # after the last look, while the lock was still held
        return done

    monkeypatch.setattr(delivery, "_apply_all", then_another_leaves_one)
    indexing.apply_changes()
    assert waiting() == 0
    assert len(fake.held) == 2


# --- A long queue --------------------------------------------------------------------------------
@pytest.mark.django_db
def test_ten_times_the_changes_take_no_more_memory(source, fake, monkeypatch):
    monkeypatch.setattr(fake, "held", Forgets())
    source.entries = lambda pks: (entry(pk) for pk in pks)

    def peak(changes: int) -> int:
        for start in range(0, changes, 1_000):
            Change.objects.bulk_create([Change(source="memory", record=start + n) for n in range(1_000)])
        tracemalloc.start()
        try:
            assert indexing.apply_changes() == changes
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    def entry(pk: int):
        return Entry(id=f"memory:{pk}", kind="ley", title=f"Ley {pk}", url="/")

    peak(1_000)
    small, large = peak(1_000), peak(10_000)
    assert large < small * 1.5


class Forgets(dict):
    def __setitem__(self, key, value) -> None:
        pass


@pytest.mark.django_db
def test_what_was_applied_is_deleted_in_portions(source, fake, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(outbox, "FORGET_AT_ONCE", 3)
    old = timezone.now() - outbox.KEEP_APPLIED * 2
    Change.objects.bulk_create([Change(source="memory", record=n, applied_at=old) for n in range(7)])
    left = []
    for _ in range(4):
        outbox.forget_applied(timezone.now())
        left.append(Change.objects.count())
    assert left == [4, 1, 0, 0]
    with django_assert_num_queries(1):
        outbox.forget_applied(timezone.now())
