"""An entry that the engine does not take: the others go in, it is named, tried again, and nothing old of it stays."""

import datetime as dt

import pytest
from django.db import OperationalError
from django.utils import timezone

from search import indexing
from search.indexing import apply_changes, copies, sweep, touch, waiting
from search.models import Change
from tests.search.writing import put

pytestmark = pytest.mark.django_db


def test_the_others_go_in_and_the_refused_one_is_named_with_the_reason(save, fake):
    fake.refuses = {"memory:2"}
    save(1, 2, 3)
    assert sorted(fake.held) == ["memory:1", "memory:3"]
    change = Change.objects.get(applied_at=None)
    assert (str(change), change.error, change.attempts) == ("memory:2", "the document is too large", 5)


def test_the_version_before_is_taken_out_for_it_may_say_what_is_no_longer_public(save, fake):
    save(1, title="Ley con un anexo")
    fake.refuses = {"memory:1"}
    save(1, title="Ley sin el anexo")
    assert fake.held == {}


def test_a_refused_record_that_is_hidden_is_gone_and_no_longer_waits(save, source, fake, committing):
    fake.refuses = {"memory:1"}
    save(1)
    source.items.clear()
    with committing():
        touch("memory", [1])
    assert fake.held == {}
    assert waiting() == 0


def test_it_is_tried_again_after_an_hour_and_not_before(save, fake):
    now = timezone.now()
    sweep(now)
    fake.refuses = {"memory:1"}
    save(1)
    fake.refuses = set()
    for minutes in (2, 30, 59):
        sweep(now + dt.timedelta(minutes=minutes))
    assert fake.held == {}
    sweep(now + dt.timedelta(minutes=62))
    assert sorted(fake.held) == ["memory:1"]
    assert waiting() == 0


def test_a_change_of_the_record_is_tried_at_once_and_settles_what_failed_before(save, fake):
    fake.refuses = {"memory:1"}
    save(1)
    fake.refuses = set()
    save(1, title="Ley más corta")
    assert fake.titles == {"memory:1": "Ley más corta 1"}
    assert waiting() == 0


def test_it_stays_waiting_when_the_engine_goes_away_before_the_old_version_is_out(save, fake):
    save(1)
    fake.refuses = {"memory:1"}

    def goes_away():
        fake.away = True

    fake.during_batch = goes_away
    save(1, title="Ley sin el anexo")
    assert Change.objects.get(applied_at=None).attempts == 0
    fake.away, fake.during_batch = False, lambda: None
    sweep()
    assert fake.held == {}


# --- Sources that fail ---------------------------------------------------------------------------
def test_a_source_that_is_broken_does_not_keep_fresh_changes_waiting(save, source, fake, monkeypatch):
    order = []
    source.broken = set(range(1, 6))
    save(1, 2, 3, 4, 5)
    assert set(Change.objects.filter(applied_at=None).values_list("attempts", flat=True)) == {1}
    entries = source.entries
    monkeypatch.setattr(source, "entries", lambda pks: (order.extend(pks), entries(pks))[1])
    save(9)
    assert order[0] == 9
    assert sorted(fake.held) == ["memory:9"]


def test_a_failing_record_is_tried_only_once_in_a_run(save, source, fake):
    source.broken = {1}
    save(1, 2)
    assert Change.objects.get(applied_at=None).attempts == 1
    apply_changes()
    assert Change.objects.get(applied_at=None).attempts == 2


def test_a_database_that_went_away_is_no_fault_of_a_record(source, fake, monkeypatch):
    for pk in (1, 2):
        source.add(pk, "Ley")
    put(fake, source.entries([1, 2]))
    Change.objects.create(source="memory", record=1)

    def gone(pks):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(source, "entries", gone)
    monkeypatch.setattr(copies, "connections", {"default": Unusable()})
    with pytest.raises(OperationalError):
        apply_changes()
    assert sorted(fake.held) == ["memory:1", "memory:2"]
    assert Change.objects.get().attempts == 0


class Unusable:
    def is_usable(self) -> bool:
        return False


def test_a_source_whose_dates_cannot_be_read_does_not_keep_changes_waiting(source, fake, monkeypatch):
    source.add(1, "Ley")
    Change.objects.create(source="memory", record=1)
    monkeypatch.setattr(source, "due", lambda since, until: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        indexing.sweep()
    assert sorted(fake.held) == ["memory:1"]
