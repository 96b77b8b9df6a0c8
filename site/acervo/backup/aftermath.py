"""What follows a restored database: nothing here can make it half restored, and all of it may be repeated."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TextIO

from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.exceptions import SuspiciousOperation
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _
from wagtail.models import Site

from acervo.base import per_request

from .places import STAGED, WORK_FOLDERS, Place, work_files, work_root

logger = logging.getLogger(__name__)
CHUNK = 500


def note_names(found: Iterable[Place], out: TextIO) -> None:
    """Write down what the old site stores, a line each: «place/name»."""
    for place in found:
        for name in place.names():
            if "\n" not in name:
                out.write(f"{place.name}/{name}\n")


def remove_unnamed(found: dict[str, Place], names: TextIO) -> int:
    """Remove of these files those that no row names any more; returns how many."""
    removed = 0
    while lines := [line.rstrip("\n").split("/", 1) for line in islice(names, CHUNK)]:
        for place in found.values():
            mine = [name for label, name in lines if label == place.name]
            for name in set(mine) - set(_still_named(place, mine)):
                try:
                    place.storage.delete(name)
                    removed += 1
                except (OSError, SuspiciousOperation) as error:
                    logger.warning("restore: the file %s of the old site is still there: %s", name, error)
    return removed


def _still_named(place: Place, names: list[str]) -> Iterator[str]:
    for table, column in place.fields:
        yield from table.rows().filter(**{f"{column}__in": names}).values_list(column, flat=True)


def take_up_work() -> None:
    """The copied work in progress takes the place of the old site's."""
    root = work_root()
    staged = root / STAGED
    for name in list(work_files()):
        if not (staged / name).exists():
            (root / name).unlink(missing_ok=True)
    for folder in WORK_FOLDERS:
        for parent, _folders, files in os.walk(staged / folder):
            for file in files:
                source = os.path.join(parent, file)
                target = root / os.path.relpath(source, staged)
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(source, target)
    shutil.rmtree(staged, ignore_errors=True)


def forget_caches() -> None:
    """What this process knows of the old site. Other processes have to be started again."""
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    per_request.clear()
    for cache in caches.all(initialized_only=True):
        with suppress(Exception):  # another server's cache that does not answer is no reason to stop here
            cache.clear()


def tell_the_planner() -> None:
    """PostgreSQL would plan its queries for the old tables until its own rounds come by."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


INDEXES: tuple[tuple[str, dict[str, str]], ...] = (("search_rebuild", {}), ("wagtail_update_index", {}))


def build_indexes(tell: Callable[[str, int, int], None]) -> list[str]:
    """Build the public index and the admin's; returns what a person has to do where that was not possible."""
    left = []
    for done, (command, options) in enumerate(INDEXES):
        tell("indexes", done, 2)
        try:
            call_command(command, verbosity=0, stdout=open(os.devnull, "w"), **options)  # noqa: SIM115
        except Exception as error:  # noqa: BLE001 the site is restored; what is left is told, whatever it was
            left.append(_("Ejecute «manage.py %(command)s»: %(error)s") % {"command": command, "error": error})
    tell("indexes", 2, 2)
    return left
