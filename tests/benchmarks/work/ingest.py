"""Reading the laws one after the other on one core: bare extraction and ingest of each file, in turn.

Bare is what any program must do: open the file with pypdfium2 and take the text of each page. Ingest is what the
archive does after it stored the file: the same in a child process with limits, scans and facts found, pages written to
the database, the record analysed and written to the search index.
"""

import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks import clocks
from tests.benchmarks.work import program


def bare(path: Path) -> tuple[int, int]:
    """Pages and characters of a PDF, by pypdfium2 alone."""
    import pypdfium2

    characters = 0
    pdf = pypdfium2.PdfDocument(path)
    for page in pdf:
        text = page.get_textpage()
        characters += len(text.get_text_range())
        text.close()
        page.close()
    pages = len(pdf)
    pdf.close()
    return pages, characters


def different_files(folder: Path) -> Iterator[Path]:
    """The PDFs without those that are byte-identical to an earlier one."""
    import hashlib

    seen = set()
    for path in sorted(folder.glob("*.pdf")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest not in seen:
            seen.add(digest)
            yield path


def stored(path: Path) -> Any:
    """A version of a published record, not read yet."""
    from documents.models import CollectionPage
    from documents.tasks import ingest_inline
    from tests import factories

    with ingest_inline():
        made = factories.archive_file(path.read_bytes(), name=path.name, title=path.stem)
        record = factories.record(CollectionPage.objects.get(), path.stem)
        factories.attach(record, made)
    return made.current


class Clock:
    """Processor and wall seconds of this process, and of the workshop's child while it lives."""

    def __init__(self, workshop: Any) -> None:
        self.workshop = workshop
        self.started = time.perf_counter()
        self.own, self.child = time.process_time(), self._child()

    def _child(self) -> float:
        """Of the child that lives, and of those that were retired before it."""
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        alive = clocks.cpu_of(self.workshop.pid) if self.workshop.pid else 0.0
        return ended.ru_utime + ended.ru_stime + alive

    def read(self) -> tuple[float, float, float]:
        """(this process, child, wall) since the start."""
        return time.process_time() - self.own, self._child() - self.child, time.perf_counter() - self.started


def main(folder: str, limit: int | None = None) -> dict[str, Any]:
    from documents.extraction import Workshop
    from documents.models import FilePage
    from documents.services.ingest import ingest, limits
    from search import indexing
    from search.engines import get_engine

    paths = list(different_files(Path(folder)))[:limit]
    versions = [stored(path) for path in paths]
    indexing.apply_changes()  # what publishing the records left; only reading them is measured
    sums = dict.fromkeys(("bare", "bare_wall", "store", "extract", "index", "ingest_wall"), 0.0)
    bare_pages = bare_characters = 0
    with clocks.one_core(), Workshop(limits()) as workshop:
        workshop.extract(paths[0], "pdf")  # the child starts once for many files: its start is not in the sum

        def read_bare(path: Path) -> None:
            nonlocal bare_pages, bare_characters
            clock = Clock(workshop)
            pages, characters = bare(path)
            own, _child, wall = clock.read()
            sums["bare"] += own
            sums["bare_wall"] += wall
            bare_pages, bare_characters = bare_pages + pages, bare_characters + characters

        def read_in(version: Any) -> None:
            clock = Clock(workshop)
            ingest(version, workshop=workshop)
            own, child, wall = clock.read()
            sums["store"] += own
            sums["extract"] += child
            sums["ingest_wall"] += wall

        for number, (path, version) in enumerate(zip(paths, versions, strict=True)):
            if number % 2:
                read_bare(path)
                read_in(version)
            else:  # each is second as often, with the file in the page cache
                read_in(version)
                read_bare(path)
        clock = Clock(workshop)
        indexing.apply_changes()
        own, _child, wall = clock.read()
        sums["index"] += own
        sums["ingest_wall"] += wall
    states = {version.__class__.objects.get(pk=version.pk).state for version in versions}
    health = get_engine().health()
    return {
        **sums,
        "files": len(paths),
        "states": sorted(states),
        "bare_pages": bare_pages,
        "bare_characters": bare_characters,
        "stored_pages": FilePage.objects.count(),
        "stored_characters": sum(len(text) for text in FilePage.objects.values_list("text", flat=True)),
        "pages_with_text": FilePage.objects.exclude(text="").count(),
        "indexed_pages": health.pages,
        "index_bytes": health.size,
    }


if __name__ == "__main__":
    program.run(main)
