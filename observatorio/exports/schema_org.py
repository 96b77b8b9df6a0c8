"""JSON-LD with schema.org: each monument a LandmarksOrHistoricalBuildings, all of them parts of one Dataset."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone

from acervo.base.addresses import absolute, page_url
from acervo.base.states import STATE_NAMES
from observatorio.services.public_version import PublicMonument

from . import about

CONTEXT = "https://schema.org"
#: The fields of the inventory that this format has a place for.
FIELDS = frozenset({
    "code", "name", "original_name", "other_names", "description", "wikidata", "inah_key", "inbal_key", "junta_key",
    "real_folio", "street", "settlement", "locality", "municipality", "state", "coordinates", "part_of",
    "heritage_site", "classification", "century", "dating", "style", "authors", "current_uses", "original_use",
    "protections", "condition", "photos", "bibliography", "records",
})  # fmt: skip


def node(monument: PublicMonument) -> dict[str, Any]:
    """The monument without `@context`; what is hidden or empty is left out."""
    url = absolute(monument.get_absolute_url())
    keys = {
        "codigo": monument.code, "inah": monument.inah_key, "inbal": monument.inbal_key, "junta": monument.junta_key,
        "folio-real": monument.real_folio,
    }  # fmt: skip
    data: dict[str, Any] = {
        "@id": url,
        "@type": "LandmarksOrHistoricalBuildings",
        "url": url,
        "name": monument.name,
        "alternateName": [name for name in (monument.original_name, *monument.other_names) if name],
        "description": monument.description,
        "sameAs": _wikidata(monument.wikidata),
        "identifier": [_property(name, value) for name, value in keys.items() if value],
        "address": _address(monument),
        "geo": _geo(monument),
        "containedInPlace": _contained(monument),
        "additionalProperty": _properties(monument),
        "photo": [_photo(photo) for photo in monument.photos],
        "subjectOf": [
            *({"@type": "CreativeWork", "name": c.text, "url": c.url} for c in monument.bibliography),
            *({"@type": "DigitalDocument", "name": r.record.title, "url": page_url(r.record)}
              for r in monument.records),
        ],
    }  # fmt: skip
    return _filled(data)


def document(monument: PublicMonument, *, day: dt.date) -> dict[str, Any]:
    """One monument as a whole document. Licence and date belong to the record, not to the building."""
    page = {
        "@type": "WebPage",
        "url": absolute(monument.get_absolute_url()),
        "license": about.LICENCE_URL,
        "dateModified": (monument.updated_at or timezone.now()).isoformat(),  # none yet in a preview
        "sdDatePublished": day.isoformat(),
        "sdLicense": about.LICENCE_URL,
    }
    return {"@context": CONTEXT, **node(monument), "mainEntityOfPage": page}


def lines(monuments: Iterable[PublicMonument], *, day: dt.date) -> Iterator[str]:
    """The whole inventory: a Dataset with licence and date, then the monuments."""
    home = about.home_url()
    dataset = {
        "@id": home,
        "@type": "Dataset",
        "name": about.title(),
        "description": about.statement(day),
        "url": home,
        "license": about.LICENCE_URL,
        "dateModified": day.isoformat(),
        "inLanguage": "es",
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": settings.BASE_URL},
    }
    yield f'{{"@context": "{CONTEXT}", "@graph": [\n' + json.dumps(dataset, ensure_ascii=False)
    for monument in monuments:
        data = node(monument)
        data["subjectOf"] = [*data.get("subjectOf", []), {"@id": home}]
        yield ",\n" + json.dumps(data, ensure_ascii=False)
    yield "\n]}\n"


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


def _wikidata(key: str) -> str:
    return f"https://www.wikidata.org/entity/{key}" if key else ""


def _property(name: str, value: str) -> dict[str, str]:
    return {"@type": "PropertyValue", "propertyID": name, "value": value}


def _address(monument: PublicMonument) -> dict[str, Any]:
    return _filled(
        {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(filter(None, [monument.street_line, monument.settlement])),
            "addressLocality": monument.locality or monument.municipality,
            "addressRegion": STATE_NAMES.get(monument.state, ""),
            "postalCode": monument.postal_code,
            "addressCountry": "MX",
        }
    )


def _geo(monument: PublicMonument) -> dict[str, Any] | None:
    if monument.latitude is None or monument.longitude is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": monument.latitude, "longitude": monument.longitude}


def _contained(monument: PublicMonument) -> list[dict[str, Any]]:
    places = []
    if whole := monument.part_of:
        url = absolute(whole.get_absolute_url())
        places.append({"@type": "LandmarksOrHistoricalBuildings", "@id": url, "name": whole.name})
    if site := monument.heritage_site:
        places.append(_filled({"@type": "Place", "name": site.name, "sameAs": site.official_url}))
    return places


def _properties(monument: PublicMonument) -> list[dict[str, Any]]:
    """What schema.org has no word for, with the names of the inventory."""
    pairs = [
        ("clasificacion", monument.get_classification_display()),
        ("siglo", monument.century_label),
        ("fechamiento", monument.dating),
        ("estilo", monument.style),
        *(("autor", author) for author in monument.authors),
        *(("uso-actual", use) for use in monument.current_uses),
        ("uso-original", monument.original_use),
        *(("proteccion", str(item)) for item in monument.protections),
        ("estado-conservacion", monument.get_condition_display()),
    ]
    return [_property(name, str(value)) for name, value in pairs if value]


def _photo(photo: Any) -> dict[str, Any]:
    return _filled(
        {
            "@type": "Photograph",
            "name": photo.caption or photo.alt_text,
            "abstract": photo.alt_text,
            "creditText": photo.author,
            "copyrightNotice": photo.holder,
            "usageInfo": photo.licence,
        }
    )
