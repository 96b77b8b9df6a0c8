"""`manage.py backup FILE`: the whole site in one file, while it is in use.

Exit codes: 0 copied; 1 copied, but files are lacking or damaged (they are named); 2 nothing was copied; 130 interrupted.
"""

import argparse
import json
import logging
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from acervo.backup import saving
from acervo.backup.errors import BackupError
from acervo.backup.saving import Saved
from acervo.backup.terminal import megabytes, progress, stoppable

logger = logging.getLogger(__name__)
SHOWN = 20

HELP = """Copia el sitio completo a un solo archivo, sin detenerlo: base de datos y archivos guardados.

La copia es de un solo momento aunque alguien trabaje mientras tanto. Sirve para volver atrás, para mudar el sitio a
otra máquina y para pasar de SQLite a PostgreSQL, o de una carpeta a un almacén S3, y de regreso.

Contiene datos personales y contraseñas cifradas; el archivo queda legible solo para quien lo hizo (0600). No contiene
SECRET_KEY ni las demás variables de entorno (guárdelas aparte), ni las sesiones abiertas, ni el índice de búsqueda.
Para cifrarla al vuelo: manage.py backup - | age -r CLAVE > copia.tar.age

Ejecútelo con el mismo usuario del sistema que usa el sitio."""


class Command(BaseCommand):
    help = HELP
    requires_migrations_checks = True

    def create_parser(self, *args, **kwargs):
        return super().create_parser(*args, formatter_class=argparse.RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="ARCHIVO", help="Dónde escribirla (un .tar); «-» es la salida estándar.")
        parser.add_argument("--overwrite", action="store_true", help="Reemplaza una copia con el mismo nombre.")
        parser.add_argument("--json", action="store_true", help="Escribe el resultado como un objeto JSON.")

    def handle(self, *args, **options) -> None:
        report = self.stderr if options["file"] == "-" else self.stdout
        try:
            with stoppable(), progress(verbosity=options["verbosity"]) as tell:
                if options["file"] == "-":
                    saved = saving.write(sys.stdout.buffer, progress=tell)
                    sys.stdout.buffer.flush()
                else:
                    saved = saving.save(Path(options["file"]), overwrite=options["overwrite"], progress=tell)
        except BackupError as error:
            raise CommandError(str(error), returncode=2) from error
        except Exception as error:  # Python's own exit code would be 1, which here means that there is a copy
            logger.exception("backup: no copy was made")
            raise CommandError(_("No se hizo la copia: %(error)s") % {"error": error}, returncode=2) from error
        if options["json"]:
            report.write(json.dumps(saved.as_dict(), ensure_ascii=False))
        else:
            self._tell(saved, options, report)
        if saved.lacking or saved.damaged:
            sys.exit(1)

    def _tell(self, saved: Saved, options: dict, report) -> None:
        for names, sentence in (
            (saved.lacking, _("No está o no se puede leer: %(name)s")),
            (saved.damaged, _("Sus bytes no son los que se archivaron: %(name)s")),
        ):
            for name in names[:SHOWN]:
                self.stderr.write(sentence % {"name": name})
            if len(names) > SHOWN:
                self.stderr.write(_("… y %(more)d más.") % {"more": len(names) - SHOWN})
        if options["verbosity"]:
            facts = {
                "rows": saved.rows, "files": saved.files, "size": megabytes(saved.bytes), "seconds": saved.seconds,
                "digest": saved.digest,
            }  # fmt: skip
            report.write(_("Copia lista: %(rows)d filas, %(files)d archivos, %(size)s, %(seconds).1f s.") % facts)
            report.write(_("Sello: %(digest)s") % facts)
