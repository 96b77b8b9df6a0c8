"""`search_rebuild`: a new index from the database; the old one answers until the switch."""

import time

from django.core.management.base import BaseCommand, CommandError

from search import indexing
from search.engines.base import SearchError


class Command(BaseCommand):
    help = "Build a new search index from the database and switch to it; search answers throughout."

    def handle(self, *args: object, **options: object) -> None:
        started = time.monotonic()
        try:
            count = indexing.rebuild()
        except indexing.IndexBusy as error:
            raise CommandError(f"Another rebuild is running: {error}") from error
        except SearchError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"{count} entries indexed in {time.monotonic() - started:.1f} s")
