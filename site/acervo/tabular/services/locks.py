"""One batch of a table is written at a time, and a sure sign of whether its writer lives: the lock ends with it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from acervo.base import locks


class TableBusy(Exception):
    """Another batch of the table is being written or undone."""


def folder() -> Path:
    """Where uploads live: private, never below MEDIA_ROOT."""
    path = Path(settings.DATA_DIR) / "tabular"
    path.mkdir(parents=True, exist_ok=True)
    return path


@contextlib.contextmanager
def lock(name: str) -> Iterator[None]:
    """Hold a lock («write-monuments», «batch-12»). Raises TableBusy at once when somebody else has it."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(locks.alone(f"tabular-{name}"))
        except locks.Busy as error:
            raise TableBusy from error
        yield


def is_held(name: str) -> bool:
    return locks.is_held(f"tabular-{name}")
