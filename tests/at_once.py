"""Two transactions that overlap, for tests of what a server that lets several write must not break."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction


def needs_several_connections() -> None:
    """Skips the test on SQLite: there the tests have one connection in memory, and one writer whatever the code does."""
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite is one connection: it has one writer whatever the code does")


def at_once(first: Callable[[], None], second: Callable[[], None]) -> None:
    """`second` begins when `first` is done but not yet committed."""
    done, asks = threading.Event(), threading.Event()
    errors: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
            raise
        finally:
            connection.close()

    def one() -> None:
        with transaction.atomic():
            first()
            done.set()
            asks.wait(10)
            threading.Event().wait(0.5)  # the second one waits in the database by now

    def other() -> None:
        done.wait(10)
        asks.set()
        with transaction.atomic():
            second()

    threads = [threading.Thread(target=run, args=[work]) for work in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
