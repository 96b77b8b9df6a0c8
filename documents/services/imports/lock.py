"""One import at a time, and a sure sign of whether one is alive: the lock ends with its process."""

import contextlib
from collections.abc import Iterator

from acervo.base import locks

_NAME = "imports"


class ImportBusy(Exception):
    """Another import is being written."""


@contextlib.contextmanager
def import_lock() -> Iterator[None]:
    """Hold the lock. Raises ImportBusy at once when another process (or thread) has it."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(locks.alone(_NAME))
        except locks.Busy as error:
            raise ImportBusy from error
        yield


def is_import_running() -> bool:
    """Whether an import is being written now, in whatever process."""
    return locks.is_held(_NAME)
