"""The engine of this site, chosen by the setting SEARCH_URL."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from search.engines.base import Engine


def get_engine() -> Engine:
    """The engine that the settings name; one instance per place, shared by all threads of a process.

    Raises ImproperlyConfigured when SEARCH_URL cannot be an address.
    """
    if settings.SEARCH_URL:
        return _cluster(settings.SEARCH_URL, tuple(sorted(settings.SEARCH_ENGINE.items())), os.getpid())
    return _embedded(str(settings.SEARCH_DIR))


@lru_cache(maxsize=16)
def _embedded(folder: str) -> Engine:
    from search.engines.tantivy import TantivyEngine

    return TantivyEngine(Path(folder))


@lru_cache(maxsize=16)
def _cluster(url: str, options: tuple[tuple[str, Any], ...], process: int) -> Engine:
    """`process` keeps a forked worker from using the connections of its parent."""
    from search.engines.elasticsearch import ElasticsearchEngine

    return ElasticsearchEngine(url, dict(options))
