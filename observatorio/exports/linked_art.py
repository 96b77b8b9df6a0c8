"""Linked Art 1.0 (linked.art, a profile of CIDOC CRM in JSON-LD): each monument a HumanMadeObject.

Types are of Getty's Art & Architecture Thesaurus where it has the concept; our own terms go by their label.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from acervo.base import dates
from acervo.base.addresses import absolute
from observatorio.services.public_version import PublicMonument

from . import about

CONTEXT = "https://linked.art/ns/v1/linked-art.json"
#: The fields of the inventory that this format has a place for.
FIELDS = frozenset({
    "code", "name", "original_name", "other_names", "inah_key", "inbal_key", "junta_key", "real_folio",
    "cadastral_key", "classification", "monument_type", "style", "description", "bibliography", "dating", "authors",
    "phases", "fabric", "municipality", "state", "street", "settlement", "coordinates", "part_of", "heritage_site",
    "wikidata",
})  # fmt: skip


def _aat(number: int, label: str) -> dict[str, str]:
    return {"id": f"http://vocab.getty.edu/aat/{number}", "type": "Type", "_label": label}


BUILDING, PRIMARY, ALTERNATE = _aat(300004792, "Building"), _aat(300404670, "Primary Name"), _aat(300264273, "Alternate Name")  # fmt: skip
UNIQUE_KEY, FOREIGN_KEY = _aat(300404012, "Unique Identifier"), _aat(300404621, "Owner-Assigned Number")
DESCRIPTION, CITATION = _aat(300435416, "Description"), _aat(300311705, "Citation")
RIGHTS, STREET = _aat(300435434, "Copyright/License Statement"), _aat(300386983, "Street Address")
STYLE, BRIEF, PAGE = _aat(300015646, "Style"), _aat(300418049, "Brief Text"), _aat(300264578, "Web Page")
SPANISH = {"id": "http://vocab.getty.edu/aat/300389311", "type": "Language", "_label": "Spanish"}


def node(monument: PublicMonument) -> dict[str, Any]:
    """The monument without `@context`; what is hidden or empty is left out."""
    url = absolute(monument.get_absolute_url())
    data: dict[str, Any] = {
        "id": f"{url}#inmueble",
        "type": "HumanMadeObject",
        "_label": monument.name,
        "classified_as": [BUILDING, *_types(monument)],
        "identified_by": [*_names(monument), *_keys(monument)],
        "referred_to_by": _statements(monument),
        "produced_by": _production(monument),
        "made_of": [{"type": "Material", "_label": item} for item in _materials(monument)],
        "current_location": _place(monument),
        "part_of": _part_of(monument),
        "equivalent": _equivalent(monument),
        "subject_of": [
            {
                "type": "LinguisticObject",
                "_label": _("Ficha del inventario"),
                "digitally_carried_by": [
                    {
                        "type": "DigitalObject",
                        "classified_as": [PAGE],
                        "format": "text/html",
                        "access_point": [{"id": url, "type": "DigitalObject"}],
                    }
                ],
            }
        ],
    }
    if site := monument.heritage_site:
        data["member_of"] = [{"type": "Set", "_label": site.name}]
    return {key: value for key, value in data.items() if value not in (None, "", [])}


def document(monument: PublicMonument, *, day: dt.date) -> dict[str, Any]:
    """One monument as a whole document, with licence and date among its statements."""
    data = node(monument)
    data["referred_to_by"] = [*data.get("referred_to_by", []), _licence(day)]
    return {"@context": CONTEXT, **data}


def lines(monuments: Iterable[PublicMonument], *, day: dt.date) -> Iterator[str]:
    """The whole inventory: a Set with licence and date, and the monuments as its members."""
    home = about.home_url()
    whole = {"id": home, "type": "Set", "_label": about.title(), "referred_to_by": [_licence(day)]}
    yield f'{{"@context": "{CONTEXT}", "@graph": [\n' + json.dumps(whole, ensure_ascii=False)
    for monument in monuments:
        data = node(monument)
        data["member_of"] = [*data.get("member_of", []), {"id": home, "type": "Set", "_label": about.title()}]
        yield ",\n" + json.dumps(data, ensure_ascii=False)
    yield "\n]}\n"


def _licence(day: dt.date) -> dict[str, Any]:
    return {"type": "LinguisticObject", "classified_as": [RIGHTS, BRIEF], "content": about.statement(day)}


def _types(monument: PublicMonument) -> list[dict[str, Any]]:
    types: list[dict[str, Any]] = [{"type": "Type", "_label": str(monument.get_classification_display())}]
    if monument.monument_type:
        types.append({"type": "Type", "_label": monument.monument_type})
    if monument.style:
        types.append({"type": "Type", "_label": monument.style, "classified_as": [STYLE]})
    return types


def _names(monument: PublicMonument) -> list[dict[str, Any]]:
    others = [name for name in (monument.original_name, *monument.other_names) if name]
    return [
        {"type": "Name", "content": monument.name, "classified_as": [PRIMARY]},
        *({"type": "Name", "content": name, "classified_as": [ALTERNATE]} for name in others),
    ]


def _keys(monument: PublicMonument) -> list[dict[str, Any]]:
    others = {
        "INAH": monument.inah_key, "INBAL": monument.inbal_key, "Junta": monument.junta_key,
        "RPMZAH": monument.real_folio, "Catastro": monument.cadastral_key,
    }  # fmt: skip
    return [
        {"type": "Identifier", "content": monument.code, "classified_as": [UNIQUE_KEY]},
        *(
            {"type": "Identifier", "_label": name, "content": key, "classified_as": [FOREIGN_KEY]}
            for name, key in others.items()
            if key
        ),
    ]


def _statement(kind: dict[str, str], content: str) -> dict[str, Any]:
    return {"type": "LinguisticObject", "classified_as": [kind, BRIEF], "content": content, "language": [SPANISH]}


def _statements(monument: PublicMonument) -> list[dict[str, Any]]:
    found = [_statement(DESCRIPTION, monument.description)] if monument.description else []
    return [*found, *(_statement(CITATION, item.text) for item in monument.bibliography)]


def _span(edtf: str) -> dict[str, Any] | None:
    """A TimeSpan, from the first second that the date may mean to the last."""
    bounds = dates.bounds(edtf)
    if bounds is None:
        return None
    return {
        "type": "TimeSpan",
        "identified_by": [{"type": "Name", "content": edtf}],
        "begin_of_the_begin": f"{bounds[0].isoformat()}T00:00:00Z",
        "end_of_the_end": f"{bounds[1].isoformat()}T23:59:59Z",
    }


def _production(monument: PublicMonument) -> dict[str, Any] | None:
    data: dict[str, Any] = {"type": "Production"}
    if span := _span(monument.dating):
        data["timespan"] = span
    if monument.authors:
        data["carried_out_by"] = [{"type": "Actor", "_label": author} for author in monument.authors]
    if parts := [_phase(phase) for phase in monument.phases]:
        data["part"] = parts
    return data if len(data) > 1 else None


def _phase(phase: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"type": "Production", "_label": phase.description}
    if span := _span(phase.date):
        data["timespan"] = span
    if phase.authors:
        data["carried_out_by"] = [{"type": "Actor", "_label": phase.authors}]
    return data


def _materials(monument: PublicMonument) -> list[str]:
    return list(dict.fromkeys(item.material for item in monument.fabric))


def _place(monument: PublicMonument) -> dict[str, Any]:
    data: dict[str, Any] = {"type": "Place", "_label": monument.place}
    if address := ", ".join(filter(None, [monument.street_line, monument.settlement])):
        data["identified_by"] = [{"type": "Identifier", "content": address, "classified_as": [STREET]}]
    if monument.latitude is not None and monument.longitude is not None:
        data["defined_by"] = f"POINT ({monument.longitude} {monument.latitude})"
    return data


def _part_of(monument: PublicMonument) -> list[dict[str, Any]]:
    whole = monument.part_of
    if whole is None:
        return []
    url = absolute(whole.get_absolute_url())
    return [{"id": f"{url}#inmueble", "type": "HumanMadeObject", "_label": whole.name}]


def _equivalent(monument: PublicMonument) -> list[dict[str, Any]]:
    if not monument.wikidata:
        return []
    return [
        {
            "id": f"http://www.wikidata.org/entity/{monument.wikidata}",
            "type": "HumanMadeObject",
            "_label": monument.name,
        }
    ]
