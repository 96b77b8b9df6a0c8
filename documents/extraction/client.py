"""The workshop: the parent's side of everything that touches the bytes of an uploaded file."""

import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from typing import Any, Self, TypeVar

from . import answers, kinds, wire
from .detect import detect
from .kinds import Kind
from .limits import Limits
from .process import ChildProcess, Died
from .results import Code, Extraction, OutlineEntry, PageText, Refused, Word

Path = str | os.PathLike[str]
Progress = Callable[[int, int], None]
T = TypeVar("T")


class Workshop:
    """One child process for many files, started when first needed, replaced when it dies, ended by `close()`.

    Thread-safe: calls wait for each other. Safe after a fork: the new process starts a child of its own.
    Every method that takes a path raises Refused, and nothing else, whatever the file contains; ChildDoesNotStart
    (a RuntimeError) if the installation is at fault.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lock = threading.RLock()
        self._child: ChildProcess | None = None
        self._calls = 0
        self._finalizer: Any | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        child = self._child
        return child.process.pid if child is not None and child.is_ours and child.is_alive() else None

    def close(self) -> None:
        """End the child. The workshop can be used again afterwards."""
        with self._lock:
            self._drop()

    def extract(self, path: Path, kind: Kind | str, *, progress: Progress | None = None) -> Extraction:
        """All pages and facts of a file. Raises Refused only if nothing of it can be read.

        A page on which the child dies is marked with the reason, and reading goes on after it; after
        `max_troubles` such pages, or `file_seconds`, the rest is marked NOT_READ and `warnings` has "incomplete".
        `progress(done, total)` is called after each page.
        """
        kind = _kind(kind)
        result = Extraction(kind=kind.code)
        with self._lock:
            _Reading(self, os.fspath(path), kind, result, progress).run()
            try:
                answers.take_facts(result, self._ask("facts", path, kind, "facts")[0])
            except Refused:
                result.warnings.append("metadata_unreadable")
        answers.conclude(result)
        return result

    def render(self, path: Path, page: int, width_px: int, *, kind: Kind | str | None = None) -> bytes:
        """The page (from 1) as a WebP picture, `width_px` wide or less if that would pass `max_pixels`."""
        return self._ask("render", path, kind, "image", page=page, width=width_px)[1]

    def thumbnail(self, path: Path, *, kind: Kind | str | None = None, width_px: int = 240) -> bytes:
        """The first page, small."""
        return self.render(path, 1, width_px, kind=kind)

    def words(self, path: Path, page: int, *, kind: Kind | str | None = None) -> list[Word]:
        """The words of a page with their boxes, in reading order; empty for kinds without boxes."""
        head, _ = self._ask("words", path, kind, "words", page=page)
        return _trusted(answers.words_of, head.get("words"))

    def outline(self, path: Path, *, kind: Kind | str | None = None) -> list[OutlineEntry]:
        """The bookmarks in order, flattened; empty for kinds without."""
        head, _ = self._ask("outline", path, kind, "outline")
        return _trusted(answers.outline_of, head.get("outline"))

    def _ask(self, op: str, path: Path, kind: Kind | str | None, expected: str, **arguments: int) -> wire.Frame:
        """A request with one answer. A dead child is the file's fault, hence Refused."""
        kind = _kind(kind) if kind is not None else _detected(path)
        request = {"op": op, "path": os.fspath(path), "kind": kind.code, **arguments}
        with self._lock:
            try:
                frames = list(self.frames(request, self.limits.open_seconds + self.limits.page_seconds))
            except Died as death:
                raise Refused(death.code, death.detail) from death
        if len(frames) != 1 or frames[0][0].get("is") != expected:
            raise Refused(Code.CRASHED, f"no {expected} came")
        return frames[0]

    def frames(
        self, request: dict[str, Any], first: float, each: float | None = None, until: float = float("inf")
    ) -> Iterator[wire.Frame]:
        """Send a request and yield the answers before "done". Raises Refused or Died. The caller holds the lock.

        `first`, `each`: seconds of patience for the first and every further answer; `until`: monotonic time.
        """
        child = self._send(request)
        seconds, finished, again = first, False, True
        try:
            while not finished:
                try:
                    head, body = child.receive(deadline=min(time.monotonic() + seconds, until))
                except Died as death:
                    if not (death.idle and again):
                        raise
                    again = False
                    child = self._send(request)  # it had left for want of work just before the request came
                    continue
                again = False
                finished = head.get("is") in ("done", "refused")
                if finished and (head.get("retire") or self._calls >= self.limits.max_calls):
                    self._drop()
                if head.get("is") == "refused":
                    raise Refused(answers.code_of(head.get("code")), str(head.get("detail", ""))[:300])
                if not finished:
                    yield head, body
                    seconds = each or first
        finally:
            if not finished:  # dead, or the caller gave up: answers may still be under way
                self._drop()

    def _send(self, request: dict[str, Any]) -> ChildProcess:
        for attempt in (1, 2):
            child = self._running()
            try:
                child.send(request)
                self._calls += 1
                return child
            except Died:
                self._drop()
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    def _running(self) -> ChildProcess:
        if self._child is None or not self._child.is_ours or not self._child.is_alive():
            self._drop()
            self._child = ChildProcess(self.limits)
            self._finalizer = weakref.finalize(self, ChildProcess.kill, self._child)
            self._calls = 0
        return self._child

    def _drop(self) -> None:
        if self._finalizer is not None:
            self._finalizer()
        self._child = self._finalizer = None


class _Reading:
    """One run over the pages of a file, across as many children as it takes."""

    def __init__(
        self, workshop: Workshop, path: str, kind: Kind, result: Extraction, progress: Progress | None
    ) -> None:
        self.workshop = workshop
        self.limits = workshop.limits
        self.request = {"op": "pages", "path": path, "kind": kind.code}
        self.result = result
        self.progress = progress
        self.until = time.monotonic() + self.limits.file_seconds
        self.chars = 0

    def run(self) -> None:
        """Raises Refused if not even the number of pages is known."""
        for _ in range(self.limits.max_troubles):
            try:
                self._read()
            except Refused:
                if not self.result.pages:
                    raise
                break  # it opened the first time; what was read then stays
            except Died as death:
                if not self.result.page_count:
                    raise Refused(death.code, death.detail) from death
                self.result.pages.append(PageText(len(self.result.pages) + 1, error=death.code))
            if len(self.result.pages) >= self._last or time.monotonic() > self.until:
                break
        self._mark_unread()

    @property
    def _last(self) -> int:
        return min(self.result.page_count, self.limits.max_pages)

    def _read(self) -> None:
        request = {**self.request, "start": len(self.result.pages) + 1}
        waits = (self.limits.open_seconds, self.limits.page_seconds, self.until)
        for head, body in self.workshop.frames(request, *waits):
            try:
                self._take(head, body)
            except (KeyError, TypeError, ValueError) as error:
                raise Died(Code.CRASHED, f"unintelligible answer: {error}") from error

    def _take(self, head: dict[str, Any], body: bytes) -> None:
        if head["is"] == "opened":
            self.result.page_count = int(head["page_count"])
        elif head["is"] == "page":
            page = answers.page_of(head, body, number=len(self.result.pages) + 1)
            self.chars += len(page.text)
            if self.chars > self.limits.file_chars:
                page.text, page.error = "", Code.TOO_LARGE
            self.result.pages.append(page)
            if self.progress is not None:
                self.progress(page.number, self.result.page_count)
        elif head["is"] == "warnings":
            self.result.warnings.extend(str(warning)[:100] for warning in head["warnings"])

    def _mark_unread(self) -> None:
        done = len(self.result.pages)
        if done < self.result.page_count:
            self.result.warnings.append("incomplete")
            unread = range(done + 1, self._last + 1)
            self.result.pages.extend(PageText(number, error=Code.NOT_READ) for number in unread)


def _trusted(parse: Callable[[object], T], value: object) -> T:
    try:
        return parse(value)
    except (TypeError, ValueError) as error:
        raise Refused(Code.CRASHED, f"unintelligible answer: {error}") from error


def _kind(kind: Kind | str) -> Kind:
    if isinstance(kind, Kind):
        return kind
    if kind not in kinds.KINDS:
        raise Refused(Code.UNSUPPORTED, f"kind {kind}")
    return kinds.KINDS[kind]


def _detected(path: Path) -> Kind:
    try:
        kind = detect(path)
    except OSError as error:
        raise Refused(Code.MISSING, str(error)) from error
    if kind is None:
        raise Refused(Code.UNSUPPORTED, "no kind that the archive accepts")
    return kind
