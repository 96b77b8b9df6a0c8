"""The public inventory: list, gallery and map of the same monuments."""

from dataclasses import replace

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from observatorio.services import inventory_listing, map_data, outline_map
from observatorio.services.inventory_filters import KINDS, Filters

from .breadcrumbs import place
from .downloads import downloads


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The page of the inventory that the address asks for (`inventory_filters.KINDS`, `q`, `orden`, `vista`, `por`)."""
    found = inventory_listing.build(request.GET)
    context = {
        "listing": found,
        **place(request),
        "without_text": found.url(replace(found.filters, text="")),
        "without_all": found.url(Filters(order=found.filters.order)),
        "downloads": downloads(found.query),
        "unknown": [(KINDS[name].label if name in KINDS else name, value) for name, value in found.filters.unknown],
    }
    if found.view == "mapa":
        context |= _map(request, found)
    return render(request, "observatorio/inventory.html", context)


def _map(request: HttpRequest, found: inventory_listing.Listing) -> dict:
    """What the map's page shows besides: the points of the box, drawn and listed."""
    points = map_data.points(found.filters)
    box = outline_map.read_box(request.GET.get("caja", ""))
    shown = outline_map.within(points, box) if box else points
    whole = found.url()
    return {
        "map_tiles": settings.MAP_TILES_URL,
        "map_attribution": settings.MAP_TILES_ATTRIBUTION,
        "map_whole": whole,
        "map_base": whole + "&" if whole != "?" else whole,
        "points": Paginator(shown, found.size).get_page(request.GET.get("page")),
        "point_count": len(points),
        "shown_count": len(shown),
        "without_point": found.total - len(points),
        "box": box,
        "drawing": outline_map.draw(shown, map_data.outlines(), box=box) if shown else None,
    }
