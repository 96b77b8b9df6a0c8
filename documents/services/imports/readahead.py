"""Reading files ahead of the row that needs them: the workshop's child reads while this process writes records."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from documents.extraction import Extraction, Workshop, detect
from documents.extraction.kinds import Kind

from .folder import FolderFile

#: How many read files may wait for their row. With one, the child idles while a long file is stored.
AHEAD = 3


class ReadAhead:
    """Stands in for a `Workshop` in `ingest`: `extract` gives what was read ahead, or reads now.

    One thread asks the workshop, in the order of the rows; it touches no database.
    """

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="read-ahead")
        self._coming: Iterator[FolderFile] = iter(())
        self._read: OrderedDict[str, Future[Extraction]] = OrderedDict()

    def expect(self, files: Iterable[FolderFile]) -> None:
        """These files will be asked for, in this order."""
        self._coming = iter(files)
        for _slot in range(AHEAD):
            self._next()

    def _next(self) -> None:
        file = next(self._coming, None)
        if file is not None and file.sha256 not in self._read:
            self._read[file.sha256] = self._pool.submit(self._extract, file.path)

    def _extract(self, path: Path) -> Extraction:
        kind = detect(path)
        if kind is None:
            raise FileNotFoundError(path)  # it changed since the plan; the row is read from the archive instead
        return self.workshop.extract(path, kind)

    def extract(self, path: str, kind: Kind | str, *, progress: Callable[[int, int], None] | None = None) -> Extraction:
        """As `Workshop.extract`, for a file of the archive, whose folder is named by its hash."""
        sha = Path(path).parent.name
        while self._read and sha in self._read:
            first, future = self._read.popitem(last=False)
            self._next()
            if first == sha:
                try:
                    return future.result()
                except OSError:
                    break
        return self.workshop.extract(path, kind, progress=progress)

    def close(self) -> None:
        """Drop what nobody asked for. Waits for the file that is being read, at most."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.workshop, name)
