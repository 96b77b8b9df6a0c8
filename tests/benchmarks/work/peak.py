"""Memory that reading one file takes: the peak of this process and that of the child, added up."""

from pathlib import Path
from typing import Any

from tests.benchmarks import clocks
from tests.benchmarks.work import program
from tests.benchmarks.work.ingest import stored


def main(path: str) -> dict[str, Any]:
    from documents.extraction import Workshop
    from documents.models import FilePage
    from documents.services.ingest import ingest, limits
    from search import indexing

    version = stored(Path(path))
    before = clocks.memory_of()
    with Workshop(limits()) as workshop:
        version = ingest(version, workshop=workshop)
        assert workshop.pid is not None
        child = clocks.memory_of(workshop.pid)
        after_reading = clocks.memory_of()
        indexing.apply_changes()
    return {
        "before": before["rss"],
        "reading": after_reading["peak"],
        "parent": clocks.memory_of()["peak"],
        "child": child["peak"],
        "state": version.state,
        "pages": FilePage.objects.count(),
    }


if __name__ == "__main__":
    program.run(main)
