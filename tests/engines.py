"""The engines, each over an index of what the database has now: for tests that ask the same of both."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

ENGINES = ("embedded", "elasticsearch")


@contextmanager
def answering(request: pytest.FixtureRequest, name: str, search_dir: Path) -> Iterator[dict[str, Any]]:
    """The settings under which the engine `name` answers; they hold inside.

    The embedded index in `search_dir` is there already. That of Elasticsearch is built here and gone afterwards.
    """
    if name == "embedded":
        with override_settings(SEARCH_URL="", SEARCH_DIR=search_dir) as _:
            yield {"SEARCH_URL": "", "SEARCH_DIR": search_dir}
        return
    url = request.getfixturevalue("elasticsearch_url")
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    options = {**settings.SEARCH_ENGINE, "index": prefix, "timeout": 30.0}
    changed = {"SEARCH_URL": url, "SEARCH_ENGINE": options, "SEARCH_DIR": search_dir}
    with override_settings(**changed):
        try:
            call_command("search_rebuild", verbosity=0)
            yield changed
        finally:
            _forget(url, prefix)


def _forget(url: str, prefix: str) -> None:
    from elasticsearch import Elasticsearch

    client = Elasticsearch(url, request_timeout=60)
    names = [row["index"] for row in client.cat.indices(index=f"{prefix}*", format="json", expand_wildcards="all")]
    if names:
        client.indices.delete(index=",".join(names))
    client.options(ignore_status=404).indices.delete_index_template(name=f"{prefix}*")
