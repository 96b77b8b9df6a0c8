"""What the sheets of commitments and of milestones have in common: whose rows a person may write, and what was written."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acervo.base.states import NATIONAL, STATE_NAMES, STATES
from acervo.history.models import FieldChange
from acervo.tabular.models import Batch
from acervo.tabular.table import Row, Table
from estados.permissions import ALL, states_of

SEVERAL = gettext_lazy("Varias entidades")


class StateTable(Table):
    """A table whose sheets come from a state («32») or from several («00»); any team may import into its own state."""

    permission = "estados.change_commitment"
    source_label = gettext_lazy("Entidad")
    source_help = gettext_lazy("De qué entidad es la hoja. Una fila de otra entidad se rechaza.")
    model: type[Any]

    def may_import(self, user: Any) -> bool:
        return bool(states_of(user))

    def sources(self) -> list[tuple[str, str]]:
        return [*STATES[1:], (NATIONAL, str(SEVERAL))]

    def sources_for(self, user: Any) -> list[tuple[str, str]]:
        own = states_of(user)
        found = [(key, name) for key, name in STATES[1:] if key in own]
        return [*found, (NATIONAL, str(SEVERAL))] if len(found) > 1 else found

    def records(self, batch: Batch) -> QuerySet[Any]:
        """What the sheet made or changed; empty once it is undone."""
        changed = changes_of(batch, self.model).values("object_id")
        return self.model._default_manager.filter(pk__in=[*made_by(batch)]).union(
            self.model._default_manager.filter(pk__in=changed)
        )


def writable_states(batch: Batch) -> frozenset[str]:
    """The states whose rows the batch may write; a command of the machine (no user) may write all."""
    own = ALL if batch.created_by is None else states_of(batch.created_by)
    return own if batch.source == NATIONAL else own & {batch.source}


def refuse_state(row: Row, column: str, value: str, state: str, batch: Batch) -> None:
    """The row belongs to a state that the batch may not write."""
    if batch.source not in (NATIONAL, state):
        mend = _("quite la fila, o suba la hoja como «%(several)s»") % {"several": SEVERAL}
    else:
        mend = _("quite la fila o pídala al equipo de esa entidad")
    row.refuse(
        column, value, _("«%(value)s» es de %(state)s") % {"value": value, "state": STATE_NAMES.get(state, state)}, mend
    )


def made_by(batch: Batch) -> list[int]:
    """Keys of the records that the batch made; they are kept with it, for rows that are plainly new are only counted."""
    return list(batch.options.get("made", []))


def keep_made(batch: Batch, **keys: Iterable[int]) -> None:
    """Remember what a chunk made (`made`, `bodies`), in its transaction."""
    options = dict(batch.options)
    for name, found in keys.items():
        options[name] = sorted({*options.get(name, []), *found})
    batch.options = options
    Batch.objects.filter(pk=batch.pk).update(options=options)


def changes_of(batch: Batch, model: type[Any]) -> QuerySet[FieldChange]:
    return FieldChange.objects.filter(batch=batch, content_type=ContentType.objects.get_for_model(model))


def attribution(batch: Batch) -> Mapping[str, Any]:
    return {"by": batch.created_by, "batch": batch, "reason": _("Hoja «%(name)s»") % {"name": batch.name}}
