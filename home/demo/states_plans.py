"""The plans of the demonstration's states: those of Zacatecas, the only ones whose commitments the facts name.

How many plans other states had is told by the national cuts; their lists are not known and are not made up.

Decisions, all said on the pages too:

- The level of completion is the source's where it gives one (no. 4 «cumplido», no. 1 in 2018 «avance sustantivo»).
  Elsewhere it is the lowest level that the told advances allow: not started if all of it is still to be done, limited
  if activities were held, substantial if the main product is in use. `said` in `verdicts.csv` says which; the report's
  source tells the reader.
- No percentages: no source gives one. The milestones are the deliverables that the sources name, not a list of the
  plan, so only the one of no. 4 has a dated report (the day of publication of the law); the others have what proves
  them and «no information», for a percentage of them would be ours.
- Where only a month or a year is known the report stands at its last day, with the words of the source beside it.
- CREAS: the sources do not say how the criteria were met; that is the reason given.
- Nobody of civil society or of the oversight body is made to say anything.
"""

import csv
import datetime as dt
from typing import Any

from wagtail.models import Locale

from acervo.history import services as history
from agenda.models import EventPage
from documents.models import RecordPage, Theme
from estados.enums import MilestoneStatus, Voice
from estados.models import CREAS, ActionPlan, Body, Commitment, Evidence, Milestone, MilestoneReport, Verdict
from estados.services.fingerprints import fingerprint

from .content import CONTENT

HERE = CONTENT / "states"
NOT_SAID = "Las fuentes del plan no dicen cómo se valoró este criterio."
OUR_LEVEL = "El nivel lo asignó la demostración a partir de lo que cuenta la fuente, que no lo da."


def make_plans(*, user: Any) -> None:
    """Plans, bodies, commitments, milestones with evidence, and verdicts. Changes nothing if there are plans already.

    The records and events of the demonstration must be there.
    """
    if ActionPlan.objects.exists():
        return
    records, events = _records(), _events()
    bodies = _make_bodies()
    plans = _make_plans(records, events, user=user)
    _make_commitments(plans, bodies, user=user)
    commitments = {item.code: item for item in Commitment.objects.select_related("plan")}
    _make_milestones(commitments, records, events)
    _make_verdicts(commitments, records, user=user)


def read_rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _records() -> dict[str, RecordPage]:
    return {page.identifier: page for page in RecordPage.objects.filter(locale=Locale.get_default()).specific()}


def _events() -> dict[str, EventPage]:
    return {page.slug: page for page in EventPage.objects.filter(locale=Locale.get_default())}


def _make_bodies() -> dict[str, Body]:
    return {
        row["key"]: Body.objects.get_or_create(
            state=row["state"], name=row["name"], defaults={"acronym": row["acronym"], "sector": row["sector"]}
        )[0]
        for row in read_rows("bodies.csv")
    }


def _make_plans(
    records: dict[str, RecordPage], events: dict[str, EventPage], *, user: Any
) -> dict[tuple[str, int], ActionPlan]:
    made = {}
    for row in read_rows("plans.csv"):
        plan = ActionPlan.objects.create(
            state=row["state"], number=int(row["number"]), title=row["title"], summary=row["summary"],
            launched_on=row["launched_on"] or None, launched_text=row["launched_text"], months=int(row["months"]),
            launch_event=events[row["event"]] if row["event"] else None,
            record=records[row["record"]] if row["record"] else None, source=row["source"], live=False,
        )  # fmt: skip
        _publish(plan, user)
        made[plan.state, plan.number] = plan
    return made


def _make_commitments(plans: dict[tuple[str, int], ActionPlan], bodies: dict[str, Body], *, user: Any) -> None:
    themes = {term.code: term for term in Theme.objects.filter(locale=Locale.get_default())}
    unknown = {f"{prefix}_reason": NOT_SAID for prefix, _letter, _name in CREAS}
    for row in read_rows("commitments.csv"):
        commitment = Commitment(
            plan=plans[row["state"], int(row["plan"])], number=int(row["number"]) if row["number"] else None,
            title=row["title"], description=row["description"], source=row["source"], live=False, **unknown,
        )  # fmt: skip
        commitment.themes.set([themes[code] for code in _split(row["themes"])])
        commitment.supporting.set([bodies[key] for key in _split(row["supporting"])])
        commitment.save()
        _publish(commitment, user)


def _make_milestones(
    commitments: dict[str, Commitment], records: dict[str, RecordPage], events: dict[str, EventPage]
) -> None:
    for row in read_rows("milestones.csv"):
        milestone = Milestone(
            commitment=commitments[row["commitment"]], number=int(row["number"]), deliverable=row["deliverable"],
            description=row["description"],
        )  # fmt: skip
        if row["done_on"]:
            milestone.reports = [MilestoneReport(status=MilestoneStatus.DONE, on=dt.date.fromisoformat(row["done_on"]))]
        proofs = [Evidence(record=records[identifier]) for identifier in _split(row["records"])]
        if row["event"]:
            proofs.append(Evidence(event=events[row["event"]]))
        for order, proof in enumerate(proofs):
            proof.sort_order = order
            fingerprint(proof)
        milestone.evidence = proofs
        milestone.save()


def _make_verdicts(commitments: dict[str, Commitment], records: dict[str, RecordPage], *, user: Any) -> None:
    for row in read_rows("verdicts.csv"):
        source = row["source"] if row["said"] == "si" else f"{row['source']}. {OUR_LEVEL}"
        Verdict.objects.create(
            commitment=commitments[row["commitment"]], voice=Voice.GOVERNMENT, completion=row["completion"],
            words=row["words"], on=dt.date.fromisoformat(row["on"]), when_text=row["when_text"], author=row["author"],
            record=records[row["record"]] if row["record"] else None, source=source, by=user,
        )  # fmt: skip


def _publish(item: Any, user: Any) -> None:
    with history.silent():
        item.save_revision(user=user).publish(user=user)
    item.refresh_from_db()


def _split(text: str) -> list[str]:
    return [part for part in text.split("|") if part]
