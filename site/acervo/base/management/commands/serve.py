"""`manage.py serve`: the web server and its worker as one command, for an office with one machine."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand

SITE = Path(settings.SITE_DIR)
#: glibc keeps what threads free; a small machine wants it back (measured: 4 to 10 MB less after 500 requests).
THRIFT = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "65536"}
PATIENCE = 5  # deaths of one process within BREATH seconds, after which starting it again is no use
BREATH = 60.0


class Command(BaseCommand):
    help = "Serves the site with gunicorn and runs the worker; starts again the one that dies; Ctrl-C ends both."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address:port (default: %(default)s)")
        parser.add_argument("--workers", type=int, default=1, help="web processes (default: %(default)s)")
        parser.add_argument("--threads", type=int, default=4, help="threads of each (default: %(default)s)")

    def handle(self, *args, **options) -> None:
        commands = {
            "worker": [sys.executable, str(SITE / "manage.py"), "worker"],
            "web": [
                sys.executable, "-m", "gunicorn", "acervo.wsgi", "--bind", options["bind"],
                "--pythonpath", f"{SITE.parent},{SITE}", "--workers", str(options["workers"]),
                "--worker-class", "gthread", "--threads", str(options["threads"]), "--timeout", "60",
                "--limit-request-line", "8190", "--max-requests", "20000", "--max-requests-jitter", "2000",
                "--log-level", "warning",
                "--no-control-socket",
            ],
        }  # fmt: skip
        self.stdout.write(f"Acervo: {settings.BASE_URL}/   admin: {settings.BASE_URL}/admin/")
        credentials = settings.DATA_DIR / "demo_credentials.txt"
        if credentials.exists():
            self.stdout.write(credentials.read_text().rstrip())
        self.stdout.write("Ctrl-C para terminar.")
        self.stdout.flush()
        signal.signal(signal.SIGTERM, _stop)
        running: dict[str, subprocess.Popen[bytes]] = {}
        try:
            self._keep_alive(commands, running)
        except KeyboardInterrupt:
            pass
        finally:
            for child in running.values():
                if child.poll() is None:
                    child.terminate()
            for child in running.values():
                try:
                    child.wait(timeout=15)
                except subprocess.TimeoutExpired:
                    child.kill()

    def _keep_alive(self, commands: dict[str, list[str]], running: dict[str, subprocess.Popen[bytes]]) -> None:
        """Start both, and again whichever dies; one of them out of memory must not close the site."""
        environment = {**THRIFT, **os.environ}
        deaths: dict[str, list[float]] = {name: [] for name in commands}
        for name, command in commands.items():
            running[name] = subprocess.Popen(command, env=environment)  # noqa: S603 (our own words, no shell)
        while True:
            time.sleep(0.5)
            for name, command in commands.items():
                status = running[name].poll()
                if status is None:
                    continue
                now = time.monotonic()
                deaths[name] = [moment for moment in deaths[name] if now - moment < BREATH] + [now]
                self.stderr.write(f"{name} ended with status {status}; starting it again.")
                if len(deaths[name]) > PATIENCE:
                    self.stderr.write(f"{name} ended {PATIENCE + 1} times within a minute; giving up.")
                    raise SystemExit(1)
                running[name] = subprocess.Popen(command, env=environment)  # noqa: S603


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
