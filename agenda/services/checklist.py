"""The organisers' list of tasks: saved at once, and never over what somebody else saved meanwhile."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.enums import TaskState
from agenda.models import ChecklistChange, ChecklistItem, EventPage

from .publication import original_of

FIELDS = ("task", "responsible", "state", "due", "note")


@dataclass
class Conflict(Exception):
    """Somebody changed or deleted the task since it was read: nothing was saved.

    `changes`: what happened since, oldest first. `item`: the task as it is now, None if it was deleted.
    """

    item: ChecklistItem | None
    changes: list[ChecklistChange] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """Who changed what, a sentence for each change."""
        return [sentence_of(change) for change in self.changes] or [_("Otra persona cambió esta tarea.")]


def owner_of(event: EventPage) -> EventPage:
    """The event whose list it is: one for all languages, that of the original."""
    return original_of(event) or event


def items_of(event: EventPage) -> list[ChecklistItem]:
    return list(event.checklist.select_related("changed_by"))


def token_of(items: list[ChecklistItem]) -> str:
    """Changes whenever any task does."""
    return ";".join(f"{item.pk}.{item.version}" for item in items)


@transaction.atomic
def add(event: EventPage, values: dict[str, Any], *, user: Any) -> ChecklistItem:
    item = ChecklistItem.objects.create(event=event, changed_at=timezone.now(), changed_by=user, **values)
    _note(item, user, {name: [None, _plain(getattr(item, name))] for name in FIELDS if getattr(item, name)})
    return item


@transaction.atomic
def change(event: EventPage, pk: int, values: dict[str, Any], *, version: int, user: Any) -> ChecklistItem:
    """Save `values` over `version` of the task. Raises Conflict if there is a newer one or none any more."""
    before = event.checklist.filter(pk=pk).first()
    if before is None or before.version != version:
        raise _conflict(event, pk, version)
    changed = {
        name: [_plain(getattr(before, name)), _plain(value)]
        for name, value in values.items()
        if getattr(before, name) != value
    }
    if not changed:
        return before
    # The condition decides, not what was read above: two requests may have read the same version.
    done = event.checklist.filter(pk=pk, version=version).update(
        **values, version=version + 1, changed_at=timezone.now(), changed_by=user
    )
    if not done:
        raise _conflict(event, pk, version)
    item = event.checklist.select_related("changed_by").get(pk=pk)
    _note(item, user, changed)
    return item


@transaction.atomic
def delete(event: EventPage, pk: int, *, version: int, user: Any) -> None:
    """Delete `version` of the task. Raises Conflict if there is a newer one; one that is gone already is no fault."""
    item = event.checklist.filter(pk=pk).first()
    if item is None:
        return
    done, _rows = event.checklist.filter(pk=pk, version=version).delete()
    if not done:
        raise _conflict(event, pk, version)
    item.version += 1
    _note(item, user, {}, deleted=True)


def _conflict(event: EventPage, pk: int, version: int) -> Conflict:
    item = event.checklist.select_related("changed_by").filter(pk=pk).first()
    since = event.checklist_changes.filter(item_id=pk, version__gt=version).select_related("user").order_by("pk")
    return Conflict(item, list(since))


def _note(item: ChecklistItem, user: Any, changed: dict[str, Any], *, deleted: bool = False) -> None:
    ChecklistChange.objects.create(
        event_id=item.event_id, item_id=item.pk if item.pk else 0, task=item.task, version=item.version,
        at=timezone.now(), user=user, fields=changed, deleted=deleted,
    )  # fmt: skip


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def name_of(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else _("Alguien")


def sentence_of(change: ChecklistChange) -> str:
    """«Ana Ruiz cambió responsable: de «Luis» a «Eva» (10:32).»"""
    at = f"{timezone.localtime(change.at):%H:%M}"
    who = name_of(change.user)
    if change.deleted:
        return _("%(who)s quitó esta tarea (%(at)s).") % {"who": who, "at": at}
    parts = []
    for name, (old, new) in change.fields.items():
        label = str(ChecklistItem._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        parts.append(
            _("%(field)s: de «%(old)s» a «%(new)s»")
            % {"field": label, "old": _shown(name, old), "new": _shown(name, new)}
        )
    return _("%(who)s cambió %(what)s (%(at)s).") % {"who": who, "what": "; ".join(parts), "at": at}


def _shown(name: str, value: str | None) -> str:
    if name == "state" and value:
        return str(TaskState(value).label)
    return value or _("vacío")
