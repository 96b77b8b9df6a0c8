"""Fixtures that every test may use."""

import shutil
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache

from acervo.base import per_request

from tests import factories
from tests.laws import law_index, laws  # noqa: F401 - fixtures


@pytest.fixture(scope="session", autouse=True)
def _assets():
    """Typefaces, style sheet and the English catalogue, made as `make demo` does it; removed data folders at the end."""
    from acervo.base.assets import build_all

    build_all(build_dir=django_settings.BUILD_DIR, locale_paths=django_settings.LOCALE_PATHS)
    yield
    shutil.rmtree(django_settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_cache_from_another_test():
    """Wagtail keeps the addresses of sites in the cache, which outlives a rolled-back test."""
    cache.clear()
    per_request.clear()


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
