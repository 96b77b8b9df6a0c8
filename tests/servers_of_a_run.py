"""One PostgreSQL and one Elasticsearch for all worker processes of a test run.

The first that asks starts the server and writes down where it is; the process that began the run (the controller of
pytest-xdist, or pytest itself) ends at its end what was written down. Nothing starts when no test asks.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers import Server


def folder_of(config: pytest.Config) -> Path:
    """A folder that all processes of this run know: the controller's temporary folder, above those of its workers."""
    base = config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
    return base.parent if is_worker(config) else base


def is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _owner(config: pytest.Config) -> int:
    """The process that lives as long as the run."""
    return os.getppid() if is_worker(config) else os.getpid()


def shared(config: pytest.Config, name: str, make: Callable[..., Server]) -> str:
    """The address of the server `name` of this run, which `make(folder, owner=…)` makes when nobody has."""
    run = folder_of(config)
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        note = run / f"{name}.server"
        if not note.exists():
            folder = Path(tempfile.mkdtemp(prefix="acervo-server-"))
            folder.chmod(0o711)
            server = make(folder, owner=_owner(config))
            server.start()
            note.write_text(json.dumps({"url": server.url, "pid": server.pid, "folder": str(folder)}))
        return json.loads(note.read_text())["url"]


def stop_all(config: pytest.Config) -> None:
    """End what the run started; a worker leaves this to the controller."""
    if is_worker(config) or getattr(config, "_tmp_path_factory", None) is None:
        return
    for note in folder_of(config).glob("*.server"):
        told = json.loads(note.read_text())
        with contextlib.suppress(ProcessLookupError):
            os.kill(told["pid"], signal.SIGQUIT if note.stem == "postgresql" else signal.SIGTERM)
        until = time.monotonic() + 20
        while _runs(told["pid"]) and time.monotonic() < until:
            time.sleep(0.1)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(told["pid"], signal.SIGKILL)
        shutil.rmtree(told["folder"], ignore_errors=True)
        note.unlink(missing_ok=True)  # a folder of tests may have been cleared meanwhile


def _runs(pid: int) -> bool:
    """A process that has ended but whom nobody has waited for does not run."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
