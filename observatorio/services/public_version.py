"""What the public may see of a monument, field by field. Every public surface asks here: page, lists, facets, map,
search, API, exports, feeds."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from observatorio.inventory.fields import BY_ATTRIBUTE, BY_NAME, CHILDREN, FIELDS, InventoryField
from observatorio.inventory.values import century_label
from observatorio.models import FieldRestriction, Monument, PublicityLevel

#: Of a monument, besides its fields.
_OPEN = {
    "pk",
    "expire_at",
    "get_absolute_url",
    "live",
    "first_published_at",
    "last_published_at",
    "updated_at",
    "created_at",
}


@dataclass(frozen=True, slots=True)
class Hidden:
    """A field that the public may not see, and why."""

    field: InventoryField
    level: PublicityLevel
    ground: str
    until: dt.date | None


def in_force(at: dt.date) -> Q:
    """Restrictions that hold on a day; the last day of a reservation is still reserved."""
    return Q(until=None) | Q(until__gte=at)


def hidden_fields(monument: Monument, *, on: dt.date | None = None) -> dict[str, Hidden]:
    """The fields of the monument that are not public on a day (default: today). Uses prefetched `restrictions`."""
    day = on or timezone.localdate()
    said = {item.field: item for item in monument.restrictions.all() if item.until is None or item.until >= day}
    hidden = {}
    for field in FIELDS:
        if field.fixed:
            continue
        item = said.get(field.name)
        level = PublicityLevel(item.level) if item else field.level
        if level != PublicityLevel.PUBLIC:
            hidden[field.name] = Hidden(field, level, item.ground if item else "", item.until if item else None)
    return hidden


def where_public(queryset: QuerySet[Monument], *names: str, on: dt.date | None = None) -> QuerySet[Monument]:
    """Those of the monuments whose fields `names` the public may see: for filters, facets, sorting and maps.

    Without it a count would tell what a page keeps quiet. Raises KeyError for an unknown field.
    """
    day = on or timezone.localdate()
    for name in names:
        field = BY_NAME[name]
        if field.fixed:
            continue
        said = FieldRestriction.objects.filter(in_force(day), monument=OuterRef("pk"), field=name)
        if field.level == PublicityLevel.PUBLIC:
            queryset = queryset.filter(~Exists(said.exclude(level=PublicityLevel.PUBLIC)))
        else:
            queryset = queryset.filter(Exists(said.filter(level=PublicityLevel.PUBLIC)))
    return queryset


class PublicMonument:
    """A monument without what the public may not see: a hidden attribute reads as empty, an unknown one raises.

    Attributes are those of `Monument`, `get_<attribute>_display` included; several rows come as lists. Templates,
    exports and search get this and never the monument itself.
    """

    def __init__(self, monument: Monument, *, on: dt.date | None = None) -> None:
        self._monument = monument
        self.hidden = hidden_fields(monument, on=on)

    def __getattr__(self, name: str) -> Any:
        attribute = name.removeprefix("get_").removesuffix("_display") if name.endswith("_display") else name
        field = BY_ATTRIBUTE.get(attribute)
        if field is None and name not in _OPEN:
            raise AttributeError(f"{name} of a monument is not public")
        if field is not None and field.name in self.hidden:
            return (lambda: "") if name != attribute else _empty(attribute)
        value = getattr(self._monument, name)
        if attribute in CHILDREN:
            rows = list(value.all())
            return [row for row in rows if row.is_public] if attribute == "photos" else rows
        return value

    def __str__(self) -> str:
        return self._monument.name

    @property
    def place(self) -> str:
        return self._monument.place

    @property
    def street_line(self) -> str:
        return "" if "street" in self.hidden else self._monument.street_line

    @property
    def century_label(self) -> str:
        return century_label(self.century_from, self.century_to)


def _empty(attribute: str) -> Any:
    if attribute in CHILDREN:
        return []
    field = Monument._meta.get_field(attribute)
    if field.null:
        return None
    return [] if field.get_default() == [] else ""
