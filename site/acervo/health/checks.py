"""What the site is made of, and what each part says of itself.

Essential are the database and its migrations, for no page can be made without them. The others are not: with search
down every page but the results answers; with the worker down all is served and changes wait; with a full disk all that
is there can be read. Taking such a site out of service would only make it worse, so it is ready, and «degraded».
"""

import datetime as dt
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from search.engines import get_engine
from search.engines.base import SearchError
from search.models import Change

from . import heartbeat
from .report import Check, Outcome, Reporter
from .storage import storage

STILL = dt.timedelta(minutes=10)  # a queue that has not moved for so long does not move
LATE = dt.timedelta(minutes=5)  # a change that waits longer for the index is told


def database() -> Outcome:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return Outcome("ok", _("Responde."), {"vendor": connection.vendor})


@cache
def _newest_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app, read once: the code of a process does not change."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def migrations() -> Outcome:
    missing = _newest_migrations() - set(MigrationRecorder(connection).applied_migrations())
    if missing:
        names = sorted(f"{app}.{name}" for app, name in missing)
        return Outcome("failed", _("Faltan migraciones: ejecute «migrate»."), {"missing": names})
    return Outcome("ok", _("Al día."))


def search() -> Outcome:
    """Never essential: the results page says that it cannot search, every other page answers."""
    try:
        health = get_engine().health()
    except SearchError as error:
        return Outcome("degraded", _("El motor no responde; las demás páginas funcionan."), {"reason": str(error)})
    facts = {
        "engine": health.engine,
        "detail": health.detail,
        "records": health.records,
        "pages": health.pages,
        "built": health.built,
        "leftovers": list(health.leftovers),
    }
    if not health.usable:
        return Outcome("degraded", _("El índice no se puede usar; las demás páginas funcionan."), facts)
    sentence = _("%(engine)s: %(records)s registros y %(pages)s páginas.")
    return Outcome("ok", sentence % {k: facts[k] for k in ("engine", "records", "pages")}, facts)


def changes() -> Outcome:
    """What was changed on the site and is not in the index yet."""
    now = timezone.now()
    waiting = Change.objects.filter(applied_at=None)
    count, oldest = waiting.count(), waiting.aggregate(at=Min("made_at"))["at"]
    failing = waiting.filter(attempts__gt=0).count()
    age = (now - oldest).total_seconds() if oldest else 0.0
    facts = {"waiting": count, "oldest_seconds": round(age), "failing": failing}
    sentence = ngettext(
        "Espera %(n)s cambio; el más antiguo, desde hace %(seconds)s s.",
        "Esperan %(n)s cambios; el más antiguo, desde hace %(seconds)s s.",
        count,
    ) % {"n": count, "seconds": round(age)}
    late = age > LATE.total_seconds() or failing
    return Outcome("degraded" if late else "ok", sentence if count else _("Ningún cambio espera."), facts)


def tasks() -> Outcome:
    """Whether a worker is alive, and whether what waits for it moves."""
    now = timezone.now()
    beat = heartbeat.last()
    alive = beat is not None and now - beat < heartbeat.LATE
    facts: dict[str, object] = {
        "worker": alive,
        "worker_seconds": round((now - beat).total_seconds()) if beat else None,
        "queue": settings.TASKS_MODE,
    }
    still = False
    if settings.TASKS_MODE == "database":
        ready = DBTaskResult.objects.ready()
        waiting, first = ready.count(), _waits_since(ready)
        running = DBTaskResult.objects.running()
        moved = DBTaskResult.objects.aggregate(at=Max("started_at"))["at"]
        failed = DBTaskResult.objects.filter(
            status=TaskResultStatus.FAILED, finished_at__gt=now - dt.timedelta(days=1)
        ).count()
        still = first is not None and now - first > STILL and (moved is None or now - moved > STILL)
        age = round((now - first).total_seconds()) if first else 0
        facts |= {"waiting": waiting, "oldest_seconds": age, "running": running.count(), "failed_today": failed}
    if not alive:
        sentence = _("Ningún proceso de tareas da señales de vida: inicie «manage.py worker».")
    elif still:
        sentence = _("La fila de tareas no avanza.")
    else:
        sentence = _("El proceso de tareas trabaja; %(n)s en espera.") % {"n": facts.get("waiting", 0)}
    return Outcome("ok" if alive and not still else "degraded", sentence, facts)


def _waits_since(ready) -> dt.datetime | None:
    """Since when the first of these tasks could have been done: since it came, or since the moment it was put off to."""
    never = get_date_max()
    came = ready.filter(run_after=never).aggregate(at=Min("enqueued_at"))["at"]
    put_off = ready.exclude(run_after=never).aggregate(at=Min("run_after"))["at"]
    return min(filter(None, (came, put_off)), default=None)


CHECKS = (
    Check("database", gettext_lazy("Base de datos"), database, essential=True),
    Check("migrations", gettext_lazy("Migraciones"), migrations, essential=True, needs_database=True),
    Check("search", gettext_lazy("Búsqueda"), search),
    Check("changes", gettext_lazy("Cambios que esperan al índice"), changes, needs_database=True),
    Check("tasks", gettext_lazy("Tareas"), tasks, needs_database=True),
    Check("storage", gettext_lazy("Almacenamiento"), storage),
)
reporter = Reporter(CHECKS)
