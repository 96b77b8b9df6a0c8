"""Taking back what a batch did, field by field; what somebody changed since is in the way.

A field is in the way when it has another value than the batch wrote, or when a later change of it stands in the history
(those of undone batches do not count). A record that the batch made is in the way when something hangs on it or somebody
edited it since. Forced, all that is in the way is left alone and named, and the rest is undone.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from acervo.history import services as history
from acervo.history.models import FieldChange
from acervo.tabular.models import Batch, BatchState
from acervo.tabular.table import Obstacle, Undone, UndoRefused
from estados.models import Body

from .shared import changes_of, made_by

MOST = 200  # obstacles named


class Undo(ABC):
    model: type[Any]

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.type = ContentType.objects.get_for_model(self.model)
        self.rows = dict(batch.rows.exclude(target_pk=None).values_list("target_pk", "number"))
        self.kept_fields: set[tuple[int, str]] = set()
        self.kept_records: set[int] = set()

    @abstractmethod
    def read(self, pks: Iterable[int]) -> dict[int, tuple[str, dict[str, Any]]]:
        """Key → (name, values by field) of those that are still there."""

    @abstractmethod
    def restore(self, pk: int, values: dict[str, Any], *, user: Any) -> None:
        """Put the values back."""

    @abstractmethod
    def in_the_way(self, pks: list[int]) -> dict[int, str]:
        """Records that the batch made → why they must stay: what hangs on them, or that somebody edited them."""

    @abstractmethod
    def label_of(self, field: str) -> str:
        """What a person calls the field."""

    def obstacles(self) -> list[Obstacle]:
        changes = list(changes_of(self.batch, self.model).order_by("pk"))
        known = self.read({change.object_id for change in changes})
        later = self._later({change.object_id for change in changes})
        found = []
        for change in changes:
            if change.object_id not in known:
                continue  # somebody deleted it: nothing left to undo
            name, values = known[change.object_id]
            newer = [item for item in later[change.object_id, change.field] if item.pk > change.pk]
            if newer or not self.is_same(change.field, values.get(change.field), change.new):
                self.kept_fields.add((change.object_id, change.field))
                found.append(Obstacle(self.rows.get(change.object_id), name, change.field, self._why(change, newer)))
        return found + self._made_obstacles()

    def is_same(self, field: str, current: Any, written: Any) -> bool:
        nothing: tuple[Any, ...] = ("", None, [])
        return current == written or (current in nothing and written in nothing)

    def _made_obstacles(self) -> list[Obstacle]:
        pks = made_by(self.batch)
        names = {pk: name for pk, (name, _values) in self.read(pks).items()}
        reasons = self.in_the_way(list(names))
        for (pk, _field), items in self._later(pks).items():
            if items:
                reasons.setdefault(pk, _("alguien lo editó después"))
        self.kept_records = set(reasons)
        return [Obstacle(self.rows.get(pk), names[pk], "", reasons[pk]) for pk in names if pk in reasons]

    def _later(self, pks: Iterable[int]) -> dict[tuple[int, str], list[FieldChange]]:
        """Changes by others, of these records; oldest first."""
        found: dict[tuple[int, str], list[FieldChange]] = defaultdict(list)
        rows = FieldChange.objects.filter(content_type=self.type, object_id__in=list(pks)).exclude(batch=self.batch)
        for change in rows.exclude(batch__state=BatchState.UNDONE).select_related("by").order_by("pk"):
            found[change.object_id, change.field].append(change)
        return found

    def _why(self, change: FieldChange, newer: list[FieldChange]) -> str:
        label = self.label_of(change.field)
        if not newer:
            return _("el campo «%(field)s» tiene otro valor que el que guardó este lote") % {"field": label}
        last = newer[-1]
        return _("el campo «%(field)s» fue cambiado después por %(who)s el %(date)s") % {
            "field": label,
            "who": str(last.by) if last.by else last.source or _("alguien"),
            "date": formats.date_format(timezone.localtime(last.at), "SHORT_DATETIME_FORMAT"),
        }

    def run(self, *, user: Any, force: bool) -> Undone:
        """Inside the engine's transaction. Raises UndoRefused unless `force`."""
        found = self.obstacles()
        if found and not force:
            raise UndoRefused(found[:MOST], total=len(found))
        done = Undone(kept=[str(item) for item in found])
        done.restored = self._restore_all(user)
        gone = [pk for pk in made_by(self.batch) if pk not in self.kept_records]
        FieldChange.objects.filter(content_type=self.type, object_id__in=gone).delete()
        for record in self.model._default_manager.filter(pk__in=gone):
            record.delete()
            done.deleted += 1
        self._forget_bodies(done)
        return done

    def _restore_all(self, user: Any) -> int:
        changes = list(changes_of(self.batch, self.model).order_by("pk"))
        there = set(self.read({change.object_id for change in changes}))
        before: dict[int, dict[str, Any]] = defaultdict(dict)
        after: dict[int, dict[str, Any]] = defaultdict(dict)
        for change in changes:
            if change.object_id in there and (change.object_id, change.field) not in self.kept_fields:
                before[change.object_id].setdefault(change.field, change.old)
                after[change.object_id][change.field] = change.new
        reason = _("Se deshizo la hoja «%(name)s»") % {"name": self.batch.name}
        for pk, values in before.items():
            self.restore(pk, values, user=user)
            record = self.model._default_manager.get(pk=pk)
            pairs = {name: (after[pk][name], value) for name, value in values.items()}
            history.record(record, pairs, by=user, batch=self.batch, reason=reason)
        return len(before)

    def _forget_bodies(self, done: Undone) -> None:
        """Institutions that the sheet brought go too, unless something else needs them."""
        for body in Body.objects.filter(pk__in=self.batch.options.get("bodies", [])):
            used = (body.leads, body.supports, body.counterpart_of, body.milestones)
            if any(manager.exists() for manager in used):
                done.kept.append(_("«%(name)s» sigue entre las instituciones: algo la usa") % {"name": body.name})
            else:
                body.delete()
