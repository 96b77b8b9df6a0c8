"""Fixtures that every test may use."""

import shutil
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright

from acervo.base import per_request
from acervo.base.catalogues import compile_catalogues
from tests import factories
from tests.laws import law_index, laws  # noqa: F401 - fixtures
from tests.needs import needs_chromium


def pytest_configure() -> None:
    """The catalogues before any test module is read: Django keeps the first ones it meets, whole or not."""
    compile_catalogues()


@pytest.fixture(scope="session", autouse=True)
def _assets():
    """Typefaces and style sheet, made as `make demo` does it; removed data folders at the end."""
    from acervo.base.assets import build_all

    build_all(build_dir=django_settings.BUILD_DIR, locale_paths=django_settings.LOCALE_PATHS)
    yield
    shutil.rmtree(django_settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_cache_from_another_test(monkeypatch):
    """Wagtail keeps the addresses of sites in the cache, which outlives a rolled-back test.

    What is kept for some seconds is kept for the whole test: on a busy machine it would run out between two counts.
    """
    monkeypatch.setattr(per_request, "SECONDS", 3600.0)
    cache.clear()
    per_request.clear()


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
    if "tests/functional/" in item.path.as_posix():
        return 0
    marker = item.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    names = set(getattr(item, "fixturenames", ()))
    return 2 if commits or names & {"transactional_db", "live_server"} else 1
