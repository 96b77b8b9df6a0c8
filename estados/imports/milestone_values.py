"""A milestone as plain JSON values, by the names that its history uses; put back, and written row by row."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from acervo.history import services as history
from acervo.tabular.models import Outcome
from acervo.tabular.table import Row
from estados.models import Milestone, MilestoneReport

from .shared import attribution, keep_made

if TYPE_CHECKING:
    from .milestones import MilestoneJob

#: What a new milestone says by itself.
DEFAULTS: Mapping[str, Any] = {
    "number": 1, "deliverable": "", "description": "", "due": None, "responsible": None, "weight": 1, "reports": [],
}  # fmt: skip


def empty(name: str) -> Any:
    return DEFAULTS[name]


def values_of(milestone: Milestone) -> dict[str, Any]:
    """`reports` in the order of their days: what was said, never rewritten."""
    reports = sorted(milestone.reports.all(), key=lambda item: (item.on, item.pk or 0))
    return {
        "number": milestone.number,
        "deliverable": milestone.deliverable,
        "description": milestone.description,
        "due": milestone.due and milestone.due.isoformat(),
        "responsible": milestone.responsible_id,
        "weight": milestone.weight,
        "reports": [{"on": str(item.on), "status": item.status, "note": item.note} for item in reports],
    }


def put(milestone: Milestone, values: Mapping[str, Any]) -> None:
    """Set values and save; reports are added or, when a sheet is undone, taken away."""
    for name, value in values.items():
        if name == "due":
            milestone.due = dt.date.fromisoformat(value) if value else None
        elif name == "responsible":
            milestone.responsible_id = value
        elif name != "reports":
            setattr(milestone, name, DEFAULTS[name] if value is None else value)
    if "reports" in values:
        wanted = [(item["on"], item["status"], item["note"]) for item in values["reports"] or []]
        kept = []
        for report in milestone.reports.all():
            said = (str(report.on), report.status, report.note)
            if said in wanted:
                wanted.remove(said)
                kept.append(report)
        new = [MilestoneReport(on=dt.date.fromisoformat(on), status=status, note=note) for on, status, note in wanted]
        milestone.reports.set([*kept, *new])
    with history.silent():
        milestone.save()


def write_rows(job: "MilestoneJob", rows: Sequence[Row]) -> None:
    made = []
    with transaction.atomic():
        for row in rows:
            if row.outcome not in (Outcome.CREATED, Outcome.CHANGED):
                continue
            commitment, changed, before = row.plan
            values = dict(changed)
            if values.get("responsible") is not None:
                values["responsible"] = job.bodies.key_of(values["responsible"])
            if row.outcome == Outcome.CREATED:
                milestone = Milestone(commitment=commitment)
                put(milestone, values)
                row.target = milestone.pk
                made.append(milestone.pk)
            else:
                milestone = Milestone.objects.get(pk=row.target)
                put(milestone, values)
                pairs = {name: (before[name], value) for name, value in values.items()}
                history.record(milestone, pairs, **attribution(job.batch))
        keep_made(job.batch, made=made, bodies=job.bodies.created)
