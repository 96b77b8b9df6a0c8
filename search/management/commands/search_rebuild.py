"""`search_rebuild`: a new index from the database; the old one answers until the switch."""

import time

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import indexing
from search.engines import get_engine
from search.engines.base import SearchError


class Command(BaseCommand):
    help = "Build a new search index from the database and switch to it; search answers throughout."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed", action="store_true", help="only when the index is missing or of another version"
        )

    def handle(self, *args: object, **options: object) -> None:
        if options["if_needed"] and get_engine().health().usable:
            return
        started = time.monotonic()
        try:
            count = indexing.rebuild()
        except indexing.IndexBusy as error:
            raise CommandError(f"Another rebuild is running: {error}") from error
        except SearchError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"{count} entries indexed in {time.monotonic() - started:.1f} s")
