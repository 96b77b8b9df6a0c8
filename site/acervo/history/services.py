"""Writing and reading the history of fields, and saying on whose behalf, from what source and why a record changes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils import timezone

from .models import FieldChange


@dataclass(slots=True)
class Attribution:
    """What goes with the changes made inside `attributed`; `changes` gathers the rows written meanwhile."""

    by: Any = None
    source: str = ""
    reason: str = ""
    batch: Any = None
    changes: list[FieldChange] = field(default_factory=list)


_attribution: ContextVar[Attribution | None] = ContextVar("history_attribution", default=None)
_silent: ContextVar[bool] = ContextVar("history_silent", default=False)


def record(
    target: Model,
    changes: Mapping[str, tuple[Any, Any]],
    *,
    by: Any = None,
    source: str = "",
    reason: str = "",
    batch: Any = None,
    at: datetime | None = None,
) -> list[FieldChange]:
    """Write one row for each field whose old and new JSON values differ, all with the same moment; return them.

    `changes` maps a field to (old, new). An anonymous or missing user is stored as nobody.
    """
    differing = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not differing:
        return []
    content_type = ContentType.objects.get_for_model(target)
    who = by if by is not None and getattr(by, "is_authenticated", False) else None
    moment = at or timezone.now()
    return FieldChange.objects.bulk_create(
        FieldChange(
            content_type=content_type, object_id=target.pk, field=name, old=old, new=new, at=moment,
            by=who, source=source, reason=reason, batch=batch,
        )
        for name, (old, new) in differing.items()
    )  # fmt: skip


def changes_of(target: Model) -> QuerySet[FieldChange]:
    """The history of one record, newest first."""
    content_type = ContentType.objects.get_for_model(target)
    return FieldChange.objects.filter(content_type=content_type, object_id=target.pk)


@contextmanager
def attributed(*, by: Any = None, source: str = "", reason: str = "", batch: Any = None) -> Iterator[Attribution]:
    """Changes of tracked records (`acervo.history.tracking`) saved inside carry this person, source, reason and batch."""
    attribution = Attribution(by, source, reason, batch)
    token = _attribution.set(attribution)
    try:
        yield attribution
    finally:
        _attribution.reset(token)


@contextmanager
def silent() -> Iterator[None]:
    """Saves inside leave no history: for whoever writes the rows himself, or for data that never was another."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def current_attribution() -> Attribution | None:
    return _attribution.get()


def is_silent() -> bool:
    return _silent.get()
