"""A whole site in processes of its own, made as `make demo` makes it: web server, worker, SQLite, index, demo content."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class RunningSite:
    """The address of the site, its data folder, and the passwords of its demo users."""

    url: str
    data_dir: Path
    passwords: dict[str, str]
    environment: dict[str, str]

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a management command against this site."""
        return subprocess.run(
            [sys.executable, str(ROOT / "site/manage.py"), *arguments],
            env=self.environment, capture_output=True, text=True, check=check, timeout=900,
        )  # fmt: skip


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]


@contextlib.contextmanager
def running(data_dir: Path, *, target: str = "demo") -> Iterator[RunningSite]:
    """What `make demo` (or another `target`) serves with its data in `data_dir`; every process of it ends at the end."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", str(data_dir)),
        "DATA_DIR": str(data_dir),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "LANG": "C.UTF-8",
    }
    for name, value in os.environ.items():
        if name.startswith("PIP_"):
            environment[name] = value
    log = data_dir / f"{target}-{port}.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            ["make", "--no-print-directory", "-C", str(ROOT), target, f"BIND=127.0.0.1:{port}", f"VENV={sys.prefix}"],
            env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            wait_for(f"http://127.0.0.1:{port}", server, log)
            yield RunningSite(f"http://127.0.0.1:{port}", data_dir, printed_passwords(log), environment)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(timeout=30)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)


def printed_passwords(log: Path) -> dict[str, str]:
    """User → password of the demo's accounts, as the site printed them: a name in small letters and one word."""
    return dict(re.findall(r"^([a-z]+): (\S+)$", log.read_text(), re.MULTILINE))


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path, seconds: float = 300) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text()[-3000:]
        try:
            with urllib.request.urlopen(url, timeout=30):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"{url} did not answer: {log.read_text()[-3000:]}")


def until(condition: Callable[[], Any], *, seconds: float = 60, every: float = 0.5) -> Any:
    """The first true answer of `condition`; what the worker does takes a moment."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(every)
    raise AssertionError("it did not happen in time")
