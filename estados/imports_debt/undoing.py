"""Taking a sheet of the debt back: new records are deleted, changed fields get the value that they had before.

What was changed since is in the way: a field with another value than the batch wrote, or a loan that has balances or
payments by now. Forced, that is left alone and named.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from acervo.history.services import attributed
from acervo.tabular.models import Batch, BatchRow, Outcome
from acervo.tabular.table import Obstacle, Undone, UndoRefused

from .job import as_text

CHUNK, MOST = 400, 200


@dataclass(slots=True)
class _Step:
    """What undoing a row does to its record: `restore` (field → old value), or its deletion."""

    record: Model
    restore: dict[str, Any] = field(default_factory=dict)
    delete: bool = False


def obstacles(batch: Batch, model: type[Model]) -> list[Obstacle]:
    return [obstacle for _step, found in _steps(batch, model) for obstacle in found]


def undo(batch: Batch, model: type[Model], *, user: Any, force: bool) -> Undone:
    """Inside the engine's transaction. Raises UndoRefused unless `force`."""
    steps = list(_steps(batch, model))
    found = [obstacle for _step, inside in steps for obstacle in inside]
    if found and not force:
        raise UndoRefused(found[:MOST], total=len(found))
    done = Undone(kept=[str(item) for item in found])
    with attributed(by=user, reason=_("Se deshizo la importación de una hoja")):
        for step, _inside in reversed(steps):
            if step.delete:
                step.record.delete()
                done.deleted += 1
            elif step.restore:
                for name, value in step.restore.items():
                    setattr(step.record, name, value)
                step.record.save()
                done.restored += 1
    return done


def _steps(batch: Batch, model: type[Model]) -> Iterator[tuple[_Step, list[Obstacle]]]:
    rows = batch.rows.exclude(target_pk=None).filter(outcome__in=(Outcome.CREATED, Outcome.CHANGED)).order_by("number")
    waiting: list[BatchRow] = []
    for row in rows.iterator(chunk_size=CHUNK):
        waiting.append(row)
        if len(waiting) == CHUNK:
            yield from _of_chunk(waiting, model)
            waiting = []
    yield from _of_chunk(waiting, model)


def _of_chunk(rows: list[BatchRow], model: type[Model]) -> Iterator[tuple[_Step, list[Obstacle]]]:
    records = model._default_manager.in_bulk([row.target_pk for row in rows])
    for row in rows:
        record = records.get(row.target_pk)
        if record is not None:  # somebody deleted it: nothing to undo
            yield _of_row(row, record)


def _of_row(row: BatchRow, record: Model) -> tuple[_Step, list[Obstacle]]:
    newer = [change for change in row.changes if _now(record, change["field"]) != change["new"]]
    found = [
        Obstacle(row.number, row.label, change["field"], _("«%(field)s» cambió después") % {"field": change["label"]})
        for change in newer
    ]
    if row.outcome == Outcome.CREATED:
        if dependants := _dependants(record):
            found.append(Obstacle(row.number, row.label, "", _("ya tiene %(things)s") % {"things": dependants}))
        return _Step(record, delete=not found), found
    meta: Any = record._meta
    restore = {
        change["field"]: meta.get_field(change["field"]).to_python(change["old"])
        for change in row.changes
        if change not in newer
    }
    return _Step(record, restore), found


def _now(record: Model, name: str) -> Any:
    return as_text(record.serializable_value(name))


def _dependants(record: Model) -> str:
    parts = []
    if hasattr(record, "balances") and record.balances.exists():
        parts.append(_("saldos"))
    if hasattr(record, "payments") and record.payments.exists():
        parts.append(_("pagos"))
    return _(" y ").join(parts)
