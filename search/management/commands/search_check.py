"""`search_check`: find, and with --fix mend, differences between the database and the index."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import drift
from search.engines.base import SearchError

SHOWN = 20


class Command(BaseCommand):
    help = "Compare the database with the search index; exit code 1 if they differ and --fix was not given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="bring the index in line with the database")

    def handle(self, *args: object, **options: object) -> None:
        try:
            found = drift.find()
            for name, ids in (("missing", found.missing), ("extra", found.extra), ("changed", found.changed)):
                self.stdout.write(f"{name:<8} {len(ids)}")
                for id in ids[:SHOWN]:
                    self.stdout.write(f"  {id}")
            self.stdout.write(f"checked  {found.checked}")
            if not found:
                return
            if not options["fix"]:
                raise CommandError("The index differs from the database: run search_check --fix.")
            drift.mend(found)
            left = drift.find()
        except SearchError as error:
            raise CommandError(str(error)) from error
        if left:
            raise CommandError(f"{len(left.ids)} entries still differ; see search_status.")
        self.stdout.write("mended")
