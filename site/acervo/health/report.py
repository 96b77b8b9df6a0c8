"""The parts of the site, each asked for its state: at most once every few seconds, and never longer than a moment.

django-health-check 4.8 was tried and left: it answers 500 for any part that fails (a site whose search is down would be
taken out of service), tells every error to everybody, keeps nothing between two probes, and asks for dnspython.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from django.conf import settings
from django.db import connection, connections
from django.utils.functional import Promise
from django.utils.translation import override

logger = logging.getLogger(__name__)

State: TypeAlias = Literal["ok", "degraded", "failed", "unknown"]
KEPT = 5.0  # seconds during which the last answer is given again
DEADLINE = 2.0  # seconds that all parts together may take; who has not answered by then has failed


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one part says. `sentence` is for people who may see details, `facts` for their programs; no secrets."""

    state: State
    sentence: str | Promise = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One part. `essential`: without it this process cannot answer visitors, and should get none."""

    name: str
    label: str | Promise
    run: Callable[[], Outcome]
    essential: bool = False
    needs_database: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    check: Check
    outcome: Outcome

    @property
    def state(self) -> State:
        return self.outcome.state


@dataclass(frozen=True, slots=True)
class Report:
    lines: list[Line]
    at: float  # time.time() of the answers

    @property
    def ready(self) -> bool:
        """Whether visitors can be sent here."""
        return all(line.state == "ok" for line in self.lines if line.check.essential)

    @property
    def state(self) -> State:
        if not self.ready:
            return "failed"
        return "ok" if all(line.state == "ok" for line in self.lines) else "degraded"


class Reporter:
    """Keeps the last report; one thread makes the next while the others get the one that is there."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self.checks = list(checks)
        self._lock = threading.Lock()
        self._last: Report | None = None
        self._until = 0.0
        self._busy: dict[str, threading.Thread] = {}
        self._known: dict[str, State] = {}

    def report(self) -> Report:
        last = self._last
        if last is not None and time.monotonic() < self._until:
            return last
        # With something to show, nobody waits for whoever is already asking.
        if not self._lock.acquire(blocking=last is None) and last is not None:
            return last
        try:
            if self._last is None or time.monotonic() >= self._until:
                self._last = self._ask()
                self._until = time.monotonic() + KEPT
            return self._last
        finally:
            self._lock.release()

    def forget(self) -> None:
        """Ask again next time (tests)."""
        self._last, self._until, self._known = None, 0.0, {}

    def _ask(self) -> Report:
        outcomes: dict[str, Outcome] = {}
        end = time.monotonic() + DEADLINE
        with_database = [check for check in self.checks if check.needs_database]
        self._run([check for check in self.checks if not check.needs_database], outcomes, end)
        if any(outcomes[check.name].state == "failed" for check in self.checks if check.name == "database"):
            outcomes |= {check.name: Outcome("unknown") for check in with_database}
        else:
            self._run(with_database, outcomes, end + DEADLINE / 2)
        lines = [Line(check, outcomes[check.name]) for check in self.checks]
        self._log_changes(lines)
        return Report(lines, time.time())

    def _run(self, checks: Sequence[Check], outcomes: dict[str, Outcome], end: float) -> None:
        """The answers of `checks`, side by side; who does not answer by `end` (monotonic) has failed."""
        started: list[tuple[Check, threading.Thread]] = []
        for check in checks:
            uses_database = check.needs_database or check.name == "database"
            if uses_database and not database_in_thread():
                outcomes[check.name] = _answer(check)
                continue
            thread = self._busy.get(check.name)
            if thread is None or not thread.is_alive():  # else: the last one still hangs, one is enough
                thread = threading.Thread(target=_in_thread, args=[check, outcomes], name=check.name, daemon=True)
                self._busy[check.name] = thread
                thread.start()
                started.append((check, thread))
        for _check, thread in started:
            thread.join(max(0.0, end - time.monotonic()))
        for check in checks:
            outcomes.setdefault(check.name, Outcome("failed", facts={"reason": "no answer in time"}))

    def _log_changes(self, lines: Sequence[Line]) -> None:
        """One line in the log when a part changes its state, and none while it stays as it is."""
        for line in lines:
            before = self._known.get(line.check.name, "ok")
            if line.state != before:
                level = logging.ERROR if line.check.essential and line.state != "ok" else logging.WARNING
                logger.log(level, "health: %s is %s (it was %s)", line.check.name, line.state, before)
            self._known[line.check.name] = line.state


def database_in_thread() -> bool:
    """A server may leave us waiting, so it is asked aside; a file answers, and asking it aside would lock tests out."""
    return connection.vendor != "sqlite"


def _answer(check: Check) -> Outcome:
    try:
        with override(settings.LANGUAGE_CODE):  # the report is kept for all who ask
            return check.run()
    except Exception as error:  # noqa: BLE001 whatever is wrong with a part is what we are here to tell
        return Outcome("failed", facts={"reason": type(error).__name__})


def _in_thread(check: Check, outcomes: dict[str, Outcome]) -> None:
    try:
        answer = _answer(check)
    finally:
        connections.close_all()  # those of this thread
    outcomes.setdefault(check.name, answer)
