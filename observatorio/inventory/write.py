"""Writing planned rows: a few prepared statements for each chunk, whatever its number of rows.

No model instances and no signals: derived values, history, sources, child rows and the search's outbox are written here.
What a draft holds of a changed monument gets the same values (`services.adoption.patch_pending`).
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from acervo.base import locks
from acervo.history.models import FieldChange
from acervo.tabular import bulk
from acervo.tabular.models import Outcome
from acervo.tabular.table import Row
from observatorio.models import Monument, Protection, SourceRecord
from search.indexing import touch
from search.models import Change

from .derived import CODES, next_codes, use_category, years
from .policy import centuries
from .rows import Said, empty

if TYPE_CHECKING:
    from .importer import MonumentJob

_SOURCE = (
    "monument",
    "institution",
    "key",
    "values",
    "stated_on",
    "title",
    "url",
    "batch",
    "received_at",
    "received_by",
)
_PROTECTION = ("monument", "sort_order", "kind", "name", "date")
_CHANGE = ("content_type", "object_id", "field", "old", "new", "at", "by", "source", "reason", "batch")
_LISTS = ("other_names", "current_uses", "authors")
_RELATED = ("heritage_site", "institutions", "protections")


class Writer:
    """Writes for one job; holds what is the same for all its rows."""

    def __init__(self, job: "MonumentJob") -> None:
        self.job, self.batch = job, job.batch
        fields = [field for field in Monument._meta.concrete_fields if not field.primary_key]
        self._names = tuple(field.attname for field in fields)
        self._defaults = {field.attname: _default(field) for field in fields}
        self._pick = itemgetter(*self._names)
        self._codes: dict[str, int] = {}
        self._sites = {key: item.pk for key, item in job.sites.items()}
        self._through = Monument.institutions.through
        self._type = ContentType.objects.get_for_model(Monument).pk

    def write(self, rows: Sequence[Row]) -> None:
        now = timezone.now()
        new = [row for row in rows if row.outcome == Outcome.CREATED]
        if new:
            self._create(new, now)
        known = [row for row in rows if row.target is not None and row.outcome != Outcome.CREATED]
        if known:
            self._update([row for row in known if row.plan.adopted], now)
        self._statements([row for row in rows if row.outcome == Outcome.CREATED or row.plan.keeps_statement], now)

    # --- New monuments ---

    def _create(self, rows: Sequence[Row], now: Any) -> None:
        codes = self._hand_out(rows)
        moment = bulk.moment(Monument, now)
        live = self.job.publishes
        common = {
            **self._defaults,
            "live": live,
            "has_unpublished_changes": not live,
            "first_published_at": moment if live else None,
            "last_published_at": moment if live else None,
            "created_at": moment,
            "updated_at": moment,
            "batch_id": self.batch.pk,
        }
        last = Monument.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        bulk.insert(
            Monument, self._names, [self._tuple(row, code, common) for row, code in zip(rows, codes, strict=True)]
        )
        made = Monument.objects.filter(pk__gt=last, batch=self.batch).order_by()
        pks = dict(made.values_list("code", "pk"))
        protections, institutions = [], []
        for row, code in zip(rows, codes, strict=True):
            row.target = pk = pks[code]
            values = row.values
            for order, item in enumerate(values.get("protections", ())):
                protections.append((pk, order, item["kind"], item["name"], ""))
            for name in values.get("institutions", ()):
                institutions.append((pk, self.job.institutions[name].pk))
        if protections:
            bulk.insert(Protection, _PROTECTION, protections)
        if institutions:
            bulk.insert(self._through, ("monument", "institution"), institutions)
        if live:
            touch_many("monument", list(pks.values()), now)

    def _tuple(self, row: Row, code: str, common: dict[str, Any]) -> tuple[Any, ...]:
        said = row.values
        values = {**common, **said, "code": code}
        for name in _LISTS:
            values[name] = _list_json(tuple(said[name])) if name in said else "[]"
        if said.get("heritage_site"):
            values["heritage_site_id"] = self._sites[said["heritage_site"]]
        if said.get("dating"):
            values["year_from"], values["year_to"] = years(said["dating"])
            if not said.get("century_from"):
                values["century_from"], values["century_to"] = centuries(said["dating"])
        if not said.get("use_category") and said.get("current_uses"):
            values["use_category"] = _category(said["current_uses"][0])
        if row.plan.retired:
            values["live"] = values["has_unpublished_changes"] = False
        return self._pick(values)

    def _hand_out(self, rows: Sequence[Row]) -> list[str]:
        """A free code for each row, in its order; asks the database only whether somebody else took one meanwhile."""
        with locks.turn(CODES):  # until the end of the chunk's transaction
            codes = self._next(rows)
        if Monument.objects.filter(code__gte=min(codes), code__lte=max(codes)).exists():
            self._codes.clear()
            codes = self._next(rows)
        return codes

    def _next(self, rows: Sequence[Row]) -> list[str]:
        codes = []
        for row in rows:
            state = row.values["state"]
            if state not in self._codes:
                self._codes[state] = int(next_codes(state, 1)[0].partition("-")[2])
                self._prefix(state)
            codes.append(f"{self._prefix(state)}-{self._codes[state]:04d}")
            self._codes[state] += 1
        return codes

    def _prefix(self, state: str) -> str:
        from acervo.base.states import STATE_ABBREVIATIONS

        return STATE_ABBREVIATIONS[state]

    # --- Known monuments ---

    def _update(self, rows: Sequence[Row], now: Any) -> None:
        from observatorio.signals import touch_monuments

        if not rows:
            return
        plans: list[tuple[int, Said]] = [(row.target, row.plan) for row in rows if row.target is not None]
        set_values([(pk, said.adopted) for pk, said in plans], sites=self._sites, institutions=self.job.institutions)
        by, batch = self.batch.created_by_id, self.batch.pk
        at = bulk.moment(FieldChange, now)
        reason = _("Hoja «%(name)s»") % {"name": self.batch.name}
        changes = []
        for pk, said in plans:
            source = " ".join(filter(None, [self.job.institution.abbreviation, said.key]))[:200]
            for name, value in said.adopted.items():
                changes.append(
                    (self._type, pk, name, _json(said.before[name]), _json(value), at, by, source, reason, batch)
                )
        bulk.insert(FieldChange, _CHANGE, changes)
        drafts = {pk: said.adopted for pk, said in plans if said.known.has_revision}
        if drafts:
            patch_drafts(drafts)
        touch_monuments([pk for pk, _said in plans])

    # --- What the institution says ---

    def _statements(self, rows: Sequence[Row], now: Any) -> None:
        institution, batch, by = self.job.institution.pk, self.batch.pk, self.batch.created_by_id
        at = bulk.moment(SourceRecord, now)
        as_json = bulk.as_json
        bulk.insert(
            SourceRecord,
            _SOURCE,
            [
                (
                    row.target, institution, row.plan.key, as_json(row.values), row.plan.dated, row.plan.title,
                    row.plan.url, batch, at, by,
                )
                for row in rows
            ],
        )  # fmt: skip


def touch_many(source: str, pks: Sequence[int], now: Any) -> None:
    """`search.indexing.touch` for many at once: the first one also has the outbox looked at after the commit; the others
    are put there without a model instance for each."""
    if pks:
        touch(source, pks[:1])
        moment = bulk.moment(Change, now)
        bulk.insert(
            Change,
            ("source", "record", "made_at", "attempts", "error"),
            [(source, pk, moment, 0, "") for pk in pks[1:]],
        )


@lru_cache(maxsize=2048)
def _category(use: str) -> str:
    return use_category([use])


@lru_cache(maxsize=2048)
def _list_json(items: tuple[str, ...]) -> str:
    return bulk.as_json(items)


def set_values(
    rows: Sequence[tuple[int, dict[str, Any]]], *, sites: dict[str, int], institutions: dict[str, Any]
) -> None:
    """Set adopted values of monuments in the live row: columns, institutions, protections; years follow the dating."""
    moment = bulk.moment(Monument, timezone.now())
    grouped: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for pk, values in rows:
        columns = {name: _column(name, value) for name, value in values.items() if name not in _RELATED}
        if "heritage_site" in values:
            columns["heritage_site_id"] = sites.get(values["heritage_site"])
        if "dating" in values:
            columns["year_from"], columns["year_to"] = years(values["dating"] or "")
        columns["updated_at"] = moment
        grouped[tuple(columns)].append((*columns.values(), pk))
    for names, tuples in grouped.items():
        bulk.update(Monument, names, tuples)
    _set_institutions({pk: values["institutions"] for pk, values in rows if "institutions" in values}, institutions)
    _set_protections({pk: values["protections"] for pk, values in rows if "protections" in values})


def _column(name: str, value: Any) -> Any:
    if name in _LISTS:
        return bulk.as_json(value or [])
    if name == "live":
        return bool(value)
    return empty(name) if value in ("", None) else value


def _set_institutions(wanted: dict[int, list[str]], institutions: dict[str, Any]) -> None:
    if not wanted:
        return
    through = Monument.institutions.through
    through.objects.filter(monument__in=list(wanted)).delete()
    bulk.insert(
        through,
        ("monument", "institution"),
        [(pk, institutions[code].pk) for pk, codes in wanted.items() for code in codes or [] if code in institutions],
    )


def _set_protections(wanted: dict[int, list[dict[str, str]]]) -> None:
    """A protection that is there already keeps its authority, date and gazette."""
    if not wanted:
        return
    there: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    gone: set[int] = set()
    for pk, monument, kind, name in Protection.objects.filter(monument__in=list(wanted)).values_list(
        "pk", "monument_id", "kind", "name"
    ):
        there[monument, kind, name].append(pk)
        gone.add(pk)
    new, kept = [], []
    for monument, items in wanted.items():
        for order, item in enumerate(items or []):
            same = there.get((monument, item["kind"], item.get("name", "")))
            if same:
                pk = same.pop(0)
                gone.discard(pk)
                kept.append((order, pk))
            else:
                new.append((monument, order, item["kind"], item.get("name", ""), ""))
    if gone:
        Protection.objects.filter(pk__in=gone).delete()
    if kept:
        bulk.update(Protection, ("sort_order",), kept)
    if new:
        bulk.insert(Protection, _PROTECTION, new)


def patch_drafts(changed: dict[int, dict[str, Any]]) -> None:
    """Put the values into what waits to be published; otherwise the next publication would take them back."""
    from observatorio.services.adoption import patch_pending

    for monument in Monument.objects.filter(pk__in=list(changed)):
        values = {name: value for name, value in changed[monument.pk].items() if name != "live"}
        if values:
            patch_pending(monument, values)


def _json(value: Any) -> str | None:
    return None if value is None else bulk.as_json(value)


def _default(field: Any) -> Any:
    """What a column holds for a new row that says nothing, as the database keeps it."""
    value = field.get_default()
    return bulk.as_json(value) if isinstance(value, list | dict) else value
