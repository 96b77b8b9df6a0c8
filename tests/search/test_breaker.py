"""A server that does not answer is left alone for a while, and one call finds out when it is back."""

import logging

import pytest

from search import breaker as module
from search.breaker import Breaker
from search.engines.base import SearchError, Unavailable


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 100.0

        def monotonic(self) -> float:
            return self.now

    made = Clock()
    monkeypatch.setattr(module, "time", made)
    return made


def fails(breaker: Breaker) -> None:
    with pytest.raises(Unavailable, match="down"), breaker.guard():
        raise Unavailable("down")


def is_not_called(breaker: Breaker) -> bool:
    called = False
    try:
        with breaker.guard():
            called = True
    except Unavailable:
        return not called
    return False


def test_after_some_failures_in_a_row_nobody_is_let_through_until_the_pause_is_over(clock):
    breaker = Breaker("the server", failures=2, pause=5)
    fails(breaker)
    assert not breaker.is_open
    fails(breaker)
    assert breaker.is_open
    assert is_not_called(breaker)
    clock.now += 5.1
    fails(breaker)  # the probe
    assert is_not_called(breaker)
    clock.now += 5.1
    with breaker.guard():
        assert is_not_called(breaker)  # while the probe is under way the others do not wait for it
    assert not breaker.is_open


def test_an_answer_that_is_an_error_is_an_answer(clock):
    breaker = Breaker("the server", failures=2)
    fails(breaker)
    with pytest.raises(SearchError), breaker.guard():
        raise SearchError("no such field")
    fails(breaker)
    assert not breaker.is_open


def test_one_line_says_that_it_is_gone_and_one_that_it_is_back(clock, caplog):
    breaker = Breaker("the server", failures=1, pause=5)
    with caplog.at_level(logging.INFO):
        fails(breaker)
        assert is_not_called(breaker)
        clock.now += 60
        with breaker.guard():
            pass
        with breaker.guard():
            pass
    assert [record.getMessage() for record in caplog.records] == [
        "the server does not answer: down. Asked again every 5 s.",
        "the server answers again; the first failure was 60 s ago.",
    ]
