"""A source in memory, an index in a temporary folder, and addresses of search alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from acervo.base import per_request
from search import engines, registry
from search.engines import get_engine
from search.engines.base import Audience
from search.indexing import touch
from search.registry import Entry, PageText, Source, TextKey
from tests.search.fakes import FakeEngine
from tests.search.writing import put


@pytest.fixture(autouse=True)
def _fresh_process_cache():
    """Tests that really commit empty the database at their end; what the process remembers of it must go as well."""
    per_request.clear()


class MemorySource(Source):
    """Entries and the texts of their pages, kept in dictionaries; what is `hidden` may not be indexed."""

    name = "memory"
    model = User

    def __init__(self) -> None:
        self.items: dict[int, tuple[dict, list[str]]] = {}
        self.broken: set[int] = set()
        self.calls = 0
        self.due_pks: list[int] = []

    def add(self, pk: int, title: str, *pages: str, **fields: object) -> None:
        self.items[pk] = ({"kind": "ley", "title": title, **fields}, list(pages))

    def ids(self) -> Iterable[int]:
        return sorted(self.items)

    def entries(self, pks: Iterable[int]) -> Iterator[Entry]:
        for pk in pks:
            if pk in self.broken:
                raise RuntimeError("this record cannot be read")
            if pk in self.items:
                fields, texts = self.items[pk]
                url = f"/acervo/{pk}/"
                yield Entry(
                    id=f"memory:{pk}",
                    url=url,
                    pages_total=len(texts),
                    pages=lambda texts=texts, url=url: (
                        PageText("f1", n, text, f"{url}pagina/{n}/") for n, text in enumerate(texts, 1)
                    ),
                    **fields,
                )

    def texts(self, keys: Sequence[TextKey]) -> dict[TextKey, str]:
        self.calls += 1
        return {(pk, file, n): self.items[pk][1][n - 1] for pk, file, n in keys if pk in self.items}

    def due(self, since: dt.datetime, until: dt.datetime) -> Iterable[int]:
        return self.due_pks


@pytest.fixture
def source(monkeypatch) -> MemorySource:
    """The only registered source; the facets are those that search itself brings, whatever domain apps registered."""
    monkeypatch.setattr(registry, "_sources", {})
    own = {name: registry.facet(name) for name in ("type", "collection", "state", "theme", "year", "language")}
    plain = {
        name: registry.Facet(name, f.label, f.labels if name == "language" else registry.plain_labels, f.order)
        for name, f in own.items()
    }
    monkeypatch.setattr(registry, "_facets", plain)
    made = MemorySource()
    registry.register(made)
    return made


@pytest.fixture(params=["embedded", "elasticsearch"])
def engine(request, settings, tmp_path, monkeypatch):
    """Each engine in its turn, over an empty index of this test's own."""
    settings.SEARCH_DIR = tmp_path / "search"
    settings.SEARCH_URL = ""
    if request.param == "elasticsearch":
        use_elasticsearch(request, settings, monkeypatch)
    made = get_engine()
    made.rebuild(lambda writer: None, lambda writer: None)
    return made


@pytest.fixture
def embedded(settings, tmp_path):
    """The embedded engine over an empty index of this test's own, for what only it does."""
    settings.SEARCH_DIR = tmp_path / "search"
    settings.SEARCH_URL = ""
    made = get_engine()
    made.rebuild(lambda writer: None, lambda writer: None)
    return made


def use_elasticsearch(request, settings, monkeypatch) -> None:
    """Have `get_engine` give the real server, whose changes show at the end of each batch instead of a second later."""
    from search.engines import elasticsearch

    request.getfixturevalue("db")  # with PostgreSQL the lock of the writer is there

    class Prompt(elasticsearch.ElasticsearchEngine):
        @contextmanager
        def batch(self, *, wait: float = 10.0):
            with super().batch(wait=wait) as writer:
                yield writer
            self.refresh()

    settings.SEARCH_URL = request.getfixturevalue("elasticsearch_url")
    options = {"index": request.getfixturevalue("index_prefix"), "timeout": 20.0}
    settings.SEARCH_ENGINE = {**settings.SEARCH_ENGINE, **options}
    monkeypatch.setattr(elasticsearch, "ElasticsearchEngine", Prompt)


@pytest.fixture
def index(source, engine):
    """`index()` copies everything of the source to the index, without the database."""

    def copy() -> None:
        put(engine, source.entries(source.ids()))

    return copy


@pytest.fixture
def now() -> Audience:
    return Audience("es-mx", timezone.now())


@pytest.fixture
def fake(monkeypatch, settings, tmp_path) -> FakeEngine:
    """The engine of this test is one in memory, which can be told to fail."""
    settings.SEARCH_DIR = tmp_path / "search"
    made = FakeEngine()
    settings.SEARCH_URL = ""
    monkeypatch.setattr(engines, "_embedded", lambda folder: made)
    return made


@pytest.fixture
def save(source, committing):
    """`save(1, 2, title="Ley")` publishes these records, each with its title, in one transaction."""

    def saved(*pks: int, title: str = "Ley") -> None:
        with committing():
            for pk in pks:
                source.add(pk, f"{title} {pk}")
            touch("memory", pks)

    return saved
