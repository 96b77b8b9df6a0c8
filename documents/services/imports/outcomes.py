"""What planning says about each row, in the same words for the trial, the import, the report and the admin."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from documents.models import RowOutcome

from .folder import FolderFile
from .manifest import ManifestRow


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: the thing, the place and the mend (all sentences in Spanish)."""

    column: str
    value: str
    reason: str
    mend: str

    def sentence(self, number: int) -> str:
        return _("fila %(row)d, columna «%(column)s»: %(reason)s; %(mend)s") % {
            "row": number,
            "column": self.column,
            "reason": self.reason,
            "mend": self.mend,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of metadata that differs; the values are as a person reads them."""

    column: str
    label: str
    old: str
    new: str

    def as_dict(self) -> dict[str, str]:
        return {"column": self.column, "label": self.label, "old": self.old, "new": self.new}


@dataclass(slots=True)
class PlannedRow:
    """One row with what would become of it. `values` maps attributes of the record to what they will be."""

    row: ManifestRow
    collection_id: int | None = None
    file: FolderFile | None = None
    values: dict[str, Any] = field(default_factory=dict)
    shared: bool = False
    page_id: int | None = None
    archive_file_id: int | None = None  # the record's own file that this row's bytes belong to
    borrowed_file_id: int | None = None  # a file that is in the archive already and is only linked
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)  # field → header as it stands in the manifest

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def title(self) -> str:
        return str(self.values.get("title") or self.row.values.get("title", ""))[:255]

    @property
    def outcome(self) -> RowOutcome:
        if self.problems:
            return RowOutcome.REFUSED
        if self.page_id is None:
            return RowOutcome.CREATED
        return RowOutcome.UPDATED if self.changes else RowOutcome.UNCHANGED

    @property
    def reason(self) -> str:
        """All problems as sentences, each with its place and its mend."""
        return "\n".join(problem.sentence(self.number) for problem in self.problems)

    @property
    def summary(self) -> str:
        """What a person reads beside the row: the reasons, or the fields that change."""
        if self.problems:
            return self.reason
        parts = [f"{change.label}: {change.old or '—'} → {change.new or '—'}" for change in self.changes]
        return "; ".join([*parts, *self.notes])

    def refuse(self, name: str, value: str, reason: str, mend: str) -> None:
        """Refuse the row for what the column of the field `name` says."""
        self.problems.append(Problem(self.headers.get(name, name), value[:500], reason, mend))

    def problems_json(self) -> dict[str, Any]:
        """One entry of `refused` in the JSON summary."""
        first = self.problems[0]
        entry: dict[str, Any] = {
            "row": self.number,
            "column": first.column,
            "value": first.value,
            "reason": first.reason,
            "mend": first.mend,
        }
        if len(self.problems) > 1:
            entry["also"] = [
                {"column": p.column, "value": p.value, "reason": p.reason, "mend": p.mend} for p in self.problems[1:]
            ]
        return entry
