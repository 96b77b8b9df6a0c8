"""Fixtures that every test may use."""

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.utils import translation
from elasticsearch import Elasticsearch
from playwright.sync_api import Browser, sync_playwright

from acervo.base import per_request
from acervo.base.catalogues import compile_catalogues
from search import journal
from tests import factories, servers, servers_of_a_run
from tests.demo import demo  # noqa: F401 - a fixture
from tests.laws import law_index, laws  # noqa: F401 - fixtures
from tests.needs import needs_chromium, needs_elasticsearch, needs_postgresql


def pytest_configure() -> None:
    """The catalogues before any test module is read: Django keeps the first ones it meets, whole or not."""
    compile_catalogues()


def pytest_itemcollected(item: pytest.Item) -> None:
    """One process for each module that loads the demonstration or the laws: it takes minutes, once is enough.

    Groups run before single tests; so never a group of tests that empty the database (`_turn`).
    """
    if _turn(item) == 1 and {"demo", "laws"} & set(getattr(item, "fixturenames", ())):
        item.add_marker(pytest.mark.xdist_group(item.module.__name__))  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def _assets():
    """Typefaces and style sheet, made as `make demo` does it; removed data folders at the end."""
    from acervo.base.assets import build_all

    build_all(build_dir=django_settings.BUILD_DIR, locale_paths=django_settings.LOCALE_PATHS)
    yield
    shutil.rmtree(django_settings.DATA_DIR, ignore_errors=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    servers_of_a_run.stop_all(config)


@pytest.fixture(scope="session")
def elasticsearch_url(pytestconfig) -> str:
    """A real Elasticsearch, one for all processes of the run (TEST_SEARCH_URL: one that runs already).

    Its indices are shared: name yours after `index_prefix`.
    """
    if url := os.environ.get("TEST_SEARCH_URL"):
        return url
    needs_elasticsearch()
    return servers_of_a_run.shared(pytestconfig, "elasticsearch", servers.Elasticsearch)


@pytest.fixture
def index_prefix(elasticsearch_url) -> Iterator[str]:
    """What the names of this test's own indices begin with; they are gone after the test."""
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    yield prefix
    client = Elasticsearch(elasticsearch_url, request_timeout=60)
    names = [row["index"] for row in client.cat.indices(index=f"{prefix}*", format="json", expand_wildcards="all")]
    if names:
        client.indices.delete(index=",".join(names))
    client.options(ignore_status=404).indices.delete_index_template(name=f"{prefix}*")


@pytest.fixture(scope="session")
def postgresql_url(pytestconfig) -> str:
    """DATABASE_URL of an empty database of this process, on one real PostgreSQL for all processes of the run."""
    binaries = needs_postgresql()
    url = servers_of_a_run.shared(pytestconfig, "postgresql", servers.PostgreSQL)
    name = f"acervo_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    database = url.rpartition("/")[0] + f"/{name}"
    subprocess.run(
        [binaries / "psql", "-q", url, "-c", f"DROP DATABASE IF EXISTS {name}", "-c", f"CREATE DATABASE {name}"],
        check=True,
    )  # fmt: skip
    return database


@pytest.fixture(autouse=True)
def _no_cache_from_another_test(monkeypatch):
    """Wagtail keeps the addresses of sites in the cache, which outlives a rolled-back test.

    What is kept for some seconds is kept for the whole test: on a busy machine it would run out between two counts.
    """
    monkeypatch.setattr(per_request, "SECONDS", 3600.0)
    cache.clear()
    per_request.clear()


@pytest.fixture(autouse=True)
def _nobody_collects_beside_the_test(monkeypatch):
    """On PostgreSQL a web process adds its searches up in a thread when no clock does; here that is the test's matter."""
    monkeypatch.setattr(journal, "UNATTENDED", float("inf"))


@pytest.fixture(autouse=True)
def _no_language_from_another_test():
    """A request leaves its language active in the thread."""
    translation.deactivate()


@pytest.fixture
def site_tree(db) -> SimpleNamespace:
    """A site in two languages: home, archive index, one collection, all published in Spanish."""
    return factories.site_tree()


@pytest.fixture
def search_index(settings, tmp_path):
    """An empty search index of this test's own; changes reach it when `on_commit` callbacks run."""
    settings.SEARCH_DIR = tmp_path / "search"


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """`with committing():` runs what waits for the end of the transaction, as a real request does."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of a test process: a second event loop in its thread would be refused."""
    path = needs_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys first, for they keep one worker busy longest; tests that really commit last.

    A test with a real transaction empties the database at its end, Wagtail's root page included; what shares that
    database for a whole module must come before it.
    """
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if {"functional", "profile"} & set(item.path.parts):
        return 0
    marker = item.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    names = set(getattr(item, "fixturenames", ()))
    return 2 if commits or names & {"transactional_db", "live_server"} else 1
