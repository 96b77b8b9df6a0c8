"""One run over a sheet of the debt: finds the record of each row by its key, compares, writes, and remembers what it did.

What a batch did is in its rows (`BatchRow`): `target_pk`, and `changes` with the values before and after as text, also for
new records, so that it can be undone and seen.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from acervo.base.states import NATIONAL, STATE_NAMES
from acervo.history.services import attributed
from acervo.tabular.models import Batch, Outcome
from acervo.tabular.sheets import SheetError
from acervo.tabular.table import Job, Row
from estados.permissions import ALL, states_of

from .cells import is_scaled

if TYPE_CHECKING:
    from .tables import DebtTable

Key = tuple[Any, ...]


def as_text(value: Any) -> Any:
    """A value as JSON keeps it."""
    return str(value) if isinstance(value, Decimal | dt.date) else value


class DebtJob(Job):
    """`batch.options["state"]`: the state of rows that do not say theirs. A batch without a user may write everywhere."""

    table: "DebtTable"

    def __init__(self, table: "DebtTable", batch: Batch) -> None:
        super().__init__(table, batch)
        user = batch.created_by
        self.allowed = ALL if user is None else states_of(user)
        self.may_nation = user is None or bool(user.is_superuser)
        self.default = str(batch.options.get("state") or (next(iter(self.allowed)) if len(self.allowed) == 1 else ""))
        self.today = timezone.localdate()
        self.source = dict(table.sources()).get(batch.source, batch.source)
        self._refuse_scaled_headers()

    def _refuse_scaled_headers(self) -> None:
        """A column whose header speaks of millions would be read a million times too small."""
        headers = self.batch.layout.get("headers", [])
        for index, name in self.batch.mapping.items():
            header = headers[int(index)] if int(index) < len(headers) else ""
            if name in self.table.amounts and is_scaled(header):
                raise SheetError(
                    _(
                        "La columna «%(header)s» dice que está en millones o miles. Ponga las cantidades completas en "
                        "pesos y cambie el encabezado."
                    )
                    % {"header": header}
                )

    # --- planning ---

    def plan(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self._place(row)
        self.table.prepare(self, rows)
        known = self.table.find(rows)
        for row in rows:
            self.table.check(self, row)
            row.label = self.table.label_of(row)
            if row.faults:
                row.outcome = Outcome.REFUSED
                continue
            self._compare(row, known.get(self.table.key_of(row)))

    def _place(self, row: Row) -> None:
        """Gives the row its state, if the person may write there."""
        state = row.values.get("state") or self.default
        if self.table.is_national(row):
            state = NATIONAL
        row.values["state"] = state
        column = "clave_entidad"
        if not state:
            row.refuse(column, "", _("la fila no dice de qué entidad es"), _("escriba su clave del INEGI, por ejemplo 32"))  # fmt: skip
        elif state == NATIONAL:
            if not self.table.is_national(row):
                row.refuse(column, state, _("esta hoja es de las entidades, no de la nación"), _("escriba la clave de una entidad"))  # fmt: skip
            elif not self.may_nation:
                row.refuse(column, state, _("los datos de la nación los registra la administración del sitio"), _("quite la fila"))  # fmt: skip
        elif state not in self.allowed:
            row.refuse(
                column, state, _("%(state)s no es una de sus entidades") % {"state": STATE_NAMES[state]},
                _("quite la fila o pida permiso a la administración del sitio"),
            )  # fmt: skip

    def _compare(self, row: Row, found: Model | None) -> None:
        new = self._new_values(row, found)
        if found is None:
            row.outcome, row.target = Outcome.CREATED, None
            row.changes = [self._change(name, None, value) for name, value in new.items()]
        else:
            row.target = found.pk
            row.changes = [
                self._change(name, getattr(found, name), value)
                for name, value in new.items()
                if getattr(found, name) != value
            ]
            row.outcome = Outcome.CHANGED if row.changes else Outcome.SAME
        row.plan = (found, new)

    def _new_values(self, row: Row, found: Model | None) -> dict[str, Any]:
        """Field → value of what the row says; the blank ones only under the policy to clear them."""
        said: dict[str, Any] = {}
        for name in self.table.fields:
            if name in row.values:
                said[name] = self.table.model._meta.get_field(name).to_python(row.values[name])
            elif name in row.cleared:
                said[name] = self.table.empty(name)
        if "is_sample" in self.table.fields:
            said.setdefault("is_sample", False)  # a sheet that does not say «muestra» brings real figures
        if found is None:
            said.setdefault("source", self.source)
            said |= self.table.belonging(row)
        return said

    def _change(self, name: str, old: Any, new: Any) -> dict[str, Any]:
        field = self.table.model._meta.get_field(name)
        return {"field": name, "label": str(field.verbose_name), "old": self._shown(old), "new": self._shown(new), "adopted": True}  # fmt: skip

    def _shown(self, value: Any) -> Any:
        return value.pk if isinstance(value, Model) else as_text(value)

    # --- writing ---

    def write(self, rows: Sequence[Row]) -> None:
        with attributed(by=self.batch.created_by, source=self.source, batch=self.batch):
            for row in rows:
                found, new = row.plan
                if row.outcome == Outcome.CREATED:
                    row.target = self.table.model._default_manager.create(**new).pk
                elif row.outcome == Outcome.CHANGED:
                    for name, value in new.items():
                        setattr(found, name, value)
                    found.save()


def values_of(row: Row, names: Sequence[str]) -> Mapping[str, Any]:
    return {name: row.values.get(name) for name in names}
