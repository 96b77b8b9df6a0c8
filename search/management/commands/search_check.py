"""`search_check`: find, and with --fix mend, differences between the database and the index."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from search import drift
from search.engines.base import SearchError

SHOWN = 20
NOT_COMPARED = 2  # exit code: nobody knows whether they differ


class Command(BaseCommand):
    help = (
        "Compare the database with the search index, ids and contents. "
        "Exit code 1 if they differ (or still do after --fix), 2 if the index cannot be asked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="bring the index in line with the database")

    def handle(self, *args: object, **options: object) -> None:
        try:
            found = drift.find()
            self._tell(found)
            if not found:
                return
            if not options["fix"]:
                raise CommandError(_("El índice difiere de la base de datos: ejecute search_check --fix."))
            drift.mend(found)
            left = drift.find()
        except SearchError as error:
            raise CommandError(
                _("No se pudo comparar con el índice: %(error)s") % {"error": error}, returncode=NOT_COMPARED
            ) from error
        if left:
            raise CommandError(_("Todavía difieren %(count)d registros: vea search_status.") % {"count": len(left.ids)})
        if left.waiting:
            self.stdout.write(_("%(count)d cambios esperan; se entregan solos.") % {"count": len(left.waiting)})
        else:
            self.stdout.write(_("Se corrigió: el índice dice lo mismo que la base de datos."))

    def _tell(self, found: drift.Drift) -> None:
        kinds = (
            (_("Faltan en el índice"), found.missing),
            (_("Sobran en el índice"), found.extra),
            (_("Con otro contenido"), found.changed),
        )
        for name, ids in kinds:
            self.stdout.write(f"{name}: {len(ids)}")
            for id in ids[:SHOWN]:
                self.stdout.write(f"  {id}")
            if len(ids) > SHOWN:
                self.stdout.write(_("  … y %(count)d más") % {"count": len(ids) - SHOWN})
        if found.waiting:
            self.stdout.write(_("Cambios que esperan (no cuentan): %(count)d") % {"count": len(found.waiting)})
        self.stdout.write(_("Comparados: %(count)d") % {"count": found.checked})
