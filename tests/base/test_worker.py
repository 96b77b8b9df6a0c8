"""The worker waits for a database that goes away instead of ending with it."""

import logging

import pytest
from django.db import OperationalError

from acervo.base.management.commands import worker


@pytest.fixture
def answers(monkeypatch, caplog):
    """What each start of the task worker raises, in order; None: it was told to stop."""
    caplog.set_level(logging.INFO, logger=worker.__name__)
    coming: list[Exception | None] = []

    def start(*args, **options):
        if error := coming.pop(0):
            raise error

    monkeypatch.setattr(worker, "call_command", start)
    monkeypatch.setattr(worker, "PAUSE", 0)
    monkeypatch.setattr(worker, "_ask_database", lambda: None)
    return coming


def test_a_database_that_comes_back_is_worked_for_again(answers, caplog):
    answers += [OperationalError("server closed the connection\n"), None]
    worker._do_tasks()
    assert answers == []
    assert [record.getMessage() for record in caplog.records] == [
        "The worker waits for the database: server closed the connection",
        "The worker works again: the database answers.",
    ]


def test_a_database_that_stays_away_is_told_once(answers, caplog, monkeypatch):
    asked = iter([OperationalError("refused"), OperationalError("refused"), None])

    def ask():
        if error := next(asked):
            raise error

    monkeypatch.setattr(worker, "_ask_database", ask)
    answers += [OperationalError("gone"), None]
    worker._do_tasks()
    assert len(caplog.records) == 2


def test_what_is_no_fault_of_the_database_ends_the_worker(answers):
    answers += [RuntimeError("broken")]
    with pytest.raises(RuntimeError):
        worker._do_tasks()
