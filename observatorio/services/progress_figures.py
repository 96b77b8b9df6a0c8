"""«Avances»: the inventory counted whenever somebody looks. Each figure says how it is counted and leads to the list.

A field that the public may not see of a monument (`FieldRestriction`, or its usual level) is in no figure: neither
among what is filled in nor among what could be. The number of queries does not depend on that of monuments.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from observatorio.inventory.fields import BY_NAME
from observatorio.inventory.values import ROMAN
from observatorio.models import (
    AT_RISK,
    Condition,
    Inspection,
    Institution,
    Monument,
    ObservatoryPage,
    Phase,
    Photo,
    Protection,
)

from .inspections import overdue
from .public_version import where_public
from .sections import monuments_of

#: The fields of a complete record and when each counts as filled in: the minimum of INAH's catalogue record (keys,
#: use, address, place, dating, protection, ownership, condition, image, description).
COMPLETE: dict[str, Q | type[Model]] = {
    "inah_key": ~Q(inah_key=""),
    "original_use": ~Q(original_use=""),
    "current_uses": ~Q(use_category=""),
    "street": ~Q(street=""),
    "settlement": ~Q(settlement="") | ~Q(postal_code=""),
    "coordinates": Q(latitude__isnull=False, longitude__isnull=False),
    "century": Q(century_from__isnull=False),
    "dating": ~Q(dating=""),
    "phases": Phase,
    "protections": Protection,
    "ownership": ~Q(ownership=""),
    "condition": ~Q(condition=""),
    "photos": Photo,
    "description": ~Q(description=""),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number; `total` when it is a part of something. `how` tells how it is counted."""

    name: str
    label: str
    value: int
    how: str
    total: int | None = None
    url: str = ""
    of: str = ""  # what the total is, where it is not all the monuments

    @property
    def percent(self) -> int | None:
        return round(100 * self.value / self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart: `value` of `total`, and the width of its bar from 0 to 100."""

    label: str
    value: int
    total: int
    width: float
    url: str = ""

    @property
    def percent(self) -> int:
        return round(100 * self.value / self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class Chart:
    name: str
    title: str
    how: str
    bars: list[Bar]
    of_total: bool = False  # bars are shares of a total of their own


@dataclass(slots=True)
class Progress:
    date: dt.date
    figures: list[Figure] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)


def progress(front: ObservatoryPage, *, on: dt.date | None = None) -> Progress:
    """All figures of the microsite's public monuments on a day (default: today)."""
    day = on or timezone.localdate()
    monuments = monuments_of(front)
    scope = scope_of(front)
    complete = _completeness(monuments)
    total = monuments.count()
    return Progress(
        date=day,
        figures=[
            _records(total, scope),
            Figure(
                "completeness", _("Fichas completas, en promedio"), sum(bar.value for bar in complete.bars),
                _("Casillas llenas entre casillas posibles de los campos de la tabla «Qué tan completas están las fichas»."),
                total=sum(bar.total for bar in complete.bars),
            ),
            _inspected(monuments, total, day),
            _overdue(monuments, total, day),
            _at_risk(monuments, scope),
        ],
        charts=[complete, _by_institution(monuments, scope), _by_condition(monuments, scope), _by_century(monuments, scope)],
    )  # fmt: skip


def scope_of(front: ObservatoryPage) -> dict[str, list[str]]:
    """The filters of the inventory that show the microsite's monuments."""
    if front.state:
        return {"entidad": [front.state]}
    return {"sitio": [site.reference or site.slug for site in front.sites.all()]}


def short_figures(front: ObservatoryPage, *, on: dt.date | None = None) -> list[Figure]:
    """The few that the front page shows: records, inspected this year, at risk. Three queries."""
    day = on or timezone.localdate()
    monuments, scope = monuments_of(front), scope_of(front)
    total = monuments.count()
    return [_records(total, scope), _inspected(monuments, total, day), _at_risk(monuments, scope)]


def inventory_url(scope: dict[str, list[str]], **more: list[str]) -> str:
    """The inventory, filtered as its own address filters it (`observatorio.services.inventory_filters`)."""
    query = QueryDict(mutable=True)
    for name, values in {**scope, **more}.items():
        query.setlist(name, values)
    return reverse("monuments:inventory") + (f"?{query.urlencode()}" if query else "")


def _records(total: int, scope: dict[str, list[str]]) -> Figure:
    how = _("Inmuebles publicados del inventario de este micrositio.")
    return Figure("records", _("Inmuebles inventariados"), total, how, url=inventory_url(scope))


def inspected_since(monuments: QuerySet[Monument], day: dt.date) -> QuerySet[Monument]:
    """Those with a visit on that day or later."""
    return monuments.filter(Exists(Inspection.objects.filter(monument=OuterRef("pk"), date__gte=day)))


def _inspected(monuments: QuerySet[Monument], total: int, day: dt.date) -> Figure:
    how = _("Inmuebles con al menos una inspección registrada en %(year)d.") % {"year": day.year}
    count = inspected_since(monuments, day.replace(month=1, day=1)).count()
    return Figure("inspected", _("Inspeccionados este año"), count, how, total=total)


def _overdue(monuments: QuerySet[Monument], total: int, day: dt.date) -> Figure:
    count = overdue(day, monuments=monuments).exclude(last_pk=None).count()
    how = _("Inmuebles cuya última inspección fijó una próxima visita que ya pasó.")
    return Figure("overdue", _("Con inspección vencida"), count, how, total=total)


def _at_risk(monuments: QuerySet[Monument], scope: dict[str, list[str]]) -> Figure:
    known = where_public(monuments, "condition").exclude(condition="")
    counts = known.aggregate(risk=Count("pk", filter=Q(condition__in=AT_RISK)), known=Count("pk"))
    return Figure(
        "at_risk", _("En riesgo"), counts["risk"],
        _("Inmuebles en estado malo o ruinoso, entre aquellos cuyo estado de conservación se conoce y es público."),
        total=counts["known"], url=inventory_url(scope, conservacion=[str(value) for value in AT_RISK]),
        of=_("de %(n)d con estado conocido") % {"n": counts["known"]},
    )  # fmt: skip


def _completeness(monuments: QuerySet[Monument]) -> Chart:
    """One query for all fields: how many monuments show the field, and how many have something in it."""
    shown, counts = {}, {}
    for name, filled in COMPLETE.items():
        shown[f"{name}_seen"] = Exists(where_public(Monument.objects.filter(pk=OuterRef("pk")), name))
        if isinstance(filled, Q):
            has = filled
        else:
            rows = filled._default_manager.filter(monument=OuterRef("pk"))
            shown[f"{name}_has"] = Exists(rows.filter(is_public=True) if filled is Photo else rows)
            has = Q(**{f"{name}_has": True})
        seen = Q(**{f"{name}_seen": True})
        counts[f"{name}_total"] = Count("pk", filter=seen)
        counts[f"{name}_value"] = Count("pk", filter=seen & has)
    found = monuments.order_by().annotate(**shown).aggregate(**counts)
    bars = []
    for name in COMPLETE:
        value, total = found[f"{name}_value"], found[f"{name}_total"]
        bars.append(Bar(str(BY_NAME[name].label), value, total, round(100 * value / total, 1) if total else 0))
    how = _("De cada campo, cuántas fichas públicas tienen dato. No cuentan las fichas que lo reservan.")
    return Chart("completeness", _("Qué tan completas están las fichas"), how, bars, of_total=True)


def _chart(name: str, title: str, how: str, rows: list[tuple[Any, int, str]], *, total: int) -> Chart:
    """Bars as shares of `total`, as those of completeness are: a half-full bar means the half in every chart."""
    whole = total or 1
    bars = [Bar(str(label), n, total, round(100 * n / whole, 1), url) for label, n, url in rows]
    return Chart(name, title, how, bars)


def _by_institution(monuments: QuerySet[Monument], scope: dict[str, list[str]]) -> Chart:
    seen = where_public(monuments, "institutions").order_by()
    counts = dict(seen.exclude(institutions=None).values_list("institutions").annotate(n=Count("pk", distinct=True)))
    institutions = {item.pk: item for item in Institution.objects.filter(pk__in=counts)}
    rows = [
        (institutions[pk], n, inventory_url(scope, instancia=[institutions[pk].code]))
        for pk, n in sorted(counts.items(), key=lambda item: (-item[1], institutions[item[0]].abbreviation))
    ]
    how = _("Inmuebles que cada instancia protege o vigila; uno puede contar en varias.")
    return _chart("institutions", _("Por instancia"), how, rows, total=seen.count())


def _by_condition(monuments: QuerySet[Monument], scope: dict[str, list[str]]) -> Chart:
    seen = where_public(monuments, "condition").order_by()
    counts = dict(seen.values_list("condition").annotate(n=Count("pk")))
    rows: list[tuple[Any, int, str]] = [
        (choice.label, counts[choice.value], inventory_url(scope, conservacion=[choice.value]))
        for choice in Condition
        if counts.get(choice.value)
    ]
    if counts.get(""):
        rows.append((_("Sin dato"), counts[""], ""))
    how = _("El estado de conservación adoptado en la ficha; «Sin dato» es que nadie lo ha registrado.")
    return _chart("condition", _("Por estado de conservación"), how, rows, total=sum(counts.values()))


def _by_century(monuments: QuerySet[Monument], scope: dict[str, list[str]]) -> Chart:
    seen = where_public(monuments, "century").order_by()
    spans = list(seen.values_list("century_from", "century_to").annotate(n=Count("pk")))
    counts: Counter[int] = Counter()
    for first, last, n in spans:
        if first:
            for century in range(first, (last or first) + 1):
                counts[century] += n
    rows = [(ROMAN[century], counts[century], inventory_url(scope, siglo=[ROMAN[century]])) for century in sorted(counts)]  # fmt: skip
    if undated := sum(n for first, _last, n in spans if not first):
        rows.append((_("Sin dato"), undated, ""))
    how = _("El siglo o los siglos de construcción; un inmueble de varios siglos cuenta en cada uno.")
    return _chart("century", _("Por siglo"), how, rows, total=sum(n for _first, _last, n in spans))
