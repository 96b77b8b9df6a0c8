"""The workshop: the parent's side of everything that touches the bytes of an uploaded file."""

import contextlib
import datetime
import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from typing import Any, Self

from . import kinds, wire
from .detect import detect
from .kinds import Kind
from .limits import Limits
from .process import ChildProcess, Died
from .results import Code, Extraction, OutlineEntry, PageText, Refused, Word
from .textual import detect_language

Path = str | os.PathLike[str]
Progress = Callable[[int, int], None]
LANGUAGE_SAMPLE = 20_000


class Workshop:
    """One child process for many files, started when first needed, replaced when it dies, ended by `close()`.

    Thread-safe: calls wait for each other. Safe to use after a fork: the new process starts a child of its own.
    Every method that takes a path raises Refused; nothing else, whatever the file contains.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lock = threading.RLock()
        self._child: ChildProcess | None = None
        self._calls = 0
        self._finalizer: weakref.finalize[[ChildProcess], Self] | None = None

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

    # -- requests ------------------------------------------------------------------------------------------------

    def extract(self, path: Path, kind: Kind | str, *, progress: Progress | None = None) -> Extraction:
        """All pages and facts of a file. Raises Refused only if nothing of it can be read.

        A page on which the child dies is marked with the reason, and reading goes on after it; after
        `max_troubles` such pages, or `file_seconds`, the rest is marked NOT_READ and "incomplete" is in `warnings`.
        `progress(done, total)` is called after each page.
        """
        kind = _kind(kind)
        with self._lock:
            result = Extraction(kind=kind.code)
            self._read_pages(os.fspath(path), kind, result, progress)
            self._read_facts(os.fspath(path), kind, result)
        result.has_text_layer = any(not page.is_scan and page.text.strip() for page in result.pages)
        result.detected_language = detect_language(_sample(result.pages))
        return result

    def render(self, path: Path, page: int, width_px: int, *, kind: Kind | str | None = None) -> bytes:
        """The page (from 1) as a WebP picture, `width_px` wide or less if that would pass `max_pixels`."""
        for _, body in self._ask("render", path, kind, page=page, width=width_px):
            if body:
                return body
        raise Refused(Code.CRASHED, "no picture came")

    def thumbnail(self, path: Path, *, kind: Kind | str | None = None, width_px: int = 240) -> bytes:
        """The first page, small."""
        return self.render(path, 1, width_px, kind=kind)

    def words(self, path: Path, page: int, *, kind: Kind | str | None = None) -> list[Word]:
        """The words of a page with their boxes, in reading order; empty for kinds without boxes."""
        for head, _ in self._ask("words", path, kind, page=page):
            if head.get("is") == "words":
                return [Word(*entry) for entry in head["words"]]
        return []

    def outline(self, path: Path, *, kind: Kind | str | None = None) -> list[OutlineEntry]:
        """The bookmarks in order, flattened; empty for kinds without."""
        for head, _ in self._ask("outline", path, kind):
            if head.get("is") == "outline":
                return [OutlineEntry(*entry) for entry in head["outline"]]
        return []

    # -- how ------------------------------------------------------------------------------------------------------

    def _ask(self, op: str, path: Path, kind: Kind | str | None, **arguments: int) -> list[wire.Frame]:
        """A request about one page. A dead child is the file's fault, hence Refused."""
        kind = _kind(kind) if kind is not None else _detected(path)
        seconds = self.limits.open_seconds + self.limits.page_seconds
        with self._lock:
            try:
                return list(
                    self._frames({"op": op, "path": os.fspath(path), "kind": kind.code, **arguments}, seconds)
                )
            except Died as death:
                raise Refused(death.code, death.detail) from death

    def _read_pages(self, path: str, kind: Kind, result: Extraction, progress: Progress | None) -> None:
        until = time.monotonic() + self.limits.file_seconds
        troubles = chars = 0
        while True:
            request = {"op": "pages", "path": path, "kind": kind.code, "start": len(result.pages) + 1}
            try:
                for head, body in self._frames(
                    request, self.limits.open_seconds, self.limits.page_seconds, until
                ):
                    if head["is"] == "opened":
                        result.page_count = int(head["page_count"])
                    elif head["is"] == "page":
                        page = _page(head, body)
                        chars += len(page.text)
                        if chars > self.limits.file_chars:
                            page.text, page.error = "", Code.TOO_LARGE
                        result.pages.append(page)
                        if progress is not None:
                            progress(page.number, result.page_count)
                    elif head["is"] == "warnings":
                        result.warnings.extend(map(str, head["warnings"]))
                if result.page_count > len(result.pages):
                    result.warnings.append("incomplete")
                return
            except Died as death:
                if not result.page_count:
                    raise Refused(death.code, death.detail) from death
                troubles += 1
                result.pages.append(PageText(len(result.pages) + 1, error=death.code))
                last = min(result.page_count, self.limits.max_pages)
                if troubles >= self.limits.max_troubles or time.monotonic() > until:
                    result.warnings.append("incomplete")
                    rest = range(len(result.pages) + 1, last + 1)
                    result.pages.extend(PageText(number, error=Code.NOT_READ) for number in rest)
                if len(result.pages) >= last:
                    return

    def _read_facts(self, path: str, kind: Kind, result: Extraction) -> None:
        try:
            frames = self._ask("facts", path, kind)
        except Refused:
            result.warnings.append("metadata_unreadable")
            return
        for head, _ in frames:
            if head["is"] == "facts":
                result.title = str(head.get("title", ""))
                result.author = str(head.get("author", ""))
                result.created = _moment(head.get("created", ""))
                result.declared_language = _language(head.get("declared_language", ""))
                result.tagged = head.get("tagged") is True
                result.has_outline = head.get("has_outline") is True

    def _frames(
        self, request: dict[str, Any], first: float, each: float | None = None, until: float = float("inf")
    ) -> Iterator[wire.Frame]:
        """Send a request and yield the answers before "done". Raises Refused or Died."""
        child = self._send(request)
        seconds = first
        while True:
            deadline = min(time.monotonic() + seconds, until)
            try:
                head, body = child.receive(deadline=deadline)
            except Died as death:
                self._drop()
                if not death.idle:
                    raise
                child = self._send(request)  # it had gone to sleep for good just before the request came
                continue
            if head.get("is") == "refused":
                raise Refused(_code(head.get("code")), str(head.get("detail", ""))[:300])
            if head.get("is") == "done":
                if head.get("retire") or self._calls >= self.limits.max_calls:
                    self._drop()
                return
            yield head, body
            seconds = each or first

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


def _code(value: object) -> Code:
    with contextlib.suppress(ValueError):
        return Code(str(value))
    return Code.MALFORMED


def _page(head: dict[str, Any], body: bytes) -> PageText:
    return PageText(
        number=int(head["number"]),
        text=body.decode("utf-8", "replace"),
        width_pt=float(head["width_pt"]),
        height_pt=float(head["height_pt"]),
        is_scan=head["is_scan"] is True,
        error=_code(head["error"]) if head["error"] else None,
        label=str(head["label"]),
    )


def _sample(pages: list[PageText]) -> str:
    """Text from the start and the middle: covers and forewords may be in another language."""
    parts: list[str] = []
    middle = len(pages) // 2
    for page in (*pages[:10], *pages[middle : middle + 10]):
        parts.append(page.text[: LANGUAGE_SAMPLE // 10])
    return " ".join(parts)[: 2 * LANGUAGE_SAMPLE]


def _moment(value: object) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(str(value))
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return moment if 1980 <= moment.year <= datetime.datetime.now(tz=datetime.UTC).year + 1 else None


def _language(value: object) -> str | None:
    primary = str(value).replace("_", "-").split("-")[0].strip().lower()
    return primary if primary.isalpha() and len(primary) in (2, 3) else None


_shared: Workshop | None = None
_shared_lock = threading.Lock()


def shared_workshop() -> Workshop:
    """The workshop of this process, for web workers and tasks. Its child ends with the process."""
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = Workshop()
        return _shared


def _after_fork() -> None:
    """A forked process starts afresh: locks may have been held and the child belongs to the other process."""
    global _shared, _shared_lock
    _shared_lock = threading.Lock()
    _shared = None


os.register_at_fork(after_in_child=_after_fork)
