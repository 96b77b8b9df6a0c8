"""The 72 real laws, imported once for a module of tests, with the command that an office would type."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from tests import factories
from tests.needs import needs_shared


@dataclass(frozen=True)
class Laws:
    """What the import said (the JSON of the command), and where it was."""

    summary: dict[str, Any]
    search_dir: Path
    tree: Any


@pytest.fixture(scope="module")
def laws(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Laws]:
    """The laws in the collection «leyes», public and searchable, for all tests of the module that asks.

    They live in a transaction that is rolled back at the end of the module; each test runs in one of its own inside
    it. Ask for `law_index`, which also sets the search index, and for no other tree of pages.
    """
    folder = needs_shared("leyes")
    search_dir = tmp_path_factory.mktemp("laws") / "search"
    with django_db_blocker.unblock(), transaction.atomic():
        tree = factories.site_tree()
        out = io.StringIO()
        with override_settings(SEARCH_DIR=search_dir):
            call_command(
                "import_documents", str(folder), "--manifest", str(folder / "leyes.csv"),
                "--collection", "leyes", "--publish", "--json", stdout=out, stderr=io.StringIO(),
            )  # fmt: skip
        yield Laws(json.loads(out.getvalue()), search_dir, tree)
        transaction.set_rollback(True)


@pytest.fixture
def law_index(laws, settings, db) -> Laws:
    """The laws with the search index that has them."""
    settings.SEARCH_DIR = laws.search_dir
    return laws
