"""The child: takes requests on standard input, answers on standard output, limits itself, dies with its parent.

Started by `process` in isolated mode without `site`; imports neither Django nor the rest of the project.
"""

import os
import select
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from . import jail, wire
from .limits import Limits
from .readers import open_reader
from .readers.base import Reader
from .results import Code, PageText, Refused

_PAGE_FIELDS = [field.name for field in fields(PageText) if field.name != "text"]
Answer = Iterator[tuple[dict[str, Any], bytes]]


def main(parent: int, options: dict[str, Any]) -> None:
    jail.die_with(parent)
    limits = Limits(**options)
    os.nice(limits.nice)
    requests, answers = _take_pipes()
    import pypdfium2  # noqa: F401 - part of the baseline that the memory limit does not count

    baseline = jail.address_space()
    jail.forbid()
    jail.limit_memory(limits.memory_mb, baseline=baseline)
    Child(requests, answers, limits, baseline=baseline).serve()


def _take_pipes() -> tuple[int, int]:
    """Keep the two pipes and point 0, 1 and 2 elsewhere, so that no library prints to the parent."""
    requests, answers = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.close(null)
    return requests, answers


class Child:
    def __init__(self, requests: int, answers: int, limits: Limits, *, baseline: int) -> None:
        self.requests = requests
        self.answers = answers
        self.limits = limits
        self.baseline = baseline
        self.open_file: tuple[tuple[Any, ...], Reader] | None = None

    def serve(self) -> None:
        """Answer until the parent closes the pipe or nothing has come for `idle_seconds`."""
        self._send({"is": "ready"})
        buffer = bytearray()
        while True:
            frame = wire.unpack(buffer)
            if frame is not None:
                self._answer(frame[0])
                continue
            readable, _, _ = select.select([self.requests], [], [], self.limits.idle_seconds)
            chunk = os.read(self.requests, 65536) if readable else b""
            if not chunk:
                return
            buffer += chunk

    def _send(self, head: dict[str, Any], body: bytes = b"") -> None:
        data = memoryview(wire.pack(head, body))
        while data:
            data = data[os.write(self.answers, data) :]

    def _answer(self, request: dict[str, Any]) -> None:
        """One request: any number of answers, then "done" or "refused"."""
        try:
            jail.limit_cpu(self.limits.open_seconds)
            for head, body in getattr(self, f"do_{request['op']}")(request):
                self._send(head, body)
        except Exception as error:  # noqa: BLE001 - libraries raise anything on hostile files; every one is a verdict
            refused = as_refused(error)
            self._forget()
            # What an exhausted memory leaves in pieces must not be the next file's fault.
            retire = refused.code == Code.OUT_OF_MEMORY or self._is_bloated()
            head = {"is": "refused", "code": str(refused.code), "detail": refused.detail[:300], "retire": retire}
            self._send(head)
        else:
            self._send({"is": "done", "retire": self._is_bloated()})

    def _is_bloated(self) -> bool:
        return jail.address_space() - self.baseline > self.limits.memory_mb * jail.MB // 2

    def _reader(self, request: dict[str, Any]) -> Reader:
        """The open file, which stays open for the next request: a reader turns page after page."""
        path, kind = request["path"], request["kind"]
        try:
            stat = os.stat(path)
        except OSError as error:
            raise Refused(Code.MISSING, str(error)) from error
        if not stat.st_size:
            raise Refused(Code.EMPTY, "no bytes")
        key = (path, kind, stat.st_ino, stat.st_mtime_ns, stat.st_size)
        if self.open_file is not None and self.open_file[0] == key:
            return self.open_file[1]
        self._forget()
        reader = open_reader(kind, path, self.limits)
        self.open_file = (key, reader)
        if reader.page_count < 1:
            raise Refused(Code.EMPTY, "no pages")
        return reader

    def _forget(self) -> None:
        if self.open_file is not None:
            reader = self.open_file[1]
            self.open_file = None
            reader.close()

    def do_pages(self, request: dict[str, Any]) -> Answer:
        reader = self._reader(request)
        yield {"is": "opened", "page_count": reader.page_count}, b""
        for number in range(request["start"], min(reader.page_count, self.limits.max_pages) + 1):
            jail.limit_cpu(self.limits.page_seconds)
            page = self._page(reader, number)
            head = {name: getattr(page, name) for name in _PAGE_FIELDS}  # asdict would copy the text
            yield {"is": "page", **head}, page.text.encode("utf-8", "replace")
        yield {"is": "warnings", "warnings": reader.warnings[:100]}, b""

    def _page(self, reader: Reader, number: int) -> PageText:
        try:
            return reader.page(number)
        except Exception as error:  # noqa: BLE001 - trouble with a page must not lose the others
            return PageText(number, error=as_refused(error).code)

    def do_facts(self, request: dict[str, Any]) -> Answer:
        yield {"is": "facts", **self._reader(request).facts()}, b""

    def do_render(self, request: dict[str, Any]) -> Answer:
        reader = self._reader(request)
        jail.limit_cpu(self.limits.page_seconds)
        yield {"is": "image"}, reader.render(request["page"], request["width"])

    def do_words(self, request: dict[str, Any]) -> Answer:
        reader = self._reader(request)
        jail.limit_cpu(self.limits.page_seconds)
        yield {"is": "words", "words": reader.words(request["page"])}, b""

    def do_outline(self, request: dict[str, Any]) -> Answer:
        yield {"is": "outline", "outline": self._reader(request).outline()}, b""


def as_refused(error: Exception) -> Refused:
    """The verdict that an exception stands for."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, MemoryError):
        return Refused(Code.OUT_OF_MEMORY)
    if isinstance(error, FileNotFoundError | PermissionError):
        return Refused(Code.MISSING, str(error))
    return Refused(Code.MALFORMED, f"{type(error).__name__}: {error}")
