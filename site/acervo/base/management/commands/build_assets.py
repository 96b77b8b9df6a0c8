"""`manage.py build_assets`: what the site needs beside its sources, made in a few seconds and only when out of date."""

from django.conf import settings
from django.core.management.base import BaseCommand

from acervo.base import assets


class Command(BaseCommand):
    help = "Makes the typefaces, the single style sheet and the compiled translations. Safe to run again."

    def handle(self, *args, **options) -> None:
        for path in assets.build_all(build_dir=settings.BUILD_DIR, locale_paths=settings.LOCALE_PATHS):
            if options["verbosity"] >= 1:
                self.stdout.write(str(path))
