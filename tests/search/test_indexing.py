"""How a change in the database reaches the index, and that none is ever lost."""

import datetime as dt
import threading

import pytest
from django.db import transaction
from django.utils import timezone

from search import indexing
from search.engines import get_engine
from search.engines.base import IndexBusy
from search.indexing import apply_changes, batch, outbox, sweep, touch, waiting
from search.models import Change
from tests.search.asking import found

pytestmark = pytest.mark.usefixtures("embedded")


@pytest.fixture
def commits(monkeypatch):
    """Counts the writes to the index."""
    from search.engines.tantivy import TantivyWriter

    done = []
    original = TantivyWriter.commit
    monkeypatch.setattr(TantivyWriter, "commit", lambda self: (done.append(1), original(self)))
    return done


@pytest.mark.django_db(transaction=True)
class TestAChangeThatIsCommitted:
    def test_is_found_at_once(self, source):
        source.add(1, "Ley")
        touch("memory", [1])
        assert found("ley") == ["memory:1"]

    def test_is_gone_at_once_when_the_source_leaves_it_out(self, source):
        source.add(1, "Ley")
        touch("memory", [1])
        source.items.clear()
        touch("memory", [1])
        assert found() == []

    def test_is_written_once_for_all_that_one_transaction_touches(self, source, commits):
        with transaction.atomic():
            for pk in (1, 2, 3, 2):
                source.add(pk, f"Ley {pk}")
                touch("memory", [pk])
            assert found() == []
        assert found() == ["memory:1", "memory:2", "memory:3"]
        assert len(commits) == 1

    def test_is_not_lost_when_an_inner_savepoint_is_rolled_back(self, source):
        source.add(1, "Ley")
        source.add(2, "Acta")
        with transaction.atomic():
            with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
                touch("memory", [1])
                raise RuntimeError
            touch("memory", [2])
        assert found() == ["memory:2"]

    def test_is_not_lost_when_the_transaction_before_it_was_rolled_back(self, source):
        source.add(1, "Ley")
        with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
            touch("memory", [1])
            raise RuntimeError
        with transaction.atomic():
            touch("memory", [1])
        assert found() == ["memory:1"]

    def test_that_is_rolled_back_leaves_nothing_to_do(self, source):
        source.add(1, "Ley")
        with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
            touch("memory", [1])
            raise RuntimeError
        assert found() == []
        assert waiting() == 0


@pytest.mark.django_db
def test_tests_that_only_pretend_to_commit_see_each_change(source, committing):
    for pk in (1, 2):
        source.add(pk, "Ley")
        with committing():
            touch("memory", [pk])
    assert found() == ["memory:1", "memory:2"]


@pytest.mark.django_db(transaction=True)
def test_a_batch_writes_once_at_its_end_also_when_nested(source, commits):
    with batch():
        for pk in range(1, 6):
            source.add(pk, f"Ley {pk}")
            with batch():
                touch("memory", [pk])
        assert found() == []
    assert len(found()) == 5
    assert len(commits) == 1


@pytest.mark.django_db(transaction=True)
def test_a_long_batch_writes_now_and_then(source, commits, monkeypatch):
    monkeypatch.setattr(outbox, "BATCH", 2)
    with batch():
        for pk in range(1, 6):
            source.add(pk, f"Ley {pk}")
            touch("memory", [pk])
        assert len(found()) == 4
    assert len(found()) == 5


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_fails_still_writes_what_was_committed(source):
    source.add(1, "Ley")
    with pytest.raises(RuntimeError), batch():  # noqa: PT012
        touch("memory", [1])
        raise RuntimeError
    assert found() == ["memory:1"]


@pytest.mark.django_db
def test_an_unknown_source_is_refused(source):
    with pytest.raises(KeyError):
        touch("nobody", [1])


# --- Trouble -------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_change_made_while_another_process_writes_waits_and_is_applied_later(source, monkeypatch):
    monkeypatch.setattr(indexing.delivery, "LOCK_SECONDS", 0.05)
    source.add(1, "Ley")
    with get_engine().batch(wait=1):
        touch("memory", [1])  # the editor's request goes on; nothing is raised
        assert waiting() == 1
    assert found() == []
    sweep()
    assert found() == ["memory:1"]
    assert waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_a_change_waits_for_a_writer_that_is_soon_done(source):
    source.add(1, "Ley")
    holding, let_go = threading.Event(), threading.Event()

    def hold():
        with get_engine().batch(wait=1):
            holding.set()
            let_go.wait(5)

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait(5)
    threading.Timer(0.3, let_go.set).start()
    touch("memory", [1])
    thread.join()
    assert found() == ["memory:1"]


@pytest.mark.django_db
def test_applying_says_that_the_index_is_busy(source):
    Change.objects.create(source="memory", record=1)
    with get_engine().batch(wait=1), pytest.raises(IndexBusy):
        apply_changes(wait=0.05)
    assert waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_a_record_that_cannot_be_read_is_taken_out_and_tried_again(source):
    source.add(1, "Ley buena")
    source.add(2, "Ley rota")
    touch("memory", [1, 2])
    source.broken.add(2)
    touch("memory", [1, 2])
    assert found() == ["memory:1"]
    change = Change.objects.get(applied_at=None)
    assert (change.record, change.attempts) == (2, 1)
    assert "cannot be read" in change.error
    source.broken.clear()
    apply_changes()
    assert found() == ["memory:1", "memory:2"]


@pytest.mark.django_db(transaction=True)
def test_a_record_that_fails_for_long_is_tried_again_by_the_clock(source):
    source.add(1, "Ley")
    source.broken.add(1)
    touch("memory", [1])
    for _ in range(indexing.MAX_ATTEMPTS + 2):
        apply_changes()
    assert Change.objects.get().attempts == indexing.MAX_ATTEMPTS
    source.broken.clear()
    sweep(timezone.now() + indexing.RETRY_AFTER * 2)
    assert found() == ["memory:1"]


@pytest.mark.django_db(transaction=True)
def test_applied_changes_are_forgotten_after_some_days(source):
    old = timezone.now() - indexing.KEEP_APPLIED * 2
    Change.objects.create(source="memory", record=9, made_at=old, applied_at=old)
    touch("memory", [1])
    assert list(Change.objects.values_list("record", flat=True)) == [1]


# --- The clock -----------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_the_clock_looks_again_at_what_the_calendar_changed(source):
    windows = []
    source.due = lambda since, until: windows.append((since, until)) or source.due_pks
    source.add(1, "Ley")
    source.due_pks = [1]
    now = timezone.now()
    assert sweep(now) == 1
    assert found() == ["memory:1"]
    source.due_pks = []
    sweep(now + dt.timedelta(seconds=5))
    assert windows[1][0] == windows[0][1] == now


@pytest.mark.django_db(transaction=True)
def test_the_clock_writes_nothing_when_there_is_nothing_to_do(source, django_assert_num_queries):
    now = timezone.now()
    sweep(now)
    with django_assert_num_queries(2):  # the mark, and what waits
        sweep(now + dt.timedelta(seconds=2))
