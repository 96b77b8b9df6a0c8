"""`manage.py load_demo`: the demonstration site, once."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.demo.load import credentials_file, load_demo

LABELS = {
    "content": gettext_lazy("Páginas y registros"),
    "files": gettext_lazy("Lectura de archivos"),
    "index": gettext_lazy("Índice de búsqueda"),
}


class Command(BaseCommand):
    help = "Load the demonstration content if the site is empty; otherwise change nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        quiet = options["verbosity"] == 0
        summary = load_demo(progress=None if quiet else self._report)
        if quiet:
            return
        if summary.loaded:
            self.stdout.write(
                _("Demostración lista en %(seconds)d s: %(records)d registros, %(files)d archivos, %(pages)d páginas.")
                % {
                    "seconds": time.monotonic() - started,
                    "records": summary.records,
                    "files": summary.files,
                    "pages": summary.pages,
                }
            )
        else:
            self.stdout.write(_("El sitio ya tiene contenido; no se cambió nada."))
        path = credentials_file()
        if path.exists():
            self.stdout.write(_("Administración: %(url)s") % {"url": f"{settings.BASE_URL}/admin/"})
            self.stdout.write(path.read_text(encoding="utf-8").rstrip())
            self.stdout.write(_("(contraseñas guardadas en %(path)s)") % {"path": path})

    def _report(self, what: str, done: int, total: int) -> None:
        """One line that is written over on a terminal; elsewhere only the end of each step."""
        line = f"{LABELS[what]}: {done}/{total}"
        if self.stdout.isatty():
            self.stdout.write("\r" + line + " " * 8, ending="\n" if done == total else "")
            self.stdout.flush()
        elif done == total:
            self.stdout.write(line)
