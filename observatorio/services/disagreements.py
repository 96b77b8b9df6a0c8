"""Which monuments have sources that contradict what was adopted, and nobody has decided yet."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Count, Max

from acervo.history.models import FieldChange
from observatorio.inventory.fields import SAYABLE
from observatorio.models import Monument, Protection, SourceRecord
from observatorio.services.comparison import contradicts, same, settles

_RELATIONS = ("heritage_site", "institutions", "protections")
_COLUMNS = tuple(attribute for attribute in SAYABLE if attribute not in _RELATIONS)
_CACHE_KEY = "observatorio.disagreements"
#: The stamp misses a transaction that began before the newest change and was committed after it: only for so long.
KEPT_SECONDS = 300


def unresolved() -> dict[int, tuple[str, ...]]:
    """Monument → attributes in open disagreement. The same rule as `comparison.compare`, for all monuments at once.

    Ten queries however many there are; kept until a source speaks, a value is adopted or a monument changes.
    """
    stamp = _stamp()
    kept = cache.get(_CACHE_KEY)
    if kept and kept[0] == stamp:
        return kept[1]
    found = _find()
    cache.set(_CACHE_KEY, (stamp, found), timeout=KEPT_SECONDS)
    return found


def _stamp() -> tuple[Any, ...]:
    said = SourceRecord.objects.aggregate(last=Max("pk"), total=Count("pk"))
    decided = FieldChange.objects.aggregate(last=Max("pk"), total=Count("pk"))
    adopted = Monument.objects.aggregate(last=Max("updated_at"), total=Count("pk"))
    return tuple(item for part in (said, decided, adopted) for item in part.values())


def _find() -> dict[int, tuple[str, ...]]:
    adopted = _adopted_values()
    differing = _differing(adopted)
    decisions = _decisions()
    found: dict[int, tuple[str, ...]] = {}
    for pk, since_when in differing.items():
        values = adopted[pk]
        left = tuple(
            attribute
            for attribute in SAYABLE
            if attribute in since_when
            and not any(
                settles(attribute, decision, values[attribute], since_when[attribute])
                for decision in decisions.get((pk, attribute), ())
            )
        )
        if left:
            found[pk] = left
    return found


def _adopted_values() -> dict[int, dict[str, Any]]:
    spoken_of = Monument.objects.filter(pk__in=SourceRecord.objects.values("monument")).order_by()
    site = ("heritage_site__reference", "heritage_site__slug")
    values: dict[int, dict[str, Any]] = {}
    for row in spoken_of.values("pk", *_COLUMNS, *site):
        row["heritage_site"] = row.pop(site[0]) or row.pop(site[1], None) or ""
        values[row["pk"]] = {**row, "institutions": [], "protections": []}
    for pk, code in Monument.institutions.through.objects.values_list("monument_id", "institution__code"):
        if pk in values:
            values[pk]["institutions"].append(code)
    for pk, kind, name in Protection.objects.order_by().values_list("monument_id", "kind", "name"):
        if pk in values:
            values[pk]["protections"].append({"kind": kind, "name": name})
    return values


def _differing(adopted: dict[int, dict[str, Any]]) -> dict[int, dict[str, datetime]]:
    """Monument → attribute → since when the latest contradicting statement has been made."""
    columns = ("monument_id", "institution_id", "values", "received_at")
    records = SourceRecord.objects.order_by("monument_id", "institution_id", "-received_at", "-pk")
    found: dict[int, dict[str, dict[int, datetime]]] = {}
    person: tuple[int, int] | None = None
    last: dict[
        str, tuple[Any, bool]
    ] = {}  # attribute → last word of this institution, and whether it is still the same
    for pk, institution, values, received_at in records.values_list(*columns).iterator(chunk_size=2000):
        if person != (pk, institution):
            person, last = (pk, institution), {}
        for attribute, value in values.items():
            if attribute not in SAYABLE:
                continue
            word, unbroken = last.get(attribute, (value, True))
            unbroken = unbroken and same(attribute, word, value)
            last[attribute] = (word, unbroken)
            if not unbroken or not contradicts(attribute, word, adopted[pk][attribute]):
                continue
            _keep_since(found, pk, attribute, institution, received_at)
    return {pk: {name: max(by.values()) for name, by in found_of.items()} for pk, found_of in found.items()}


def _keep_since(found: dict[int, Any], pk: int, attribute: str, institution: int, received_at: datetime) -> None:
    """Records come newest first: the last one kept of an institution is the oldest of the unbroken row."""
    found.setdefault(pk, {}).setdefault(attribute, {})[institution] = received_at


def _decisions() -> dict[tuple[int, str], list[FieldChange]]:
    """The reasoned decisions of people, by monument and attribute."""
    content_type = ContentType.objects.get_for_model(Monument)
    rows = FieldChange.objects.filter(content_type=content_type, batch=None).exclude(reason="")
    found: dict[tuple[int, str], list[FieldChange]] = {}
    for change in rows.only("object_id", "field", "new", "at", "reason", "batch_id").order_by():
        found.setdefault((change.object_id, change.field), []).append(change)
    return found
