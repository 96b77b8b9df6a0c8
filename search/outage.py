"""When search stops answering and when it answers again: a line in the log for each, and none for each request.

The breaker has told already that a server does not answer (`search.breaker`), so that is only said here for who listens
closely; an index that is missing, broken or of another version has nobody else to tell it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from search.engines.base import SearchError, Unavailable

logger = logging.getLogger(__name__)

RETRY_AFTER = 30  # seconds; what programs are told to wait before they ask again
_lock = threading.Lock()
_down: tuple[type[SearchError], float] | None = None  # the kind of error, and the monotonic moment it began


@contextmanager
def watched() -> Iterator[None]:
    """Around what a visitor asked of the engine; a SearchError is noted and goes on."""
    try:
        yield
    except SearchError as error:
        _fails(error)
        raise
    _answers()


def _fails(error: SearchError) -> None:
    global _down
    with _lock:
        known = _down
        if known is not None and known[0] is type(error):
            return
        _down = (type(error), known[1] if known else time.monotonic())
    level = logging.INFO if isinstance(error, Unavailable) else logging.ERROR
    logger.log(level, "search: visitors get no results (%s): %s", type(error).__name__, error)


def _answers() -> None:
    global _down
    if _down is None:  # the usual case costs no lock
        return
    with _lock:
        known, _down = _down, None
    if known is not None:
        level = logging.INFO if issubclass(known[0], Unavailable) else logging.WARNING
        logger.log(level, "search: visitors get results again, after %.0f s", time.monotonic() - known[1])
