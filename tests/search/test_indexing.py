"""How a change reaches the index, and that none is ever lost."""

import datetime as dt
import subprocess
import sys
import threading

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone

from search import indexing
from search.engines import get_engine
from search.engines.base import Audience, IndexBusy, Request
from search.indexing import apply_changes, batch, rebuild, sweep, touch, waiting
from search.models import Change, Mark
from search.query import parse

pytestmark = pytest.mark.usefixtures("engine")


def found(text=""):
    who = Audience("es-mx", timezone.now())
    return sorted(hit.id for hit in get_engine().search(Request(parse(text), who)).hits)


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
    monkeypatch.setattr(indexing, "BATCH", 2)
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
    monkeypatch.setattr(indexing, "LOCK_SECONDS", 0.05)
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


# --- Rebuilding ----------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_rebuild_takes_in_everything_and_forgets_what_is_gone(source):
    source.add(1, "Ley")
    source.add(2, "Acta")
    touch("memory", [1, 2])
    del source.items[2]
    source.add(3, "Reglamento")
    assert rebuild() == 2
    assert found() == ["memory:1", "memory:3"]
    assert Mark.objects.filter(name="sweep").exists()


@pytest.mark.django_db(transaction=True)
def test_search_answers_during_a_rebuild_and_changes_made_meanwhile_are_in_the_new_index(source, monkeypatch):
    for pk in (1, 2):
        source.add(pk, f"Ley {pk}")
    touch("memory", [1, 2])
    seen = []
    entries = source.entries

    def read_then_change(pks):
        yield from list(entries(pks))
        if not seen:
            seen.append(found())
            source.add(3, "Acta nueva")
            del source.items[1]
            touch("memory", [1, 3])
            seen.append(found())

    monkeypatch.setattr(source, "entries", read_then_change)
    rebuild()
    assert seen == [["memory:1", "memory:2"], ["memory:2", "memory:3"]]
    assert found() == ["memory:2", "memory:3"]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_another_process_applied_but_has_not_marked_yet_is_in_the_new_index(source, monkeypatch):
    source.add(1, "Ley")
    touch("memory", [1])
    engine = get_engine()
    entries = source.entries

    def late(pks):
        yield from list(entries(pks))
        if 2 not in source.items:
            source.add(2, "Acta")
            Change.objects.create(source="memory", record=2)
            engine.put(entries([2]))  # committed to the old index, not marked

    monkeypatch.setattr(source, "entries", late)
    monkeypatch.setattr(indexing, "_apply_waiting", lambda: 0)
    rebuild()
    assert found() == ["memory:1", "memory:2"]


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_that_fails_leaves_the_old_index(source, settings):
    source.add(1, "Ley")
    touch("memory", [1])
    source.broken.add(1)
    with pytest.raises(RuntimeError):
        rebuild()
    assert found() == ["memory:1"]
    assert len(list(settings.SEARCH_DIR.glob("index-*"))) == 1


@pytest.mark.django_db(transaction=True)
def test_a_second_rebuild_at_the_same_time_is_refused(source, monkeypatch):
    source.add(1, "Ley")
    refused = []

    def again(pks):
        with pytest.raises(IndexBusy):
            rebuild()
        refused.append(True)
        return iter(())

    monkeypatch.setattr(source, "entries", again)
    rebuild()
    assert refused == [True]


CHILD = """
import os, sys, time
sys.path[:0] = {path!r}
os.environ["DJANGO_SETTINGS_MODULE"] = "acervo.settings.test"
import django
django.setup()
from pathlib import Path
from django.utils import timezone
from search.engines.base import Audience, Request
from search.engines.tantivy import TantivyEngine
from search.query import parse
from search.registry import Entry
engine = TantivyEngine(Path({folder!r}))

def total():
    return engine.search(Request(parse(""), Audience("es-mx", timezone.now()))).total
"""


def child(settings, code: str) -> subprocess.Popen:
    """Another process with an engine on the same folder; it talks by lines."""
    head = CHILD.format(
        path=[str(django_settings.ROOT_DIR), str(django_settings.SITE_DIR)], folder=str(settings.SEARCH_DIR)
    )
    return subprocess.Popen(
        [sys.executable, "-c", head + code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_another_process_sees_a_commit_and_a_switch_at_once(source, index, engine, settings):
    reader = child(settings, "for line in sys.stdin: print(total(), flush=True)")

    def asked() -> int:
        reader.stdin.write("?\n")
        reader.stdin.flush()
        return int(reader.stdout.readline())

    try:
        assert asked() == 0
        source.add(1, "Ley")
        index()
        assert asked() == 1
        engine.rebuild(lambda writer: [writer.put(e) for e in source.entries([1])], lambda writer: None)
        assert asked() == 1
        source.add(2, "Acta")
        index()
        assert asked() == 2
    finally:
        reader.stdin.close()
        reader.wait(10)


def test_a_rebuild_killed_in_the_middle_leaves_the_old_index_and_the_next_one_cleans_up(
    source, index, engine, settings
):
    source.add(1, "Ley")
    index()
    code = """
def fill(writer):
    for pk in range(500):
        writer.put(Entry(id=f"memory:{pk}", kind="ley", title="Otra", url="/"))
    print("filled", flush=True)
    time.sleep(60)

engine.rebuild(fill, lambda writer: None)
"""
    killed = child(settings, code)
    assert killed.stdout.readline() == "filled\n"
    killed.kill()
    killed.wait(10)
    assert found("ley") == ["memory:1"]
    assert len(list(settings.SEARCH_DIR.glob("index-*"))) == 2
    engine.put(source.entries([1]))  # its locks died with it
    engine.rebuild(lambda writer: [writer.put(e) for e in source.entries([1])], lambda writer: None)
    assert found("ley") == ["memory:1"]
    assert len(list(settings.SEARCH_DIR.glob("index-*"))) == 1


def test_a_writer_killed_in_the_middle_leaves_no_lock_and_no_half_of_its_work(source, index, engine, settings):
    code = """
with engine.batch(wait=1) as writer:
    writer.put(Entry(id="memory:9", kind="ley", title="A medias", url="/"))
    print("put", flush=True)
    time.sleep(60)
"""
    killed = child(settings, code)
    assert killed.stdout.readline() == "put\n"
    killed.kill()
    killed.wait(10)
    source.add(1, "Ley")
    index()
    assert found() == ["memory:1"]
