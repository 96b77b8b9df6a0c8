"""`manage.py setup_site`: the first pages of a new site, without any demo content."""

from django.conf import settings
from django.core.management.base import BaseCommand

from home.setup import set_up_site


class Command(BaseCommand):
    help = "Makes the front page, the archive and a first collection of a new site. Changes nothing if there is one."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--name", default=settings.WAGTAIL_SITE_NAME, help="title of the front page")
        parser.add_argument("--collection", default="Documentos", help="title of the first collection")

    def handle(self, *args, **options) -> None:
        home = set_up_site(name=options["name"], collection=options["collection"])
        self.stdout.write(
            "There is a site already; nothing changed." if home is None else f"Made: {settings.BASE_URL}/"
        )
