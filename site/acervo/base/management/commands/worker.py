"""`manage.py worker`: does the queued tasks and the periodic jobs; one such process beside the web server is enough."""

import logging
import threading
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from acervo.base import clock

logger = logging.getLogger(__name__)
PAUSE = 2.0  # seconds between two looks at a database that does not answer


class Command(BaseCommand):
    help = "Does the queued tasks (reading files, imports) and the periodic jobs (scheduled publishing, search index)."

    def handle(self, *args, **options) -> None:
        stop = threading.Event()
        ticking = threading.Thread(target=clock.run_until, args=[stop], name="clock", daemon=True)
        ticking.start()
        try:
            if settings.TASKS_MODE == "database":
                _do_tasks()
            else:
                ticking.join()
        finally:
            stop.set()
            ticking.join(timeout=10)


def _do_tasks() -> None:
    """Work through the queue until the process is told to stop; a database that goes away is waited for.

    The task worker itself would end with it, and then the site would depend on somebody who starts it again.
    """
    away = False
    while True:
        try:
            if away:
                _ask_database()
                logger.warning("The worker works again: the database answers.")
                away = False
            call_command("db_worker", queue_name="*", interval=0.5, reload=False, startup_delay=False, verbosity=0)
        except (OperationalError, InterfaceError) as error:
            if not away:
                logger.warning("The worker waits for the database: %s", str(error).strip())
            away = True
            time.sleep(PAUSE)
        else:
            return


def _ask_database() -> None:
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
