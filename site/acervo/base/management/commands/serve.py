"""`manage.py serve`: the web server and its worker as one command, for an office with one machine."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

SITE = Path(settings.SITE_DIR)


class Command(BaseCommand):
    help = "Serves the site with gunicorn and runs the worker; Ctrl-C ends both."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address:port (default: %(default)s)")
        parser.add_argument("--workers", type=int, default=1, help="web processes (default: %(default)s)")
        parser.add_argument("--threads", type=int, default=4, help="threads of each (default: %(default)s)")

    def handle(self, *args, **options) -> None:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
        worker = subprocess.Popen([sys.executable, str(SITE / "manage.py"), "worker"], env=environment)  # noqa: S603
        web = subprocess.Popen(  # noqa: S603 (our own words, no shell)
            [
                sys.executable, "-m", "gunicorn", "acervo.wsgi", "--bind", options["bind"],
                "--pythonpath", f"{SITE.parent},{SITE}", "--workers", str(options["workers"]),
                "--worker-class", "gthread", "--threads", str(options["threads"]), "--timeout", "60",
                "--max-requests", "20000", "--max-requests-jitter", "2000", "--log-level", "warning",
            ],
            env=environment,
        )  # fmt: skip
        children = (web, worker)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        self.stdout.write(f"Acervo: http://{options['bind']}/   admin: http://{options['bind']}/admin/")
        credentials = settings.DATA_DIR / "demo_credentials.txt"
        if credentials.exists():
            self.stdout.write(credentials.read_text().rstrip())
        self.stdout.write("Ctrl-C para terminar.")
        self.stdout.flush()
        try:
            finished, _status = os.wait()  # either of them ending ends both
            raise SystemExit(1 if finished in {child.pid for child in children} else 0)
        except KeyboardInterrupt:
            pass
        finally:
            for child in children:
                if child.poll() is None:
                    child.terminate()
            for child in children:
                try:
                    child.wait(timeout=15)
                except subprocess.TimeoutExpired:
                    child.kill()
