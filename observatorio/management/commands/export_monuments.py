"""Write the inventory to a file, or to the standard output, in one of the open formats."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from observatorio.exports.formats import COMPLETE, FORMATS, complete, whole
from observatorio.models import Monument


class Command(BaseCommand):
    help = "Write the public inventory in an open format; with --complete every field of every monument, for staff."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("form", choices=list(FORMATS), help="the format")
        parser.add_argument("--out", metavar="FILE", help="where to write it; without it, the standard output")
        parser.add_argument(
            "--complete",
            action="store_true",
            help=f"also what is reserved, confidential or not published ({', '.join(COMPLETE)}); not to be published",
        )

    def handle(self, *args: Any, form: str, out: str | None, complete: bool, **options: Any) -> None:
        if complete and form not in COMPLETE:
            raise CommandError(f"--complete is written as {' or '.join(COMPLETE)}.")
        pieces = _complete(form) if complete else whole(form, Monument.objects.all())
        if out is None:
            target = getattr(self.stdout, "buffer", None) or sys.stdout.buffer
            for piece in pieces:
                target.write(piece)
            return
        path = Path(out)
        if path.exists() and not path.is_file():
            # A device or a pipe is written to; put in its place, a file would take /dev/null from the whole machine.
            _write(path, path, pieces)
            return
        # A file that is half written must not look like a whole one.
        partial = path.with_name(path.name + ".part")
        try:
            _write(partial, path, pieces)
        finally:
            partial.unlink(missing_ok=True)


def _write(target: Path, path: Path, pieces: Iterable[bytes]) -> None:
    """Write to `target` and let it be `path`. Raises CommandError with the name that was asked for."""
    try:
        with target.open("wb") as opened:
            for piece in pieces:
                opened.write(piece)
        if target != path:
            target.replace(path)
    except OSError as error:
        raise CommandError(f"{path}: {error}") from error


def _complete(form: str):
    return complete(form, Monument.objects.all())
