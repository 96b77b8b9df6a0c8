"""Where the embedded index lives, who may write it, and how readers learn of a change.

Below the root: `index-<stamp>/` folders, `current.json` that names the one in use (replaced atomically: that is the
switch of a rebuild), `write.lock` and `rebuild.lock` (flock: a killed process leaves no lock behind).
A reader compares two file stamps before each search, so it sees commits and switches of other processes at once.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy
from django.utils import timezone

from search.engines._tantivy import schema
from search.engines.analysed import signature
from search.engines.base import IndexBusy, IndexMissing, IndexOutdated, SearchError
from search.locks import of_file

POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Opened:
    """An index at one commit. `generation` changes with every commit and every switch."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    generation: str

    @property
    def schema(self) -> tantivy.Schema:
        return self.index.schema

    def data(self, address: tantivy.DocAddress) -> Any:
        """What is stored with a document, as `schema.documents` packed it."""
        stored: Any = self.searcher.doc(address).get_first("data")
        return json.loads(bytes(stored))

    def count(self, query: tantivy.Query) -> int:
        found: Any = self.searcher.search(query, limit=1)
        return found.count


class Storage:
    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()
        self._opened: Opened | None = None
        self._stamps: tuple[object, object] = (None, None)
        self._folder = ""

    # --- Reading ---------------------------------------------------------------------------------
    def open(self) -> Opened:
        """The newest commit of the index in use. Raises IndexMissing, IndexOutdated, SearchError."""
        with self._lock:
            for attempt in range(5):
                try:
                    return self._open()
                except (OSError, ValueError) as error:  # switched and removed between two of our looks
                    self._stamps = (None, None)
                    if attempt == 4:
                        raise SearchError(f"the search index in {self.root} cannot be opened: {error}") from error
                    time.sleep(POLL_SECONDS)
            raise AssertionError("unreachable")

    def _open(self) -> Opened:
        pointer = _stamp(self.root / "current.json")
        if pointer is None:
            raise IndexMissing(f"there is no search index in {self.root}: run search_rebuild")
        known_pointer, known_commit = self._stamps
        if pointer != known_pointer or self._opened is None:
            current = self.current()
            if current is None:
                raise FileNotFoundError(self.root / "current.json")
            if current["signature"] != signature():
                raise IndexOutdated("the search index was built with other fields: run search_rebuild")
            self._folder = current["folder"]
            commit = _stamp(self.root / self._folder / "meta.json")
            index = open_index(self.root / self._folder)
        else:
            commit = _stamp(self.root / self._folder / "meta.json")
            if commit == known_commit:
                return self._opened
            index = self._opened.index
        index.reload()
        self._opened = Opened(index, index.searcher(), f"{self._folder}:{commit}")
        self._stamps = (pointer, commit)
        return self._opened

    def current(self) -> dict[str, Any] | None:
        """What `current.json` says: folder, signature, built; None when there is no index. ValueError if damaged."""
        try:
            found = json.loads((self.root / "current.json").read_text("utf-8"))
        except FileNotFoundError:
            return None
        if not isinstance(found, dict) or not {"folder", "signature"} <= found.keys():
            raise ValueError("current.json is damaged")
        return found

    def size(self) -> int:
        current = self.current()
        if current is None:
            return 0
        return sum(path.stat().st_size for path in (self.root / current["folder"]).iterdir() if path.is_file())

    # --- Writing ---------------------------------------------------------------------------------
    @contextmanager
    def exclusive(self, name: str, *, wait: float) -> Iterator[None]:
        """Hold the lock of that name, for threads and processes alike. Raises IndexBusy after `wait` seconds."""
        with of_file(self.root / f"{name}.lock", wait=wait):
            yield

    def new_folder(self) -> Path:
        """An empty index beside the one in use, under a name that was never used before."""
        folder = self.root / f"index-{timezone.now():%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
        folder.mkdir(parents=True)
        tantivy.Index(schema.build(), path=str(folder))
        return folder

    def switch(self, folder: Path, *, built: str) -> None:
        """From now on every reader uses `folder`. Atomic: a reader sees the old one or the new one."""
        record = {"folder": folder.name, "signature": signature(), "built": built}
        draft = self.root / f"current.{os.getpid()}.tmp"
        with open(draft, "w", encoding="utf-8") as handle:
            json.dump(record, handle)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(draft, self.root / "current.json")

    def leftovers(self) -> tuple[str, ...]:
        """What rebuilds that were killed left behind; nothing while one is running, for then it is still needed."""
        if not self.root.is_dir():
            return ()
        try:
            with self.exclusive("rebuild", wait=0):
                return tuple(sorted(path.name for path in self._unused()))
        except IndexBusy:
            return ()

    def clean(self) -> None:
        """Remove every index folder that is not in use: the one before a switch, and what killed runs left."""
        for path in self._unused():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def _unused(self) -> list[Path]:
        try:
            current = self.current()
        except ValueError:  # damaged: it names no index that could still be used
            current = None
        in_use = {current["folder"]} if current else set()
        return [
            path for path in [*self.root.glob("index-*"), *self.root.glob("current.*.tmp")] if path.name not in in_use
        ]


def open_index(folder: Path) -> tantivy.Index:
    """Tokenizers belong to the process, not to the files, so they are registered at each opening."""
    index = tantivy.Index.open(str(folder))
    index.register_tokenizer(schema.TERMS, schema.white_space())
    index.config_reader("manual")
    return index


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_ino, status.st_size
