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
def running(data_dir: Path) -> Iterator[RunningSite]:
    """Make the demo site below `data_dir`, serve it, and end every process of it."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(data_dir),
        "DATA_DIR": str(data_dir),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "acervo.settings.development",
        "LANG": "C.UTF-8",
    }
    site = RunningSite(f"http://127.0.0.1:{port}", data_dir, {}, environment)
    for command in (["build_assets", "-v0"], ["migrate", "-v0"], ["load_demo"]):
        done = site.manage(*command, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
    credentials = (data_dir / "demo_credentials.txt").read_text()
    site.passwords = dict(re.findall(r"^\s*(\w+): (\S+)", credentials, re.MULTILINE))
    log = (data_dir / "serve.log").open("w")
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "site/manage.py"), "serve", "--bind", f"127.0.0.1:{port}"],
        env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(site.url, server, data_dir / "serve.log")
        yield site
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        log.close()


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path, seconds: float = 90) -> None:
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
