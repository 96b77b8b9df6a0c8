"""Wagtail's own admin search on the database, safe against any input.

SQLite's full-text backend raises on an unbalanced quote, which is an HTTP 500 in a snippet listing. Here every
query is reduced to its words first. The public search is a different one: the `search` app.
"""

import re

from modelsearch.backends.database import SearchBackend as database_backend

_NOT_WORDS = re.compile(r"[^\w\s./-]+")


def SearchBackend(params):
    """The backend of the database in use, with its queries reduced to words."""
    backend = database_backend(params)
    for name in ("search", "autocomplete"):
        setattr(backend, name, _with_plain_query(getattr(backend, name)))
    return backend


def _with_plain_query(method):
    def call(query, *args, **kwargs):
        return method(_NOT_WORDS.sub(" ", query).strip() if isinstance(query, str) else query, *args, **kwargs)

    return call
