"""Take the camera's data out of images that were stored before the site did so by itself.

Exit codes: 0 all stripped, 1 some could not be read (they are named).
"""

import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from documents.services.strip_images import strip_waiting


class Command(BaseCommand):
    help = "Quita de las imágenes guardadas los datos de la cámara (GPS, autoría, números de serie)."
    requires_migrations_checks = True

    def handle(self, *args, **options) -> None:
        done = refused = 0
        for image, problem in strip_waiting():
            if problem:
                refused += 1
                self.stderr.write(f"{image.pk} {image.title}: {problem}")
            else:
                done += 1
        self.stdout.write(
            _("Imágenes limpias: %(done)d. Sin poder leerse: %(refused)d.") % {"done": done, "refused": refused}
        )
        if refused:
            sys.exit(1)
