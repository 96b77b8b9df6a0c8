"""A public monument as data: what API and GeoJSON tell. Plain JSON values; a hidden field is absent, an unknown one empty."""

from collections.abc import Callable
from typing import Any

from acervo.base.addresses import absolute, page_url
from observatorio.inventory.fields import FIELDS
from observatorio.inventory.values import ROMAN
from observatorio.services.public_version import PublicMonument


def term(monument: PublicMonument, attribute: str) -> dict[str, str] | None:
    """A value of a closed vocabulary with its label, or None."""
    value = getattr(monument, attribute)
    return {"value": value, "label": str(getattr(monument, f"get_{attribute}_display")())} if value else None


def _coordinates(m: PublicMonument) -> dict[str, Any] | None:
    if m.latitude is None or m.longitude is None:
        return None
    return {
        "latitude": m.latitude,
        "longitude": m.longitude,
        "accuracy_m": m.accuracy_m,
        "source": m.coordinates_source,
    }


def _century(m: PublicMonument) -> dict[str, str] | None:
    if not m.century_from:
        return None
    return {"first": ROMAN[m.century_from], "last": ROMAN[m.century_to or m.century_from]}


def _dating(m: PublicMonument) -> dict[str, Any] | None:
    if not (m.dating or m.certainty):
        return None
    return {"edtf": m.dating, "year_from": m.year_from, "year_to": m.year_to, "certainty": term(m, "certainty")}


def _site(m: PublicMonument) -> dict[str, Any] | None:
    site = m.heritage_site
    return {"reference": site.reference, "name": site.name, "zone": term(m, "heritage_zone")} if site else None


def _part_of(m: PublicMonument) -> dict[str, str] | None:
    whole = m.part_of
    return {"code": whole.code, "name": whole.name, "url": absolute(whole.get_absolute_url())} if whole else None


def _street(m: PublicMonument) -> dict[str, Any]:
    return {
        "type": term(m, "street_type"),
        "name": m.street,
        "exterior_number": m.exterior_number,
        "interior_number": m.interior_number,
        "between": m.between_streets,
        "note": m.address_note,
        "line": m.street_line,
    }


def _protection(item: Any) -> dict[str, Any]:
    return {
        "kind": {"value": item.kind, "label": str(item.get_kind_display())},
        "name": item.name,
        "authority": item.authority.abbreviation if item.authority else "",
        "date": item.date,
    }


#: Name of a field of the inventory → its value. Every field is here; a test says so.
READ: dict[str, Callable[[PublicMonument], Any]] = {
    "part_of": _part_of,
    "classification": lambda m: term(m, "classification"),
    "current_uses": lambda m: {"uses": m.current_uses, "category": term(m, "use_category")},
    "state": lambda m: term(m, "state"),
    "municipality": lambda m: {"name": m.municipality, "key": m.municipality_key},
    "locality": lambda m: {"name": m.locality, "key": m.locality_key},
    "street": _street,
    "settlement": lambda m: {"name": m.settlement, "postal_code": m.postal_code},
    "coordinates": _coordinates,
    "century": _century,
    "dating": _dating,
    "phases": lambda m: [{"date": p.date, "description": p.description, "authors": p.authors} for p in m.phases],
    "fabric": lambda m: [{"element": f.element, "material": f.material, "technique": f.technique} for f in m.fabric],
    "heritage_site": _site,
    "protections": lambda m: [_protection(item) for item in m.protections],
    "institutions": lambda m: [{"code": i.code, "abbreviation": i.abbreviation, "name": i.name} for i in m.institutions],
    "ownership": lambda m: term(m, "ownership"),
    "condition": lambda m: {"value": term(m, "condition"), "note": m.condition_note},
    "photos": lambda m: [
        {
            "caption": p.caption,
            "alt_text": p.alt_text,
            "author": p.author,
            "date": p.taken,
            "holder": p.holder,
            "licence": p.licence,
        }
        for p in m.photos
    ],
    "bibliography": lambda m: [{"text": c.text, "url": c.url} for c in m.bibliography],
    "records": lambda m: [{"title": r.record.title, "url": page_url(r.record), "note": r.note} for r in m.records],
}  # fmt: skip


def public_data(monument: PublicMonument) -> dict[str, Any]:
    """The fields that the public may see, by their names in `observatorio.inventory.fields`, with address and date."""
    data = {
        field.name: READ[field.name](monument) if field.name in READ else getattr(monument, field.name)
        for field in FIELDS
        if field.name not in monument.hidden
    }
    return {
        **data,
        "url": absolute(monument.get_absolute_url()),
        "updated_at": monument.updated_at.isoformat(),
    }
