"""A record for machines: schema.org as JSON-LD, Dublin Core as <meta> elements.

JSON-LD: schema.org Legislation for laws and regulations, Report, Book (guides) and DigitalDocument for the rest.
Dublin Core: DCMI "Expressing Dublin Core metadata using HTML/XHTML meta and link elements" (2008).
"""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from documents.enums import LICENCE_URLS
from documents.models import RecordPage
from documents.services.record_files import FileView
from documents.services.record_terms import RecordTerms

SCHEMA_TYPES = {"ley": "Legislation", "reglamento": "Legislation", "informe": "Report", "guia": "Book"}
# What could end the script element, or start a comment in it, written so that it is the same JSON.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_script_text(value: Any) -> SafeString:
    """JSON that is safe inside a <script> element, as `django.utils.html.json_script` writes it."""
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 - escaped right here


def json_ld(page: RecordPage, *, terms: RecordTerms, files: Sequence[FileView], url: str) -> SafeString:
    """The record as schema.org; only its public files."""
    kind = terms.get("record_type")
    authority = terms.get("authority")
    publisher = terms.get("publisher") or authority
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": SCHEMA_TYPES.get(kind.code if kind else "", "DigitalDocument"),
        "@id": url,
        "url": url,
        "name": page.title,
        "headline": page.title[:110],
        "description": page.abstract,
        "inLanguage": page.language,
        "datePublished": page.issued if page.issued_from and "/" not in page.issued else "",
        "identifier": page.identifier,
        "author": _organisation(authority),
        "publisher": _organisation(publisher),
        "keywords": [term.label for term in terms.many["themes"]],
        "audience": [{"@type": "Audience", "audienceType": term.label} for term in terms.many["audiences"]],
        "spatialCoverage": ", ".join(filter(None, [page.municipality, page.state_name])),
        "license": LICENCE_URLS.get(page.licence, ""),
        "isAccessibleForFree": True,
        "dateModified": page.last_published_at.isoformat() if page.last_published_at else "",
        "encoding": [
            {
                "@type": "MediaObject",
                "name": file.title,
                "contentUrl": settings.BASE_URL + file.version.get_absolute_url(),
                "encodingFormat": file.version.content_type,
                "contentSize": str(file.version.size),
                "sha256": file.version.sha256,
            }
            for file in files
        ],
    }
    return as_script_text({key: value for key, value in data.items() if value})


def dublin_core(page: RecordPage, *, terms: RecordTerms, files: Sequence[FileView], url: str) -> list[tuple[str, str]]:
    """(name, content) of the <meta> elements; repeated names stand for several values."""
    one = {slot: str(term) for slot, term in terms.one.items()}
    pairs = [
        ("DC.title", page.title),
        ("DC.creator", one.get("authority", "")),
        ("DC.publisher", one.get("publisher", "")),
        ("DC.type", one.get("record_type", "")),
        ("DCTERMS.issued", page.issued),
        ("DCTERMS.abstract", page.abstract),
        ("DC.language", page.language),
        ("DC.identifier", page.identifier),
        ("DC.identifier", url),
        *(("DC.subject", str(term)) for term in terms.many["themes"]),
        *(("DCTERMS.audience", str(term)) for term in terms.many["audiences"]),
        *(("DC.format", content_type) for content_type in dict.fromkeys(file.version.content_type for file in files)),
        ("DC.coverage", ", ".join(filter(None, [page.municipality, page.state_name]))),
        ("DCTERMS.license", LICENCE_URLS.get(page.licence, "")),
        ("DC.rights", page.rights_note),
        ("DC.source", page.source_url or page.source_note),
    ]
    return [(name, content) for name, content in pairs if content]


def _organisation(term) -> dict[str, str] | None:
    return {"@type": "Organization", "name": term.label, "url": settings.BASE_URL + term.url} if term else None
