"""The directory of museums of a microsite: filters, list, and the points of its map."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString

from acervo.base.publicity import public
from documents.services.structured_data import as_script_text
from observatorio.models import Monument, Museum, MuseumsPage

from . import outline_map
from .map_data import Point
from .sections import front_of

CONTEXT = "https://schema.org"


class MuseumPoint(Point):
    """A point of the map that leads to its museum in the list."""

    __slots__ = ()

    @property
    def url(self) -> str:
        return f"#museo-{self.code}"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    count: int
    selected: bool


@dataclass(slots=True)
class Directory:
    """`museums` are those that answer the filters; `choices` what could be chosen, with how many museums each has."""

    museums: list[Museum]
    total: int
    choices: dict[str, list[Choice]] = field(default_factory=dict)
    open_monuments: set[int] = field(default_factory=set)

    @property
    def narrowed(self) -> bool:
        return any(choice.selected for choices in self.choices.values() for choice in choices)

    @property
    def placed(self) -> list[Museum]:
        return [museum for museum in self.museums if museum.latitude is not None]

    @property
    def without_point(self) -> int:
        return len(self.museums) - len(self.placed)

    @property
    def drawing(self) -> outline_map.Drawing | None:
        """The points as the server draws them; None if no museum has one."""
        points: list[Point] = [
            MuseumPoint(str(item.pk), item.name, item.latitude, item.longitude, item.kind, "", "", item.address)
            for item in self.museums
            if item.latitude is not None and item.longitude is not None
        ]
        return outline_map.draw(points, []) if points else None

    @property
    def geojson(self) -> dict[str, Any]:
        """The museums with coordinates (RFC 7946: longitude first)."""
        return {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [museum.longitude, museum.latitude]},
                    "properties": {"name": museum.name, "url": f"#museo-{museum.pk}", "kind": museum.kind},
                }
                for museum in self.placed
            ],
        }

    @property
    def json_ld(self) -> SafeString:
        return as_script_text(self.structured_data)

    @property
    def structured_data(self) -> dict[str, Any]:
        """The list as schema.org `Museum`s."""
        return {"@context": CONTEXT, "@type": "ItemList", "itemListElement": [
            {"@type": "ListItem", "position": number, "item": _museum(museum)}
            for number, museum in enumerate(self.museums, 1)
        ]}  # fmt: skip


#: Parameter of the address → field of `Museum`.
PARAMETERS = {"municipio": "municipality", "tipo": "kind"}


def museums_of(page: MuseumsPage, request: Any = None) -> QuerySet[Museum]:
    """The museums of the page's state, else of the states of the microsite."""
    if page.state:
        states = [page.state]
    else:
        front = front_of(page, request)
        states = [front.state] if front.state else sorted({key for site in front.sites.all() for key in site.states})
    return public(Museum.objects.filter(state__in=states))


def directory(page: MuseumsPage, request: Any) -> Directory:
    """The directory for the parameters of the address; three queries more than the microsite's own."""
    all_of_them = list(museums_of(page, request).select_related("monument"))
    chosen = _chosen(request.GET)
    museums = [museum for museum in all_of_them if _fits(museum, chosen)]
    choices = {}
    for name, attribute in PARAMETERS.items():
        others = {key: values for key, values in chosen.items() if key != name}
        counts: dict[str, int] = {}
        for museum in all_of_them:
            if _fits(museum, others) and getattr(museum, attribute):
                counts[getattr(museum, attribute)] = counts.get(getattr(museum, attribute), 0) + 1
        choices[name] = [Choice(value, n, value in chosen.get(name, [])) for value, n in sorted(counts.items())]
    keys = {museum.monument_id for museum in museums if museum.monument_id}
    seen = set(public(Monument.objects.filter(pk__in=keys)).values_list("pk", flat=True)) if keys else set()
    return Directory(museums, len(all_of_them), choices, seen)


def _chosen(parameters: QueryDict) -> dict[str, list[str]]:
    found = {name: [value for value in parameters.getlist(name)[:20] if value] for name in PARAMETERS}
    return {name: values for name, values in found.items() if values}


def _fits(museum: Museum, chosen: dict[str, list[str]]) -> bool:
    return all(getattr(museum, PARAMETERS[name]) in values for name, values in chosen.items())


def _museum(museum: Museum) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": museum.address,
        "addressLocality": museum.municipality,
        "addressRegion": museum.get_state_display(),
        "addressCountry": "MX",
    }
    item: dict[str, Any] = {
        "@type": "Museum",
        "name": museum.name,
        "address": {key: value for key, value in address.items() if value},
    }
    if museum.latitude is not None:
        item["geo"] = {"@type": "GeoCoordinates", "latitude": museum.latitude, "longitude": museum.longitude}
    if museum.url:
        item["url"] = museum.url
    if museum.kind:
        item["keywords"] = museum.kind
    return item
