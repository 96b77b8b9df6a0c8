"""A server that does not answer is not asked again at once: nobody waits for it, and it can come back in peace."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from search.engines.base import Unavailable

logger = logging.getLogger(__name__)


class Breaker:
    """Lets calls through until `failures` of them in a row were Unavailable; then none for `pause` seconds.

    After the pause one call goes through as a probe: if it succeeds, all do again. One line is logged when it opens
    and one when it closes. Shared by the threads of a process. Source: M. Nygard, Release It! (2007), «Circuit Breaker».
    """

    def __init__(self, name: str, *, failures: int = 2, pause: float = 5.0) -> None:
        self.name = name
        self._failures = failures
        self._pause = pause
        self._lock = threading.Lock()
        self._failed = 0
        self._since = 0.0  # monotonic moment at which it opened
        self._next = 0.0  # no call before this moment
        self._reason = ""

    @property
    def is_open(self) -> bool:
        return self._failed >= self._failures

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Around one call. Raises Unavailable without calling while it is open; notes how the call ended."""
        self._enter()
        try:
            yield
        except Unavailable as error:
            self._fail(str(error))
            raise
        except BaseException:
            self._pass()  # it answered, whatever it said
            raise
        self._pass()

    def _enter(self) -> None:
        with self._lock:
            if self.is_open:
                now = time.monotonic()
                if now < self._next:
                    raise Unavailable(f"{self.name} is not asked for now: {self._reason}")
                self._next = now + self._pause  # this call is the probe; the others wait for what it finds

    def _fail(self, reason: str) -> None:
        with self._lock:
            was_open = self.is_open
            self._failed += 1
            self._reason = reason
            now = time.monotonic()
            self._next = now + self._pause
            if self.is_open and not was_open:
                self._since = now
                logger.warning("%s does not answer: %s. Asked again every %g s.", self.name, reason, self._pause)

    def _pass(self) -> None:
        with self._lock:
            if self.is_open:
                logger.warning(
                    "%s answers again; the first failure was %.0f s ago.", self.name, time.monotonic() - self._since
                )
            self._failed = 0
