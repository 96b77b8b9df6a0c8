"""A model whose every save leaves its history, whoever saves: form, workflow, schedule, command."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.log_actions import get_active_log_context

from . import services

if TYPE_CHECKING:
    from modelcluster.models import ClusterableModel as Base
else:
    Base = object

#: Key of a revision's content that carries why its changes were made until they are published.
NOTE_KEY = "history_note"


class Tracked(Base):
    """Mixin for a model, before its other bases. Not for `QuerySet.update` or `bulk_*`: their callers use `record`.

    Compares the stored row (children included) with what is being written. `history_source` and `history_reason` are
    no columns: they travel in the content of revisions, so that the reason given for a draft goes with its publication.
    """

    history_source: str = ""
    history_reason: str = ""

    def history_state(self, names: set[str] | None = None) -> dict[str, Any]:
        """The values to watch, as JSON; only `names` when given. A subclass says which."""
        raise NotImplementedError

    def save(self, *args: Any, **kwargs: Any) -> None:
        update_fields = kwargs.get("update_fields")
        names = None if update_fields is None else set(update_fields)
        if services.is_silent() or self.pk is None:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            # Locked: of two that save at once, the second must see what the first wrote, or the history has a gap.
            stored = type(self)._base_manager.filter(pk=self.pk).select_for_update(no_key=True).first()
            watched = stored is not None and self._is_watched(stored)
            before = stored.history_state(names) if watched else {}
            super().save(*args, **kwargs)
            if before:
                self._record(before, self.history_state(names))

    def _is_watched(self, stored: Any) -> bool:
        """A draft that never was live changes at every save of the form: its history begins when it is published.

        What somebody does to it by name (`attributed`) counts.
        """
        live = getattr(stored, "live", True) or getattr(self, "live", True)
        return live or services.current_attribution() is not None

    def _record(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        changes = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
        if not changes:
            return
        given = services.current_attribution()
        by = (given and given.by) or get_active_log_context().user or self._author_of_what_is_live()
        rows = services.record(
            self, changes, by=by,
            source=(given and given.source) or self.history_source,
            reason=(given and given.reason) or self.history_reason,
            batch=given and given.batch,
        )  # fmt: skip
        if given:
            given.changes.extend(rows)

    def _author_of_what_is_live(self) -> Any:
        """Nobody is at the keyboard when the clock publishes: then it is whoever wrote the revision."""
        revision = getattr(self, "live_revision", None) if getattr(self, "live", False) else None
        return revision.user if revision else None

    def serializable_data(self) -> dict[str, Any]:
        data = super().serializable_data()
        if self.history_source or self.history_reason:
            data[NOTE_KEY] = {"source": self.history_source, "reason": self.history_reason}
        return data

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        made = super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)
        if made is not None:
            note = data.get(NOTE_KEY) or {}
            made.history_source, made.history_reason = note.get("source", ""), note.get("reason", "")
        return made
