"""`manage.py worker`: does the queued tasks and the periodic jobs; one such process beside the web server is enough."""

import threading

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from acervo.base import clock


class Command(BaseCommand):
    help = "Does the queued tasks (reading files, imports) and the periodic jobs (scheduled publishing, search index)."

    def handle(self, *args, **options) -> None:
        stop = threading.Event()
        ticking = threading.Thread(target=clock.run_until, args=[stop], name="clock", daemon=True)
        ticking.start()
        try:
            if settings.TASKS_MODE == "database":
                call_command("db_worker", queue_name="*", interval=0.5, reload=False, startup_delay=False, verbosity=0)
            else:
                ticking.join()
        finally:
            stop.set()
            ticking.join(timeout=10)
