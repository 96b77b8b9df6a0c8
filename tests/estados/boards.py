"""A board to test with: a microsite with its sections, and as many commitments as wanted, made in bulk."""

import datetime as dt
from typing import Any

from estados.enums import Completion, MilestoneStatus, Voice
from estados.models import (
    Commitment,
    CommitmentsPage,
    CommitmentTarget,
    Milestone,
    MilestoneReport,
    PlansPage,
    StatePage,
    Verdict,
)
from tests.estados import making


def section(state: StatePage, model: type = CommitmentsPage, **fields: Any) -> Any:
    """A public section of the microsite, the same one when it is there."""
    found = model.objects.child_of(state).first()
    if found is not None:
        return found
    titles = {CommitmentsPage: ("Compromisos", "compromisos"), PlansPage: ("Planes de acción", "planes")}
    title, slug = titles[model]
    state.refresh_from_db()
    page = model(title=title, slug=slug, locale=state.locale, **fields)
    state.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def many(number: int, *, plan: int = 1) -> None:
    """`number` public commitments of a plan of Zacatecas, each with two milestones, a goal and both voices."""
    of = making.plan("32", plan, launched_on=dt.date(2016, 8, 22))
    rows = Commitment.objects.bulk_create(
        Commitment(
            plan=of, number=n, code=f"{of.code}-C{n}", title=f"Compromiso {n}", live=True,
            starts_on=dt.date(2016, 9, 1), ends_on=dt.date(2017, 8, 22),
        )
        for n in range(1, number + 1)
    )  # fmt: skip
    CommitmentTarget.objects.bulk_create(CommitmentTarget(commitment=row, goal=row.number % 17 + 1) for row in rows)
    milestones = Milestone.objects.bulk_create(
        Milestone(commitment=row, number=n, deliverable=f"Entregable {n}", due=dt.date(2017, n, 1))
        for row in rows for n in (1, 2)
    )  # fmt: skip
    MilestoneReport.objects.bulk_create(
        MilestoneReport(milestone=item, status=MilestoneStatus.DONE, on=dt.date(2017, 1, 15)) for item in milestones
    )
    Verdict.objects.bulk_create(
        Verdict(commitment=row, voice=voice, completion=completion, words="x", author="x", on=dt.date(2017, 5, 31))
        for row in rows
        for voice, completion in ((Voice.GOVERNMENT, Completion.COMPLETE), (Voice.SOCIETY, Completion.LIMITED))
    )  # fmt: skip
