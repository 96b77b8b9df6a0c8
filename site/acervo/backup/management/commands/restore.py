"""`manage.py restore FILE`: make this site the copied one.

Exit codes: 0 restored (or, with --check, whole); 1 restored, but something is left to do or was lacking in the copy;
2 refused or failed, the site is as it was; 130 interrupted, the site is as it was.
"""

import argparse
import json
import logging
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from acervo.backup import restoring
from acervo.backup.copy_file import CopyFile, open_copy
from acervo.backup.errors import NeedsConfirmation, RestoreError
from acervo.backup.restoring import Restored
from acervo.backup.terminal import megabytes, progress, stoppable

logger = logging.getLogger(__name__)
SHOWN = 12

HELP = """Restaura en este sitio una copia hecha con «manage.py backup».

Antes de tocar nada comprueba cada byte de la copia, su versión y el espacio libre. Después guarda los archivos y
reemplaza la base de datos en una sola transacción: si se interrumpe, el sitio queda como estaba y se puede repetir.
Al final hace de nuevo los índices de búsqueda.

El sitio debe tener las mismas migraciones que el copiado (en una máquina nueva: instale la misma versión y ejecute
«manage.py migrate»). Un sitio con contenido solo se reemplaza con --replace. Detenga antes el servidor web y el
trabajador, y arránquelos al terminar. Ejecútelo con el mismo usuario del sistema que usa
el sitio. Una copia trae sus propios usuarios y permisos: restaure solo las que usted hizo."""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, *args, **kwargs):
        return super().create_parser(*args, formatter_class=argparse.RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="ARCHIVO", type=Path, help="La copia.")
        parser.add_argument("--check", action="store_true", help="Solo comprueba la copia; no cambia nada.")
        parser.add_argument("--replace", action="store_true", help="Reemplaza un sitio que ya tiene contenido.")
        parser.add_argument("--yes", action="store_true", help="No pregunta antes de reemplazar.")
        parser.add_argument("--json", action="store_true", help="Escribe el resultado como un objeto JSON.")

    def handle(self, *args, **options) -> None:
        try:
            with stoppable(), progress(verbosity=options["verbosity"]) as tell:
                copy = open_copy(options["file"], lambda done, total: tell("check", done, total))
                if options["check"]:
                    self._checked(copy, options)
                    return
                self._confirm(copy, options)
                restored = restoring.restore(copy, replace=options["replace"], progress=tell)
        except RestoreError as error:
            raise CommandError(str(error), returncode=2) from error
        except CommandError:
            raise
        except Exception as error:  # Python's own exit code would be 1, which here means that the site is restored
            logger.exception("restore: the site is as it was")
            raise CommandError(_("No se restauró: %(error)s") % {"error": error}, returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(restored.as_dict(), ensure_ascii=False))
        else:
            self._tell(copy, restored, options)
        if restored.warnings or restored.lacking:
            sys.exit(1)

    def _checked(self, copy: CopyFile, options: dict) -> None:
        for table in copy.manifest.tables:
            for _row in copy.rows(table):
                pass
        found = copy.manifest
        if options["json"]:
            facts = {"rows": found.rows, "files": found.file_count, "lacking": found.lacking_count}
            self.stdout.write(json.dumps({**facts, "made_at": found.made_at, "digest": copy.digest}))
        elif options["verbosity"]:
            self.stdout.write(
                _(
                    "La copia está entera: hecha el %(made_at)s con Acervo %(version)s sobre %(engine)s; "
                    "%(rows)d filas, %(files)d archivos (%(size)s)."
                )
                % {
                    "made_at": found.made_at, "version": found.acervo, "engine": found.engine, "rows": found.rows,
                    "files": found.file_count, "size": megabytes(found.file_bytes),
                }
            )  # fmt: skip

    def _confirm(self, copy: CopyFile, options: dict) -> None:
        """Say what would be lost, and ask. Raises CommandError unless a person or --yes agrees."""
        try:
            restoring.check(copy, replace=False)
            return
        except NeedsConfirmation as asked:
            lost = asked.lost
        self.stderr.write(_("Este sitio ya tiene contenido, que se perdería:"))
        for what, count in lost[:SHOWN]:
            self.stderr.write(f"  {count:>9,}  {what}")
        if len(lost) > SHOWN:
            self.stderr.write(_("  … y %(more)d tablas más.") % {"more": len(lost) - SHOWN})
        if not options["replace"]:
            raise CommandError(_("No se cambió nada. Para reemplazarlo use --replace."), returncode=2)
        if options["yes"]:
            return
        if not sys.stdin.isatty():
            raise CommandError(_("No se cambió nada. Sin nadie que conteste, agregue --yes."), returncode=2)
        word = _("REEMPLAZAR")
        if input(_("Escriba %(word)s para seguir: ") % {"word": word}).strip() != word:
            raise CommandError(_("No se cambió nada."), returncode=2)

    def _tell(self, copy: CopyFile, restored: Restored, options: dict) -> None:
        facts = {**restored.as_dict(), "size": megabytes(restored.bytes), "seconds": restored.seconds}
        if restored.renamed:
            self.stderr.write(_("%(renamed)d archivos recibieron otro nombre: aquí había otros con el suyo.") % facts)
        if restored.replaced:
            self.stderr.write(_("%(replaced)d textos tenían un carácter que esta base de datos no admite.") % facts)
        if restored.lacking:
            self.stderr.write(_("A la copia ya le faltaban %(lacking)d archivos:") % facts)
            for name in copy.manifest.lacking[:SHOWN]:
                self.stderr.write(f"  {name}")
        for warning in restored.warnings:
            self.stderr.write(warning)
        if options["verbosity"]:
            self.stdout.write(
                _("Sitio restaurado: %(rows)d filas, %(files)d archivos, %(size)s, %(seconds).1f s.") % facts
            )
            self.stdout.write(_("Arranque de nuevo el servidor web y el trabajador: recuerdan el sitio anterior."))
