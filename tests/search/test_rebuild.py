"""A new index is filled while the old one answers, counted, and only then takes its place."""

import tracemalloc

import pytest
from django.utils import timezone

from search import indexing
from search.engines import get_engine
from search.engines.base import IndexBusy, LockLost
from search.indexing import CountsDiffer, TooMuchLeftOut, rebuild, rebuilding, sweep, touch, waiting
from search.models import Change, Mark
from search.registry import Entry
from tests.search.asking import found
from tests.search.writing import put


@pytest.fixture
def engine(embedded):
    return embedded


@pytest.mark.django_db(transaction=True)
class TestWhileTheOldIndexAnswers:
    @pytest.fixture(autouse=True)
    def _engine(self, engine):
        pass

    def test_everything_is_taken_in_and_what_is_gone_forgotten(self, source):
        source.add(1, "Ley")
        source.add(2, "Acta")
        touch("memory", [1, 2])
        del source.items[2]
        source.add(3, "Reglamento")
        assert rebuild() == 2
        assert found() == ["memory:1", "memory:3"]
        assert Mark.objects.filter(name="sweep").exists()

    def test_search_answers_and_changes_made_meanwhile_are_in_the_new_index(self, source, monkeypatch):
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

    def test_a_change_that_another_process_applied_but_has_not_marked_yet_is_in_the_new_index(
        self, source, monkeypatch
    ):
        source.add(1, "Ley")
        touch("memory", [1])
        engine = get_engine()
        entries = source.entries

        def late(pks):
            yield from list(entries(pks))
            if 2 not in source.items:
                source.add(2, "Acta")
                Change.objects.create(source="memory", record=2)
                put(engine, entries([2]))  # committed to the old index, not marked

        monkeypatch.setattr(source, "entries", late)
        rebuilding.build()
        assert found() == ["memory:1", "memory:2"]

    def test_a_rebuild_that_fails_leaves_the_old_index(self, source, settings, monkeypatch):
        source.add(1, "Ley")
        touch("memory", [1])
        monkeypatch.setattr(source, "ids", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rebuild()
        assert found() == ["memory:1"]
        assert len(list(settings.SEARCH_DIR.glob("index-*"))) == 1

    def test_a_second_rebuild_at_the_same_time_is_refused(self, source, monkeypatch):
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


# --- Counted before the switch -------------------------------------------------------------------
@pytest.fixture
def twenty(source, fake):
    """Twenty records, all in the index that is in use."""
    for pk in range(1, 21):
        source.add(pk, f"Ley {pk}")
    put(fake, source.entries(source.ids()))


@pytest.mark.django_db
def test_a_new_index_that_lacks_something_is_refused_with_both_numbers(twenty, fake):
    before = dict(fake.held)
    fake.drops = {"memory:3", "memory:4"}
    with pytest.raises(CountsDiffer, match="holds 18 records where 20 were put, and only 0"):
        rebuild()
    assert fake.held == before


@pytest.mark.django_db
def test_a_difference_no_larger_than_what_changed_meanwhile_is_none(twenty, source, fake, monkeypatch):
    entries = source.entries

    def one_goes_while_it_runs(pks):
        yield from list(entries(pks))
        if 5 in source.items:
            del source.items[5]
            Change.objects.create(source="memory", record=5)

    monkeypatch.setattr(source, "entries", one_goes_while_it_runs)
    rebuild()
    assert len(fake.held) == 19
    assert waiting() == 0


@pytest.mark.django_db
def test_what_was_delivered_before_the_start_allows_no_difference(twenty, fake):
    for pk in range(1, 21):
        Change.objects.create(source="memory", record=pk, applied_at=timezone.now())
    made = rebuilding.build()
    assert (made.entries, made.indexed, made.changed) == (20, 20, 0)


@pytest.mark.django_db
def test_a_record_that_a_source_names_twice_is_one(twenty, source, fake, monkeypatch):
    monkeypatch.setattr(source, "ids", lambda: [pk for pk in sorted(source.items) for _ in range(2)])
    assert rebuild() == 20


# --- What cannot be indexed ----------------------------------------------------------------------
@pytest.mark.django_db
def test_a_record_that_cannot_be_read_is_left_out_named_and_tried_again(twenty, source, fake):
    source.broken = {7}
    made = indexing.rebuild_and_report()
    assert list(made.left_out) == ["memory:7"]
    assert len(fake.held) == 19
    change = Change.objects.get(applied_at=None)
    assert (str(change), "cannot be read" in change.error) == ("memory:7", True)
    indexing.rebuild_and_report()
    assert Change.objects.filter(applied_at=None).count() == 1  # named once
    source.broken = set()
    sweep(timezone.now() + indexing.RETRY_AFTER * 2)
    assert len(fake.held) == 20
    assert waiting() == 0


@pytest.mark.django_db
def test_an_index_that_would_lack_too_much_is_not_used(twenty, source, fake):
    before = dict(fake.held)
    source.broken = set(range(1, 21))
    with pytest.raises(TooMuchLeftOut, match=r"20 of 20 .* cannot be read"):
        rebuild()
    source.broken, fake.refuses = set(), {f"memory:{pk}" for pk in range(1, 21)}
    with pytest.raises(TooMuchLeftOut, match="too large"):
        rebuild()
    assert fake.held == before


@pytest.mark.django_db
def test_what_is_refused_while_catching_up_is_not_left_as_it_was_before(twenty, source, fake, monkeypatch):
    entries = source.entries

    def grows_while_it_runs(pks):
        yield from list(entries(pks))
        if not fake.refuses:
            source.add(5, "Ley con otro texto")
            fake.refuses = {"memory:5"}
            Change.objects.create(source="memory", record=5)

    monkeypatch.setattr(source, "entries", grows_while_it_runs)
    made = indexing.rebuild_and_report()
    assert "memory:5" in made.left_out
    assert "memory:5" not in fake.held


@pytest.mark.django_db
def test_changes_of_a_rebuild_whose_lock_was_lost_wait_again(twenty, source, fake, monkeypatch):
    Change.objects.create(source="memory", record=1, applied_at=timezone.now())
    build = fake.rebuild

    def lost(*parts):
        build(*parts)
        raise LockLost("the lock was lost")

    monkeypatch.setattr(fake, "rebuild", lost)
    with pytest.raises(LockLost):
        rebuild()
    assert waiting() == 1


# --- Memory --------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_rebuild_of_ten_times_the_records_takes_no_more_memory(source, fake, monkeypatch):
    class Writes:
        """A writer that keeps nothing."""

        def __init__(self):
            self.refused, self.count = {}, 0

        def put(self, entry):
            list(entry.pages())
            self.count += 1

    def run(fill, catch_up, check):
        writer = Writes()
        fill(writer)
        check(writer.count)

    def made_on_the_spot(pks):
        for pk in pks:
            yield Entry(id=f"memory:{pk}", kind="ley", title=f"Ley {pk}", url="/", text="a" * 2000)

    monkeypatch.setattr(fake, "rebuild", run)
    monkeypatch.setattr(source, "entries", made_on_the_spot)

    def peak(records: int) -> int:
        monkeypatch.setattr(source, "ids", lambda: iter(range(records)))
        tracemalloc.start()
        try:
            assert rebuilding.build().entries == records
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(200)
    small, large = peak(2_000), peak(20_000)
    assert large - small < 500_000  # bytes: eight for each key, and none for what was read
