"""The engine of this site, chosen by the setting SEARCH_URL."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import Engine


def get_engine() -> Engine:
    """The engine that the settings name; one instance per place, shared by all threads."""
    return _engine(settings.SEARCH_URL, str(settings.SEARCH_DIR))


@lru_cache(maxsize=16)
def _engine(url: str, folder: str) -> Engine:
    if url:
        raise ImproperlyConfigured(
            f"SEARCH_URL is {url!r}, but the Elasticsearch engine is not part of this version. "
            "Leave SEARCH_URL empty to use the embedded index in SEARCH_DIR."
        )
    from search.engines.tantivy import TantivyEngine

    return TantivyEngine(Path(folder))
