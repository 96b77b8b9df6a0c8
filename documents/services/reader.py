"""What the reader shows of one page of one file."""

import dataclasses
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from acervo.links.models import ShortLink
from acervo.links.services import link_for
from documents.extraction import OutlineEntry
from documents.models import FilePage, FileVersion, RecordFile, RecordPage
from documents.services import inside, page_images
from documents.services.citations import Citation
from documents.services.matching import Box, Matcher
from documents.services.reading import page_path

#: Thumbnails on each side of the current page.
AROUND = 7
# Programs that walk through every page of every document; the record's own link is enough for them.
_CRAWLERS = re.compile(r"bot\b|crawl|spider|slurp", re.IGNORECASE)
#: Values of `?vista=`; without it the image and the text are shown.
VIEWS = ("imagen", "texto")
QUERY_MAX = 500
#: The overlay's width in its own units; its height follows the page.
UNITS = 1000


@dataclass(frozen=True)
class Mark:
    """A rectangle over the image, in the overlay's units."""

    x: float
    y: float
    width: float
    height: float


class ReaderPage:
    """One page of a record's file as a visitor asked for it; each part is read when the template needs it."""

    def __init__(
        self,
        record: RecordPage,
        item: RecordFile,
        number: int,
        *,
        main_file_id: int | None,
        request,
    ) -> None:
        self.record, self.item, self.number, self.request = record, item, number, request
        self.file = item.file
        self.version: FileVersion = item.file.current
        self.main_file_id = main_file_id
        parameters = request.GET
        self.query = " ".join(parameters.get("q", "").replace("\x00", " ").split())[:QUERY_MAX]
        self.view = parameters.get("vista") if parameters.get("vista") in VIEWS else ""
        if not self.version.has_images:
            self.view = "texto"
        self.is_zoomed = parameters.get("zoom") == "1" and self.shows_image
        self.record_url = record.get_url(request) or "/"

    # --- What is shown ----------------------------------------------------------------------------------
    @property
    def shows_image(self) -> bool:
        return self.view != "texto"

    @property
    def shows_text(self) -> bool:
        return self.view != "imagen"

    @property
    def total(self) -> int:
        return self.version.page_count

    @property
    def language(self) -> str:
        return self.file.language or self.record.language or "es"

    @property
    def title(self) -> str:
        """The record's title, and the file's own where it is not the main one."""
        if self.file.pk == self.main_file_id:
            return self.record.title
        return f"{self.record.title}: {self.item}"

    @cached_property
    def stored(self) -> FilePage | None:
        return FilePage.objects.filter(version=self.version, number=self.number).first()

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.query, language=self.language)

    @cached_property
    def text(self) -> str:
        return self.stored.text.strip() if self.stored else ""

    @property
    def text_html(self) -> str:
        return inside.marked_text(inside.reflowed(self.text), self.matcher)

    @property
    def why_no_text(self) -> str:
        """A sentence for a page without text; empty where there is some."""
        if self.text:
            return ""
        if self.stored and self.stored.is_scan and not self.stored.from_ocr:
            return _(
                "Esta página es una imagen escaneada y su texto todavía no se ha reconocido. "
                "Puede verla como imagen o descargar el archivo."
            )
        if self.stored is None or self.stored.error:
            return _("No se pudo leer el texto de esta página. Puede verla como imagen o descargar el archivo.")
        return _("Esta página no tiene texto.")

    # --- The image --------------------------------------------------------------------------------------
    def image_url(self, number: int, size: str) -> str:
        return reverse("documents:page_image", args=[self.file.pk, self.version.number, number, size])

    @cached_property
    def image(self) -> dict[str, Any]:
        width, height = page_images.displayed_size(
            width=self.stored.width if self.stored else 0, height=self.stored.height if self.stored else 0
        )
        sources = {size: self.image_url(self.number, size) for size in page_images.SIZES}
        return {
            "src": sources["l" if self.is_zoomed else "m"],
            "srcset": ", ".join(f"{url} {page_images.SIZES[size]}w" for size, url in sources.items()),
            "width": width,
            "height": height,
            "marks_height": round(UNITS * height / width),
        }

    @cached_property
    def marks(self) -> list[Mark]:
        height = UNITS * self.image["height"] / self.image["width"]

        def placed(box: Box) -> Mark:
            x, y, w, h = box
            return Mark(
                round(x * UNITS - 1, 1), round(y * height - 1, 1), round(w * UNITS + 2, 1), round(h * height + 2, 1)
            )

        return [placed(box) for box in inside.marks_on_image(self.version, self.number, self.matcher)]

    # --- Addresses --------------------------------------------------------------------------------------
    def address(self, number: int, **changes: str) -> str:
        """The address of a page of this file, with what the visitor chose; `changes` of "" take a choice away."""
        chosen = {"q": self.query, "vista": self.view, "zoom": "1" if self.is_zoomed else ""} | changes
        if not self.version.has_images:
            chosen["vista"] = ""
        query = urlencode({key: value for key, value in chosen.items() if value})
        path = self.record_url + page_path(main_file_id=self.main_file_id, file_id=self.file.pk, number=number)
        return f"{path}?{query}" if query else path

    @property
    def here(self) -> str:
        """The address of this page, plain: what is cited and shared."""
        return self.record_url + self.suffix

    @property
    def here_absolute(self) -> str:
        return self.here if "://" in self.here else settings.BASE_URL + self.here

    @property
    def suffix(self) -> str:
        return page_path(main_file_id=self.main_file_id, file_id=self.file.pk, number=self.number)

    @property
    def previous_url(self) -> str:
        return self.address(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self.address(self.number + 1) if self.number < self.total else ""

    @property
    def next_image(self) -> str:
        return self.image_url(self.number + 1, "m") if self.next_url and self.shows_image else ""

    @property
    def previous_image(self) -> str:
        return self.image_url(self.number - 1, "m") if self.previous_url and self.shows_image else ""

    @property
    def end_url(self) -> str:
        return self.address(self.total)

    @property
    def view_links(self) -> list[dict[str, Any]]:
        if not self.version.has_images:
            return []
        labels = {"": _("Imagen y texto"), "imagen": _("Solo imagen"), "texto": _("Solo texto")}
        return [
            {"label": label, "url": self.address(self.number, vista=value), "current": value == self.view}
            for value, label in labels.items()
        ]

    @property
    def zoom_url(self) -> str:
        return self.address(self.number, zoom="" if self.is_zoomed else "1")

    @property
    def download_url(self) -> str:
        return self.version.get_absolute_url()

    # --- Finding one's way ------------------------------------------------------------------------------
    @cached_property
    def _found(self) -> tuple[list[inside.Hit], bool]:
        return inside.pages_with(self.version, self.matcher, language=self.language)

    @property
    def hits_are_partial(self) -> bool:
        """Whether no page holds all that was asked for."""
        return not self._found[1]

    @cached_property
    def hits(self) -> list[dict[str, Any]]:
        return [
            {
                "number": hit.number,
                "count": hit.count,
                "snippet": hit.snippet,
                "url": self.address(hit.number),
                "current": hit.number == self.number,
            }
            for hit in self._found[0]
        ]

    @property
    def previous_hit(self) -> dict[str, Any] | None:
        return next((hit for hit in reversed(self.hits) if hit["number"] < self.number), None)

    @property
    def next_hit(self) -> dict[str, Any] | None:
        return next((hit for hit in self.hits if hit["number"] > self.number), None)

    @property
    def thumbnails(self) -> list[dict[str, Any]]:
        if not self.version.has_images or self.total < 2:
            return []
        first = max(1, min(self.number - AROUND, self.total - 2 * AROUND))
        last = min(self.total, first + 2 * AROUND)
        return [
            {
                "number": number,
                "url": self.address(number),
                "image": self.image_url(number, "s"),
                "current": number == self.number,
            }
            for number in range(first, last + 1)
        ]

    @cached_property
    def outline(self) -> list[dict[str, Any]]:
        entries: list[OutlineEntry] = inside.outline_of(self.version)
        within = [entry for entry in entries if entry.page and entry.page <= self.number]
        current = max(within, key=lambda entry: entry.page or 0, default=None)
        return [
            {
                "level": min(entry.level, 4),
                "title": entry.title,
                "number": entry.page,
                "url": self.address(entry.page or 1),
                "current": entry is current,
            }
            for entry in entries
            if entry.page and entry.page <= self.total
        ]

    # --- Taking it along --------------------------------------------------------------------------------
    @property
    def citation(self) -> str:
        made = Citation.of(self.record, url=self.here_absolute, page=self.number)
        return dataclasses.replace(made, title=self.title).apa()

    @cached_property
    def link(self) -> ShortLink | None:
        """The short link to this very page; made the first time that somebody reads it, never for a crawler."""
        if _CRAWLERS.search(self.request.headers.get("User-Agent", "")):
            return None
        try:
            return link_for(self.record, suffix=self.suffix)
        except (DatabaseError, ValueError):  # a database that cannot write now costs the QR, not the page
            return None
