"""A whole site in processes of its own, made as `make demo` makes it: web server, worker, SQLite, index, demo content."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class RunningSite:
    """The address of the site, its data folder, the passwords of its demo users, and what its processes write."""

    url: str
    data_dir: Path
    passwords: dict[str, str]
    environment: dict[str, str]
    log: Path

    def manage(self, *arguments: str, check: bool = True, seconds: float = 900) -> subprocess.CompletedProcess[str]:
        """Run a management command against this site."""
        return subprocess.run(
            [sys.executable, str(ROOT / "site/manage.py"), *arguments],
            env=self.environment, capture_output=True, text=True, check=check, timeout=seconds,
        )  # fmt: skip

    def workers(self) -> set[int]:
        """The processes that do the queued tasks: one, but for the moment after it died."""
        return set(self._processes("site/manage.py worker"))

    def web_workers(self) -> set[int]:
        """The processes that answer requests: the children of gunicorn's first one."""
        found = self._processes("gunicorn acervo.wsgi")
        return {pid for pid, parent in found.items() if parent in found}

    def _processes(self, words: str) -> dict[int, int]:
        """Process → parent, of this site's processes with these words in their command line."""
        listed = subprocess.run(["pgrep", "-f", words], capture_output=True, text=True, check=False).stdout.split()
        found = {}
        for pid in map(int, listed):
            with contextlib.suppress(OSError):
                if f"DATA_DIR={self.data_dir}" in Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0"):
                    found[pid] = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        return found


@contextlib.contextmanager
def running(data_dir: Path, *, target: str = "demo") -> Iterator[RunningSite]:
    """What `make demo` (or another `target`) serves with its data in `data_dir`; every process of it ends at the end."""
    port = free_port()
    command = ["make", "--no-print-directory", "-C", str(ROOT), target, f"BIND=127.0.0.1:{port}", f"VENV={sys.prefix}"]
    with serving(command, environment_of(data_dir, port=port), log=data_dir / f"{target}-{port}.log") as site:
        yield site


def environment_of(data_dir: Path, *, port: int) -> dict[str, str]:
    """What a site needs to know; nothing else of our own environment reaches it but where packages come from."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", str(data_dir)),
        "DATA_DIR": str(data_dir),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "LANG": "C.UTF-8",
    }
    return environment | {name: value for name, value in os.environ.items() if name.startswith("PIP_")}


@contextlib.contextmanager
def serving(command: list[str], environment: dict[str, str], *, log: Path) -> Iterator[RunningSite]:
    """The site that `command` serves at the BASE_URL of its environment; all of its processes end at the end."""
    url, data_dir = environment["BASE_URL"], Path(environment["DATA_DIR"])
    with log.open("a") as out:
        server = subprocess.Popen(
            command, env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )  # fmt: skip
        try:
            wait_for(url, server, log)
            yield RunningSite(url, data_dir, printed_passwords(log), environment, log)
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
