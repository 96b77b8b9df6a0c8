"""Addresses of the open formats, as far as they are served."""

from django.urls import NoReverseMatch, reverse

FORMS = (("CSV", "csv"), ("XLSX", "xlsx"), ("GeoJSON", "geojson"), ("KML", "kml"), ("JSON-LD", "jsonld"))


def downloads(query: str = "", *, code: str = "") -> list[tuple[str, str]]:
    """(name, address) of each format of the inventory with the filters `query`, or of the record `code`."""
    found = []
    for name, form in FORMS:
        try:
            address = reverse("monuments:record_export", args=[code, form]) if code else reverse("monuments:export", args=[form])  # fmt: skip
        except NoReverseMatch:
            continue
        found.append((name, f"{address}?{query}" if query else address))
    return found
