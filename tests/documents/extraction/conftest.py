"""A workshop for the tests of one module, and the certainty that none of them leaves a process behind."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.extraction import Workshop


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop() as one:
        yield one
        pid = one.pid
    assert one.pid is None
    assert pid is None or not is_running(pid)


def is_running(pid: int) -> bool:
    """Whether a process exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children() -> set[int]:
    """Processes started by this one that still run."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        found |= {int(pid) for pid in (task / "children").read_text().split()}
    return {pid for pid in found if is_running(pid) and pid != os.getpid()}
