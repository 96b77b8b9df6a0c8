"""The one workshop of a process, for web workers and tasks."""

import os
import threading

from .client import Workshop

_workshop: Workshop | None = None
_lock = threading.Lock()


def shared_workshop() -> Workshop:
    """The workshop of this process; every call gives the same. Its child ends with the process."""
    global _workshop
    with _lock:
        if _workshop is None:
            _workshop = Workshop()
        return _workshop


def _after_fork() -> None:
    """A forked process starts afresh: locks may have been held, and the child belongs to the other process."""
    global _workshop, _lock
    _lock = threading.Lock()
    _workshop = None


os.register_at_fork(after_in_child=_after_fork)
