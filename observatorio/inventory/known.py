"""The monuments that a chunk of rows means, with what the sources said of them: four queries, no model instances."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from observatorio.models import Monument, Protection, SourceRecord

from .fields import SAYABLE

_COLUMNS = tuple(name for name in SAYABLE if name not in ("heritage_site", "institutions", "protections"))
_ALSO = (
    "pk", "live", "locked", "latest_revision_id", "heritage_site__reference",
    "heritage_site__slug", "code", "year_from", "year_to",
)  # fmt: skip


class Known:
    """One monument: adopted values as JSON, and what each institution said last of each attribute."""

    __slots__ = ("code", "has_revision", "keys", "live", "locked", "name", "pk", "said", "values", "years")

    def __init__(self, row: dict[str, Any]) -> None:
        self.pk, self.live, self.locked, self.code = row.pop("pk"), row.pop("live"), row.pop("locked"), row.pop("code")
        self.has_revision = row.pop("latest_revision_id") is not None
        self.years = (row.pop("year_from"), row.pop("year_to"))
        row["heritage_site"] = row.pop("heritage_site__reference") or row.pop("heritage_site__slug", "") or ""
        row.pop("heritage_site__slug", None)
        row["institutions"], row["protections"] = [], []
        self.values: dict[str, Any] = row
        self.name: str = row["name"]
        self.said: dict[int, dict[str, Any]] = {}  # institution → attribute → its last word
        self.keys: dict[int, str] = {}  # institution → the key of its last record

    def said_by(self, institution: int) -> tuple[dict[str, Any], dict[str, list[Any]]]:
        """Its last words, and those of the others."""
        others: dict[str, list[Any]] = defaultdict(list)
        for pk, values in self.said.items():
            if pk != institution:
                for attribute, value in values.items():
                    others[attribute].append(value)
        return self.said.get(institution, {}), others

    def key_by(self, institution: int) -> str | None:
        return self.keys.get(institution)


class KnownMonuments:
    def __init__(self, pks: Iterable[int]) -> None:
        wanted = list(dict.fromkeys(pks))
        self._known: dict[int, Known] = {}
        if wanted:
            self._load(wanted)

    def __getitem__(self, pk: int) -> Known:
        return self._known[pk]

    def _load(self, pks: list[int]) -> None:
        for row in Monument.objects.filter(pk__in=pks).order_by().values(*_ALSO, *_COLUMNS):
            known = Known(row)
            self._known[known.pk] = known
        through = Monument.institutions.through.objects.filter(monument__in=pks)
        for pk, code in through.order_by("institution__code").values_list("monument_id", "institution__code"):
            self._known[pk].values["institutions"].append(code)
        rows = Protection.objects.filter(monument__in=pks).order_by("monument", "sort_order", "pk")
        for pk, kind, name in rows.values_list("monument_id", "kind", "name"):
            self._known[pk].values["protections"].append({"kind": kind, "name": name})
        statements = SourceRecord.objects.filter(monument__in=pks).order_by("received_at", "pk")
        for pk, institution, key, values in statements.values_list("monument_id", "institution_id", "key", "values"):
            known = self._known[pk]
            known.said.setdefault(institution, {}).update(values if isinstance(values, dict) else json.loads(values))
            known.keys[institution] = key
