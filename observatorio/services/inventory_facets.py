"""How many monuments each value of each filter would leave: one pass over the public rows, whatever is chosen.

A monument counts in a value only if the public may see that field of it. Its own filter is left out of a facet's
counts, so that one can choose a second value. Six queries at any size.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from acervo.base.publicity import public
from acervo.base.states import STATE_NAMES
from observatorio.inventory.fields import BY_NAME
from observatorio.inventory.values import ROMAN
from observatorio.models import (
    Classification,
    Condition,
    HeritageSite,
    Institution,
    Monument,
    Protection,
    ProtectionKind,
    UseCategory,
)  # fmt: skip

from .inventory_filters import KINDS, Filters, with_text
from .restrictions import withheld


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value with its count and the filters that take it, or leave it if it is chosen."""

    value: str
    label: str
    count: int
    selected: bool
    filters: Filters

    @property
    def url(self) -> str:
        return "?" + self.filters.query()


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: Promise
    values: list[FacetValue]


@dataclass(frozen=True, slots=True)
class Facets:
    """`total`: the monuments that answer all filters."""

    total: int
    facets: list[Facet]


_COLUMNS = ("pk", "century_from", "century_to", "classification", "use_category", "condition", "municipality",
            "state", "heritage_site_id")  # fmt: skip


#: Values that have an order of their own; the others stand by their count.
_SCALES: dict[str, Sequence[str]] = {"siglo": ROMAN, "conservacion": Condition.values}


def facets(monuments: QuerySet[Monument], filters: Filters) -> Facets:
    """The facets of the public ones of `monuments`, with the labels of the active language."""
    rows = with_text(public(monuments), filters.text).order_by().values_list(*_COLUMNS)
    protections = _many(Protection.objects.order_by().values_list("monument_id", "kind").distinct())
    through = Monument.institutions.through.objects
    institutions = _many(through.order_by().values_list("monument_id", "institution_id"))
    known_sites = HeritageSite.objects.values_list("pk", "reference", "slug", "name")
    sites = {pk: (reference or slug, name) for pk, reference, slug, name in known_sites}
    codes = {pk: (code, short) for pk, code, short in Institution.objects.values_list("pk", "code", "abbreviation")}
    by_field = {kind.field: name for name, kind in KINDS.items() if not BY_NAME[kind.field].fixed}
    hidden = withheld(*by_field)
    centuries: dict[tuple[int, int], tuple[str, ...]] = {}
    chosen = {name: set(values) for name, values in filters.chosen.items()}
    counts: dict[str, Counter[str]] = {name: Counter() for name in KINDS}
    total = 0
    for pk, first, last, classification, use, condition, municipality, state, site in rows:
        if first and (first, last) not in centuries:
            centuries[first, last] = tuple(ROMAN[number] for number in range(first, (last or first) + 1))
        values: dict[str, Iterable[str]] = {
            "siglo": centuries[first, last] if first else (),
            "clase": (classification,),
            "uso": (use,) if use else (),
            "proteccion": protections.get(pk, ()),
            "conservacion": (condition,) if condition else (),
            "instancia": [codes[institution][0] for institution in institutions.get(pk, ())],
            "municipio": (municipality,),
            "entidad": (state,),
            "sitio": (sites[site][0],) if site else (),
        }
        if pk in hidden:
            for field in hidden[pk]:
                values[by_field[field]] = ()
        failing = [name for name, wanted in chosen.items() if not wanted.intersection(values[name])]
        if not failing:
            total += 1
            for name, found in values.items():
                counts[name].update(found)
        elif len(failing) == 1:
            counts[failing[0]].update(values[failing[0]])
    labels = _labels(codes.values(), sites.values())
    return Facets(total, [_facet(name, counts[name], filters, labels) for name in KINDS])


def _many(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for pk, value in pairs:
        found.setdefault(pk, []).append(value)
    return found


def _labels(institutions: Iterable[tuple[str, str]], sites: Iterable[tuple[str, str]]) -> dict[str, dict[str, Any]]:
    return {
        "clase": dict(Classification.choices),
        "uso": dict(UseCategory.choices),
        "proteccion": dict(ProtectionKind.choices),
        "conservacion": dict(Condition.choices),
        "instancia": dict(institutions),
        "entidad": STATE_NAMES,
        "sitio": dict(sites),
    }


def _facet(name: str, counts: Counter[str], filters: Filters, labels: Mapping[str, Mapping[str, Any]]) -> Facet:
    chosen = filters.chosen.get(name, ())
    words = labels.get(name, {})
    # A chosen value that leaves nothing stays, or it could not be taken back.
    shown = {**counts, **{value: counts.get(value, 0) for value in chosen}}
    values = [
        FacetValue(value, str(words.get(value, value)), count, value in chosen, filters.toggled(name, value))
        for value, count in shown.items()
    ]
    if name in _SCALES:
        scale = {value: place for place, value in enumerate(_SCALES[name])}
        values.sort(key=lambda item: scale.get(item.value, len(scale)))
    else:
        values.sort(key=lambda item: (-item.count, item.label))
    return Facet(name, KINDS[name].label, values)
