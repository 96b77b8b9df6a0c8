"""«Transparencia focalizada»: the files of the inventory, what they hold, their licence and their date."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from documents.enums import LICENCE_URLS
from observatorio.exports import about

from .progress_figures import scope_of
from .sections import front_of, monuments_of

#: End of the file's name → name of the format, and what it is good for. The order is that of the page.
FORMATS: dict[str, tuple[str, Promise]] = {
    "csv": ("CSV", _("Hoja de datos para cualquier programa; la misma que se puede volver a importar.")),
    "xlsx": ("XLSX", _("Libro de hoja de cálculo.")),
    "geojson": ("GeoJSON", _("Puntos y datos para mapas.")),
    "kml": ("KML", _("Puntos para globos terráqueos y aplicaciones de mapas.")),
    "jsonld": ("JSON-LD", _("Datos enlazados con el vocabulario de schema.org.")),
}


@dataclass(frozen=True, slots=True)
class Download:
    name: str
    url: str
    what: str


def open_data(page: Page, request: Any) -> dict[str, Any]:
    """Downloads of the microsite's inventory, and where its dictionary, its API and its feeds are."""
    front = front_of(page, request)
    query = "&".join(f"{name}={value}" for name, values in scope_of(front).items() for value in values)
    ending = f"?{query}" if query else ""
    downloads = []
    for ending_of_file, (name, what) in FORMATS.items():
        if url := _reverse("monuments:export", ending_of_file):
            downloads.append(Download(name, url + ending, str(what)))
    return {
        "downloads": downloads,
        "monument_count": monuments_of(front).count(),
        "changed_at": about.changed()[1],
        "licence": about.LICENCE.label,
        "licence_url": LICENCE_URLS[about.LICENCE],
        "dictionary_url": _reverse("monuments:dictionary"),
        "api_url": _reverse("api_docs"),
        "feed_url": _reverse("monuments:works_feed"),
    }


def _reverse(name: str, *args: str) -> str:
    """The address of a part that another module brings; empty while it does not."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
