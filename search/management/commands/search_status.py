"""`search_status`: what the index holds and what waits."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import indexing
from search.engines import get_engine
from search.models import Change, Mark


class Command(BaseCommand):
    help = "Show the engine, its size, and the changes that wait. Exit code 1 if it cannot be used."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")

    def handle(self, *args: object, **options: object) -> None:
        health = get_engine().health()
        mark = Mark.objects.filter(name="sweep").first()
        failing = Change.objects.filter(applied_at=None, attempts__gt=0)
        status = asdict(health) | {
            "waiting": indexing.waiting(),
            "failing": {str(change): change.error for change in failing[:20]},
            "clock": mark.at.isoformat(timespec="seconds") if mark else "",
        }
        if options["json"]:
            self.stdout.write(json.dumps(status, ensure_ascii=False))
        else:
            for name, value in status.items():
                self.stdout.write(f"{name:<11} {value}")
        if not health.usable:
            raise CommandError("The search index cannot be used: run search_rebuild.")
