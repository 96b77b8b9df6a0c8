"""The demonstration, loaded once for a module of tests as `make demo` loads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings


@dataclass(frozen=True)
class Demo:
    """What the loader said, and the folder of the embedded index that it made."""

    summary: Any
    search_dir: Path


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Demo]:
    """In a transaction that is rolled back at the end of the module."""
    from home.demo.load import load_demo

    folder = tmp_path_factory.mktemp("demo")
    changed = {"SEARCH_URL": "", "SEARCH_DIR": folder / "search", "DATA_DIR": folder}
    with django_db_blocker.unblock(), override_settings(**changed), transaction.atomic():
        yield Demo(load_demo(), folder / "search")
        transaction.set_rollback(True)
