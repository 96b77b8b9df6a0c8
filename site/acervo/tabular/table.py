"""What a domain says of one kind of spreadsheet: its columns, how rows find their records, how they are written.

The engine knows no monument: a domain app subclasses `Table` and `Job` and registers an instance in `ready()`
(`acervo.tabular.registry.register`). One `Job` is made for each run over a batch (dry run or writing) and both runs call
the same methods in the same order, so that the dry run says what the writing does:

    job = table.open(batch)
    for chunk in the rows of the sheet:           # a few hundred `Row`s, cells parsed already
        job.plan(chunk)                           # cross-checks, matching, outcome, changes; reads only
        job.write([rows that may be written])     # only when writing, inside one transaction

Undoing is the table's: `Table.undo` in one transaction, or `UndoRefused` with the list of what is newer.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .columns import Column, Parse
from .faults import Fault
from .models import Batch, Outcome


class Row:
    """One data record of the sheet on its way. `number` counts data records from 1, `line` is the line or row in the file.

    `values`: attribute → value, of the cells that say something; `cleared`: attributes of the columns that are in the
    sheet with an empty cell, when the policy is to clear. `decision`: what a person chose (a key, or 0 for a new
    record), or None. The job sets `outcome`, `target` (key of the record), `changes`, `candidates` and `label`, and may
    keep anything in `plan`.
    """

    __slots__ = (
        "candidates", "changes", "cleared", "decision", "faults", "header_of", "label", "line", "notes", "number",
        "outcome", "plan", "target", "values",
    )  # fmt: skip

    def __init__(self, number: int, line: int, header_of: Mapping[str, str]) -> None:
        self.number, self.line, self.header_of = number, line, header_of
        self.values: dict[str, Any] = {}
        self.cleared: list[str] = []
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self.changes: list[dict[str, Any]] = []
        self.candidates: list[dict[str, Any]] = []
        self.decision: int | None = None
        self.outcome: Outcome = Outcome.CREATED
        self.target: int | None = None
        self.label = ""
        self.plan: Any = None

    def refuse(self, column: str, value: str, reason: str, mend: str) -> None:
        """Refuse the row for what its column (by name) says; all faults of a row are told."""
        self.faults.append(Fault(column, self.header_of.get(column, column), value, reason, mend))
        self.outcome = Outcome.REFUSED

    @property
    def has_something_to_say(self) -> bool:
        """Rows that are plainly new or the same are only counted."""
        return bool(
            self.faults
            or self.notes
            or self.changes
            or self.candidates
            or self.outcome not in (Outcome.CREATED, Outcome.SAME)
        )


class Job(ABC):
    """One run over a batch; holds what its rows ask for again and again."""

    def __init__(self, table: "Table", batch: Batch) -> None:
        self.table, self.batch = table, batch

    def parser(self, column: Column) -> Parse:
        """How the cells of a column are read in this run; by default as the column says."""
        return column.parse

    @abstractmethod
    def plan(self, rows: Sequence[Row]) -> None:
        """Cross-check the cells of each row, find its record, and set outcome, changes and candidates. Writes nothing.

        Rows with faults stay REFUSED; they are still cross-checked, so that all their faults are told.
        """

    @abstractmethod
    def write(self, rows: Sequence[Row]) -> None:
        """Write rows that are CREATED, CHANGED or SAME, inside the engine's transaction."""

    def close(self) -> None:  # noqa: B027 - most have nothing to close
        """After the last chunk, also when the run was stopped."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What was changed after the batch. `row` is the number of the row, or None when it was not kept."""

    row: int | None
    label: str
    field: str
    reason: str

    def __str__(self) -> str:
        if self.row is None:
            return _("«%(label)s»: %(reason)s") % {"label": self.label, "reason": self.reason}
        return _("fila %(row)d, «%(label)s»: %(reason)s") % {
            "row": self.row,
            "label": self.label,
            "reason": self.reason,
        }


class UndoRefused(Exception):
    """Nothing was undone; `obstacles` says why (at most 200 of them; `total` says how many there are)."""

    def __init__(self, obstacles: Sequence[Obstacle], *, total: int | None = None) -> None:
        super().__init__("; ".join(map(str, obstacles[:20])))
        self.obstacles, self.total = list(obstacles), total if total is not None else len(obstacles)


@dataclass(slots=True)
class Undone:
    """What undoing did: records deleted, records with fields restored, and what was left alone (sentences)."""

    deleted: int = 0
    restored: int = 0
    kept: list[str] = field(default_factory=list)


class Table(ABC):
    """One kind of spreadsheet. `name` is kept in batches: do not change it."""

    name: ClassVar[str]
    label: ClassVar[str | Promise]  # «Inventario de inmuebles»
    one: ClassVar[str | Promise]  # «inmueble», for the sentences of the admin
    #: Full name of the permission that a person needs to import («observatorio.change_monument»).
    permission: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    #: What the form of the upload calls the source of a sheet, and what it means.
    source_label: ClassVar[str | Promise] = gettext_lazy("Institución")
    source_help: ClassVar[str | Promise] = gettext_lazy("De quién es la hoja: lo que diga quedará como dicho por ella.")
    #: Headers that our own exports add and that are no data of the record.
    ignored: ClassVar[tuple[str, ...]] = ()
    #: Names of columns that tell two rows apart when neither has a text in a `unique` column.
    identity: ClassVar[tuple[str, ...]] = ()

    #: Name of a column → its closed vocabulary, as people read it; for the empty sheet and its help.
    terms: ClassVar[Mapping[str, Sequence[Any]]] = {}

    def may_import(self, user: Any) -> bool:
        return bool(user.has_perm(self.permission))

    @abstractmethod
    def sources(self) -> list[tuple[str, str]]:
        """Code and name of the institutions that a sheet may come from."""

    def sources_for(self, user: Any) -> list[tuple[str, str]]:
        """Those that the person may choose; all of them, unless a table says otherwise."""
        return self.sources()

    def options_fields(self, user: Any) -> dict[str, forms.Field]:
        """Fields of the admin's form whose cleaned values go into `Batch.options` (JSON values only)."""
        return {}

    @abstractmethod
    def open(self, batch: Batch) -> Job:
        """A run over the batch."""

    @abstractmethod
    def obstacles(self, batch: Batch) -> list[Obstacle]:
        """What somebody changed after the batch in what it wrote; reads only."""

    @abstractmethod
    def undo(self, batch: Batch, *, user: Any, force: bool = False) -> Undone:
        """Take the batch back, inside the engine's transaction. Raises UndoRefused unless forced."""

    def records(self, batch: Batch) -> QuerySet[Any] | None:
        """The records that the sheet says something of: made, changed or only mentioned; None when a table cannot say."""
        return None

    def target_url(self, pk: int) -> str:
        """Where the admin shows a record; an empty string when nowhere."""
        return ""

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


#: Called after each chunk with (rows done, rows in all).
Progress = Callable[[int, int], None]
