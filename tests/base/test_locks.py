"""Locks: of two that work at once, one does; on SQLite and on PostgreSQL alike."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from acervo.base import locks

pytestmark = pytest.mark.django_db


def test_a_lock_is_held_by_one_and_free_afterwards():
    with locks.alone("a-table"):
        assert locks.is_held("a-table")
        assert not locks.is_held("another-table")
        with pytest.raises(locks.Busy), locks.alone("a-table"):
            pass
    assert not locks.is_held("a-table")


def test_an_error_frees_the_lock_at_once(monkeypatch):
    """A server notices the end of a session some moments later: here, never."""
    sessions, copy = [], connection.copy

    def copy_that_stays_open():
        session = copy()
        sessions.append((session, session.close))
        session.close = lambda: None
        return session

    monkeypatch.setattr(connection, "copy", copy_that_stays_open)
    with pytest.raises(ZeroDivisionError), locks.alone("a-table"):
        raise ZeroDivisionError
    assert not locks.is_held("a-table")
    for session, close in sessions:
        session.close = close
        close()


def test_a_failed_transaction_of_its_holder_does_not_free_the_lock():
    with locks.alone("a-table"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table")
        assert locks.is_held("a-table")


@pytest.mark.django_db(transaction=True)
def test_turns_are_taken_one_after_the_other():
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite is one connection: it has one writer whatever the code does")
    told: list[str] = []
    first_has_it, second_asks = threading.Event(), threading.Event()

    def first() -> None:
        with locks.turn("counter"):
            first_has_it.set()
            second_asks.wait(10)
            told.append("first")
        connection.close()

    def second() -> None:
        first_has_it.wait(10)
        with transaction.atomic():
            second_asks.set()
            with locks.turn("counter"):
                told.append("second")
        connection.close()

    threads = [threading.Thread(target=work) for work in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert told == ["first", "second"]
