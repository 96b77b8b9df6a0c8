"""`search_rebuild`: a new index from the database; the old one answers until the switch."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from search import indexing
from search.engines import get_engine
from search.engines.base import SearchError
from search.indexing import Progress, Rebuilt

SHOWN = 50
INTERRUPTED = 130  # exit code: stopped by Ctrl+C


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
            with _bar() as progress:
                made = indexing.rebuild_and_report(progress)
        except indexing.IndexBusy as error:
            raise CommandError(
                _("Ya hay otra reconstrucción en curso, o alguien escribe en el índice: %(error)s") % {"error": error}
            ) from error
        except SearchError as error:
            raise CommandError(
                _("El índice no se reconstruyó; el anterior, si lo hay, sigue en uso: %(error)s") % {"error": error}
            ) from error
        except KeyboardInterrupt:
            raise CommandError(
                _("Se interrumpió; el índice anterior, si lo hay, sigue en uso."), returncode=INTERRUPTED
            ) from None
        if options["verbosity"]:
            self._tell(made, time.monotonic() - started)
        if made.left_out:
            raise CommandError(
                _("Quedaron fuera %(count)d registros; se intentan de nuevo cada hora y search_status los nombra.")
                % {"count": len(made.left_out)}
            )

    def _tell(self, made: Rebuilt, seconds: float) -> None:
        for source, count in made.per_source.items():
            self.stdout.write(f"{source:<20} {count:>9,}")
        self.stdout.write(
            _(
                "%(entries)s registros indexados en %(seconds).1f s (%(speed)s por segundo); el índice tiene "
                "%(indexed)s y %(changed)s cambiaron mientras tanto."
            )
            % {
                "entries": f"{made.entries:,}",
                "seconds": seconds,
                "speed": f"{made.entries / max(seconds, 0.001):,.0f}",
                "indexed": f"{made.indexed:,}",
                "changed": f"{made.changed:,}",
            }
        )
        for id, reason in list(made.left_out.items())[:SHOWN]:
            self.stderr.write(f"{id}: {reason}")


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    """A bar for each source, where there is a terminal to show it on."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from tqdm import tqdm

    bars: dict[str, tqdm] = {}

    def show(progress: Progress) -> None:
        bar = bars.get(progress.source)
        if bar is None:
            for other in bars.values():
                other.close()
            unit = _(" registros")
            bar = tqdm(total=progress.total, desc=progress.source, unit=unit, file=sys.stderr, dynamic_ncols=True)
            bars[progress.source] = bar
        bar.update(progress.done - bar.n)

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()
