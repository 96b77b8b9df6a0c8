"""Reports of the golden queries: each corpus indexed once for a module, each engine asked once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import translation

from documents.models import RecordFile
from search import golden, service
from search.engines.base import RecordHit
from tests.engines import answering

FOLDER = Path(__file__).parent
Reports = Callable[[str], golden.Report]


@pytest.fixture(scope="module")
def law_reports(request, laws, django_db_blocker) -> Reports:
    """`law_reports("embedded")`: what came of laws.csv on that engine, over the 72 laws."""
    with django_db_blocker.unblock():
        files = RecordFile.objects.select_related("file__current")
        names = {f"record:{item.page_id}": item.file.current.filename.removesuffix(".pdf") for item in files}

    def key(hit: RecordHit) -> str:
        """The file's name; what is no law, its address."""
        return names.get(hit.id, hit.url.strip("/"))

    return _reports(request, FOLDER / "laws.csv", laws.search_dir, key, django_db_blocker)


@pytest.fixture(scope="module")
def demo_reports(request, demo, django_db_blocker) -> Reports:
    """`demo_reports("embedded")`: what came of demo.csv on that engine, over the demonstration content."""
    return _reports(request, FOLDER / "demo.csv", demo.search_dir, lambda hit: hit.url.strip("/"), django_db_blocker)


def _reports(request, file: Path, search_dir: Path, key: Callable[[RecordHit], str], blocker) -> Reports:
    known: dict[str, golden.Report] = {}

    def report(engine: str) -> golden.Report:
        if engine not in known:
            with (
                blocker.unblock(),
                answering(request, engine, search_dir),
                translation.override("es-mx"),
            ):
                known[engine] = golden.run(golden.read(file), audience=service.audience(), key_of=key)
            _show(request, f"\n{file.name}, {engine}\n{known[engine].table()}")
        return known[engine]

    return report


def _show(request, text: str) -> None:
    """To the terminal, passed or not: the figures are read, not only compared."""
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(text)
