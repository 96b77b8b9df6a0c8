"""The public inventory, as list, gallery, map, exports and API ask for it: filters, facets, order, pages of rows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.http import QueryDict

from acervo.base.publicity import public
from documents.models import ArchiveImage, ArchiveRendition
from observatorio.models import Monument, Photo

from .inventory_facets import Facets, FacetValue, facets
from .inventory_filters import KINDS, ORDERS, Filters, apply, ordered
from .public_version import PublicMonument

__all__ = [
    "KINDS", "ORDERS", "FacetValue", "Facets", "Filters", "Listing", "Row", "apply", "build", "facets", "ordered",
    "rows_of", "with_rows",
]  # fmt: skip

VIEWS = ("lista", "galeria", "mapa")
SIZES = (24, 48)
#: What lists and the gallery show of a photograph; 4:3, as a visitor's camera takes it.
THUMBNAIL, THUMBNAIL_LARGE = "fill-480x360|format-webp", "fill-960x720|format-webp"


class _Counted(Paginator):
    """A paginator that was told how many there are."""

    def __init__(self, rows: QuerySet[Monument], per_page: int, *, total: int) -> None:
        super().__init__(rows, per_page)
        self._total = total

    @cached_property
    def count(self) -> int:
        return self._total


@dataclass(frozen=True, slots=True)
class Row:
    """One monument in a list: what the public may see of it, and its first photograph (None without one)."""

    monument: PublicMonument
    photo: Photo | None

    @property
    def address(self) -> str:
        return ", ".join(filter(None, [self.monument.street_line, self.monument.place]))


@dataclass
class Listing:
    """What the page of the inventory shows."""

    filters: Filters
    view: str
    size: int
    page: Page
    rows: list[Row]
    facets: list[dict[str, Any]]
    total: int

    @property
    def query(self) -> str:
        """The filters, for the addresses of downloads and of the map's data."""
        return self.filters.query()

    @property
    def kept(self) -> dict[str, str]:
        """What is no filter and stays when a filter changes."""
        return {"vista": self.view if self.view != "lista" else "", "por": str(self.size) if self.size != 24 else ""}

    def url(self, filters: Filters | None = None, **more: str) -> str:
        query = (filters or self.filters).query(**(self.kept | more))
        return f"?{query}" if query else "?"

    @property
    def active(self) -> list[dict[str, Any]]:
        """Words and chosen values, each with the address that takes it back."""
        return [
            {"label": f"{facet['label']}: {value['label']}", "url": value["url"]}
            for facet in self.facets
            for value in facet["values"]
            if value["selected"]
        ]

    @property
    def hidden_inputs(self) -> list[tuple[str, str]]:
        """What the search form keeps besides its words."""
        return [(name, value) for name, values in QueryDict(self.url()[1:]).lists() for value in values if name != "q"]

    @property
    def views(self) -> list[tuple[str, str, bool]]:
        return [(view, self.url(vista=view if view != "lista" else ""), view == self.view) for view in VIEWS]

    @property
    def orders(self) -> list[dict[str, Any]]:
        return [
            {"label": label, "url": self.url(replace(self.filters, order=name)), "selected": name == self.filters.order}
            for name, label in ORDERS.items()
        ]

    @property
    def sizes(self) -> list[tuple[int, str, bool]]:
        return [(size, self.url(por=str(size) if size != 24 else ""), size == self.size) for size in SIZES]


def with_rows(monuments: QuerySet[Monument]) -> QuerySet[Monument]:
    """With what a row shows; three queries more at any size, once the renditions are made."""
    return monuments.prefetch_related("restrictions", public_photos(THUMBNAIL, THUMBNAIL_LARGE))


def public_photos(*renditions: str) -> Prefetch:
    """The photographs that the public may see, as `photos`, with these renditions of their images."""
    seen = public(ArchiveImage.objects.all()).order_by().values("pk")
    made = ArchiveRendition.objects.filter(filter_spec__in=renditions)
    photos = Photo.objects.filter(is_public=True, image__in=seen).select_related("image")
    prefetched = Prefetch("image__renditions", queryset=made, to_attr="prefetched_renditions")
    return Prefetch("photos", queryset=photos.prefetch_related(prefetched))


def rows_of(monuments: Iterable[Monument]) -> list[Row]:
    """Rows of monuments read by `with_rows`."""
    seen = [PublicMonument(monument) for monument in monuments]
    return [Row(monument, next(iter(monument.photos), None)) for monument in seen]


def build(parameters: QueryDict) -> Listing:
    """The page of the inventory that an address asks for; never raises for what is in it."""
    filters = Filters.from_query(parameters)
    view = parameters.get("vista", "")
    view = view if view in VIEWS else "lista"
    size = 48 if parameters.get("por") == "48" else 24
    monuments = Monument.objects.all()
    found = facets(monuments, filters)
    rows = with_rows(ordered(apply(monuments, filters), filters.order))
    page = _Counted(rows, size, total=found.total).get_page(parameters.get("page"))
    shown = rows_of(page.object_list) if view != "mapa" else []  # the map lists points
    listing = Listing(filters, view, size, page, shown, [], found.total)
    listing.facets = [
        {
            "name": facet.name,
            "label": facet.label,
            "values": [
                {
                    "label": value.label,
                    "count": value.count,
                    "selected": value.selected,
                    "url": listing.url(value.filters),
                }
                for value in facet.values
            ],
        }
        for facet in found.facets
        if facet.name != "entidad" or len(facet.values) > 1 or filters.chosen.get("entidad")
    ]
    return listing
