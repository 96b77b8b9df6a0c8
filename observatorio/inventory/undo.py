"""Taking back what a batch did to the inventory, field by field.

A field is in the way when the adopted value is no longer the one that the batch wrote, or when a later change of that
field stands in the history; changes of batches that were undone themselves do not count. A monument that the batch made
is in the way when anything was done to it since: a change, a draft, an inspection, a work, a report, a photograph, or
what another sheet says of it. Forced, all that is in the way is left alone and named, and the rest is undone.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from acervo.history.models import FieldChange
from acervo.tabular import admin_search
from acervo.tabular.models import Batch, BatchState, Outcome
from acervo.tabular.table import Obstacle, Undone, UndoRefused
from observatorio.models import HeritageSite, Institution, Monument, SourceRecord

from .fields import attribute_label
from .known import KnownMonuments
from .write import patch_drafts, set_values

CHUNK = 400
MOST = 200  # obstacles named


def obstacles(batch: Batch) -> list[Obstacle]:
    return _Undo(batch).obstacles()


def undo(batch: Batch, *, user: Any, force: bool = False) -> Undone:
    """Inside the engine's transaction. Raises UndoRefused unless `force`."""
    return _Undo(batch).run(user=user, force=force)


class _Undo:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.type = ContentType.objects.get_for_model(Monument)
        rows = batch.rows.exclude(target_pk=None).filter(outcome__in=(Outcome.CREATED, Outcome.CHANGED))
        self.rows = dict(rows.values_list("target_pk", "number"))
        self.kept: set[tuple[int, str]] = set()  # (monument, field) that are newer
        self.kept_monuments: set[int] = set()  # made by the batch, and touched since
        self.found: list[Obstacle] = []

    def obstacles(self) -> list[Obstacle]:
        for chunk in self._changes():
            self._newer_fields(chunk)
        for pks in _chunks(self._made()):
            self._newer_records(pks)
        return self.found

    def run(self, *, user: Any, force: bool) -> Undone:
        found = self.obstacles()
        if found and not force:
            raise UndoRefused(found[:MOST], total=len(found))
        done = Undone(kept=[str(item) for item in found])
        for chunk in self._changes():
            done.restored += self._restore(chunk, user)
        self._delete(done)
        SourceRecord.objects.filter(batch=self.batch).exclude(monument__in=self.kept_monuments).delete()
        return done

    # --- What the batch did ---

    def _changes(self) -> Iterable[list[FieldChange]]:
        """Changes of the batch to monuments, a few monuments at a time."""
        changes = FieldChange.objects.filter(batch=self.batch, content_type=self.type)
        pks = changes.order_by("object_id").values_list("object_id", flat=True).distinct()
        for some in _chunks(pks):
            yield list(changes.filter(object_id__in=some).order_by("object_id", "pk"))

    def _made(self) -> Iterable[int]:
        return Monument.objects.filter(batch=self.batch).order_by("pk").values_list("pk", flat=True)

    # --- What is newer ---

    def _newer_fields(self, changes: list[FieldChange]) -> None:
        pks = {change.object_id for change in changes}
        known = KnownMonuments(pks)
        later = self._later(pks)
        for change in changes:
            key = (change.object_id, change.field)
            if key in self.kept:
                continue
            try:
                monument = known[change.object_id]
            except KeyError:
                continue  # somebody deleted it: nothing left to undo
            current = monument.live if change.field == "live" else monument.values[change.field]
            newer = [item for item in later.get(key, ()) if item.pk > change.pk]
            if newer or current != _normal(change.field, change.new):
                self.kept.add(key)
                self._add(change.object_id, monument.name, change.field, newer[-1] if newer else None)

    def _later(self, pks: Iterable[int]) -> dict[tuple[int, str], list[FieldChange]]:
        """Changes by others since, of these monuments; oldest first."""
        found: dict[tuple[int, str], list[FieldChange]] = defaultdict(list)
        first = FieldChange.objects.filter(batch=self.batch).order_by("pk").values_list("pk", flat=True).first() or 0
        rows = FieldChange.objects.filter(content_type=self.type, object_id__in=list(pks), pk__gt=first)
        rows = rows.exclude(batch=self.batch).exclude(batch__state=BatchState.UNDONE)
        for change in rows.select_related("by").order_by("pk"):
            found[change.object_id, change.field].append(change)
        return found

    def _newer_records(self, pks: list[int]) -> None:
        """Monuments that the batch made and that somebody has worked on since."""
        changed: dict[int, FieldChange] = {}
        for (pk, _field), items in self._later_of_made(pks).items():
            if pk not in changed or items[-1].pk > changed[pk].pk:
                changed[pk] = items[-1]
        others = Q(source_records__isnull=False) & ~Q(source_records__batch=self.batch)
        counted = Monument.objects.filter(pk__in=pks).annotate(
            visits=Count("inspections", distinct=True), works=Count("interventions", distinct=True),
            reports=Count("citizen_reports", distinct=True), pictures=Count("photos", distinct=True),
            parts_count=Count("parts", distinct=True), statements=Count("source_records", filter=others, distinct=True),
        )  # fmt: skip
        revised = set(
            Revision.objects.filter(
                base_content_type=self.type, object_id__in=[str(pk) for pk in pks]
            ).values_list("object_id", flat=True)
        )  # fmt: skip
        for monument in counted.order_by("pk"):
            change = changed.get(monument.pk)
            if change is not None:
                self.kept_monuments.add(monument.pk)
                self._add(monument.pk, monument.name, change.field, change)
                continue
            reason = ""
            if monument.visits:
                reason = _("tiene inspecciones")
            elif monument.works:
                reason = _("tiene intervenciones")
            elif monument.reports:
                reason = _("tiene reportes ciudadanos")
            elif monument.pictures:
                reason = _("tiene fotografías")
            elif monument.parts_count:
                reason = _("otros inmuebles forman parte de él")
            elif monument.statements:
                reason = _("otra fuente dice algo de él")
            elif str(monument.pk) in revised:
                reason = _("alguien lo editó después")
            if reason:
                self.kept_monuments.add(monument.pk)
                self.found.append(Obstacle(self.rows.get(monument.pk), monument.name, "", reason))

    def _later_of_made(self, pks: list[int]) -> dict[tuple[int, str], list[FieldChange]]:
        found: dict[tuple[int, str], list[FieldChange]] = defaultdict(list)
        rows = FieldChange.objects.filter(content_type=self.type, object_id__in=pks).exclude(batch=self.batch)
        for change in rows.exclude(batch__state=BatchState.UNDONE).select_related("by").order_by("pk"):
            found[change.object_id, change.field].append(change)
        return found

    def _add(self, pk: int, name: str, field: str, newer: FieldChange | None) -> None:
        label = str(_("publicado") if field == "live" else _field_label(field))
        label = label[:1].upper() + label[1:]
        if newer is None:
            reason = _("el campo «%(field)s» tiene otro valor que el que guardó este lote") % {"field": label}
        else:
            who = str(newer.by) if newer.by else newer.source or _("alguien")
            reason = _("el campo «%(field)s» fue cambiado después por %(who)s el %(date)s") % {
                "field": label,
                "who": who,
                "date": formats.date_format(timezone.localtime(newer.at), "SHORT_DATETIME_FORMAT"),
            }
            if newer.batch_id:
                reason += " " + _("(lote %(batch)d)") % {"batch": newer.batch_id}
        self.found.append(Obstacle(self.rows.get(pk), name, field, reason))

    # --- Back to before ---

    def _restore(self, changes: list[FieldChange], user: Any) -> int:
        from observatorio.signals import touch_monuments

        before: dict[int, dict[str, Any]] = defaultdict(dict)
        undone: list[FieldChange] = []
        there = set(
            Monument.objects.filter(pk__in={change.object_id for change in changes}).values_list("pk", flat=True)
        )
        for change in changes:
            if change.object_id in there and (change.object_id, change.field) not in self.kept:
                before[change.object_id].setdefault(change.field, change.old)
                undone.append(change)
        if not before:
            return 0
        sites = {item.reference or item.slug: item.pk for item in HeritageSite.objects.all()}
        institutions = {item.code: item for item in Institution.objects.all()}
        set_values(list(before.items()), sites=sites, institutions=institutions)
        now = timezone.now()
        FieldChange.objects.bulk_create(
            FieldChange(
                content_type=self.type, object_id=change.object_id, field=change.field, old=change.new, new=change.old,
                at=now, by=user if getattr(user, "pk", None) else None, source=change.source, batch=self.batch,
                reason=_("Se deshizo la hoja «%(name)s»") % {"name": self.batch.name},
            )
            for change in undone
        )  # fmt: skip
        drafts = Monument.objects.filter(pk__in=list(before)).exclude(latest_revision=None)
        patch_drafts({pk: before[pk] for pk in drafts.values_list("pk", flat=True)})
        touch_monuments(before)
        admin_search.index(Monument.objects.filter(pk__in=list(before)))
        return len(before)

    def _delete(self, done: Undone) -> None:
        """Monuments that the batch made, with all that hangs on them; what they said goes with them."""
        for pks in _chunks(self._made()):
            gone = [pk for pk in pks if pk not in self.kept_monuments]
            FieldChange.objects.filter(content_type=self.type, object_id__in=gone).delete()
            Monument.objects.filter(pk__in=gone).delete()
            done.deleted += len(gone)


def _normal(field: str, value: Any) -> Any:
    """A value as `KnownMonuments` gives it: empty texts and lists instead of nothing."""
    from .rows import empty

    return empty(field) if value in ("", None, []) else value


def _field_label(field: str) -> Any:
    try:
        return attribute_label(field)
    except KeyError:
        return field


def _chunks(pks: Iterable[int]) -> Iterable[list[int]]:
    """Keys read at once in full: the table changes while they are worked on."""
    every = list(pks)
    for start in range(0, len(every), CHUNK):
        yield every[start : start + CHUNK]
