"""Commitments, milestones and reports as the API tells them: plain JSON values, in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from acervo.base.addresses import absolute, page_url
from acervo.base.publicity import public
from documents.models import RecordPage
from estados.enums import OgpValue, Voice
from estados.exports.milestones import open_evidence
from estados.models import Body, Commitment, Milestone, Verdict
from estados.services import board, creas, verdicts
from estados.services.aging import Freshness
from estados.services.board import BoardRow
from estados.services.progress import status_on

_OVER = ("hecho", "cancelado")


def term(value: Any, label: Any) -> dict[str, str] | None:
    return {"value": str(value), "label": str(label)} if value else None


def commitments(found: Any, *, on: dt.date) -> list[dict[str, Any]]:
    """`found`: public commitments, in their order."""
    rows = board.rows(found, on=on)
    records = open_records(verdict for row in rows for verdict in row.verdicts.values() if verdict)
    return [commitment(row, on=on, records=records) for row in rows]


def open_records(found: Iterable[Verdict]) -> dict[int, str]:
    """Key → address of the records that reports rest on and that the public may see."""
    pks = {verdict.record_id for verdict in found} - {None}
    if not pks:
        return {}
    return {page.pk: page_url(page) for page in public(RecordPage.objects.filter(pk__in=pks)).select_related("locale")}


def commitment(row: BoardRow, *, on: dt.date, records: dict[int, str]) -> dict[str, Any]:
    item, plan = row.commitment, row.plan
    labels = dict(OgpValue.choices)
    return {
        "code": item.code,
        "url": absolute(item.get_absolute_url()),
        "state": term(plan.state, plan.get_state_display()),
        "plan": {"code": plan.code, "title": plan.title, "url": absolute(plan.get_absolute_url())},
        "number": item.number,
        "title": item.title,
        "problem": item.problem,
        "change": item.change,
        "description": item.description,
        "themes": [{"code": theme.code, "name": theme.name} for theme in row.themes],
        "lead": body(item.lead),
        "supporting": [body(one) for one in item.supporting.all()],
        "counterpart": body(item.counterpart),
        "budget": None if item.budget is None else float(item.budget),
        "budget_note": item.budget_note,
        "starts_on": item.starts_on,
        "ends_on": item.ends_on,
        "goals": row.goals,
        "targets": [str(target) for target in item.targets.all()],
        "ogp_values": [term(value, labels.get(value, value)) for value in item.ogp_values],
        "creas": [
            {"letter": check.letter, "name": check.name, "met": check.met, "reason": check.reason}
            for check in creas.checks_of(item)
        ],
        "on": on,
        "progress": {"percent": row.progress.percent, "how": row.progress.how, "by_hand": row.progress.by_hand},
        "verdicts": [report(row.verdicts[voice.value], on=on, records=records) for voice in Voice if row.verdicts[voice.value]],
        "disagreement": row.disagreement,
        "late": row.late,
        "source": item.source,
        "updated_at": item.updated_at.isoformat(),
    }  # fmt: skip


def body(found: Body | None) -> dict[str, Any] | None:
    """Without its address for mails."""
    if found is None:
        return None
    return {
        "name": found.name, "acronym": found.acronym, "sector": term(found.sector, found.get_sector_display()),
        "office": found.office, "website": found.website,
    }  # fmt: skip


def report(verdict: Verdict | None, *, on: dt.date, records: dict[int, str]) -> dict[str, Any]:
    assert verdict is not None  # noqa: S101 - the caller asked
    return {
        "voice": term(verdict.voice, verdict.get_voice_display()),
        "completion": term(verdict.completion, verdict.get_completion_display()),
        "progress": verdict.progress,
        "words": verdict.words,
        "on": verdict.on,
        "on_text": verdict.when_text,
        "author": verdict.author,
        "record": records.get(verdict.record_id or 0, ""),
        "link": verdict.url,
        "next_due": verdicts.next_due(verdict),
        "is_stale": verdicts.freshness(verdict, on) == Freshness.STALE,
    }


def detail(item: Commitment, *, on: dt.date) -> dict[str, Any]:
    """One public commitment with its milestones and every standing report up to `on`."""
    row = board.rows(Commitment.objects.filter(pk=item.pk), on=on)[0]
    told = list(verdicts.standing(on).filter(commitment=item.pk).order_by("-on", "-pk"))
    records = open_records(told)
    stones = public(Milestone.objects.filter(commitment=item.pk)).select_related("commitment__plan", "responsible")
    return {
        **commitment(row, on=on, records=records),
        "milestones": milestones(stones.prefetch_related("reports"), on=on),
        "reports": [report(verdict, on=on, records=records) for verdict in told],
    }


def milestones(found: Sequence[Milestone] | Any, *, on: dt.date) -> list[dict[str, Any]]:
    """`found`: public milestones with their commitment, plan, body and reports fetched beforehand."""
    stones = list(found)
    proofs: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = open_evidence().filter(milestone__in=[stone.pk for stone in stones])
    for item in rows.select_related("record__locale", "event__locale").order_by("sort_order", "pk"):
        page = item.record or item.event
        proofs[item.milestone_id].append(
            {
                "kind": "registro" if item.record_id else "evento" if item.event_id else "enlace",
                "title": item.label or (page.title if page else ""), "url": page_url(page) if page else item.url,
                "on": item.on, "sha256": item.sha256,
            }
        )  # fmt: skip
    return [_milestone(stone, proofs[stone.pk], on=on) for stone in stones]


def _milestone(stone: Milestone, proofs: list[dict[str, Any]], *, on: dt.date) -> dict[str, Any]:
    reports = [item for item in stone.reports.all() if item.on <= on]
    last = max(reports, key=lambda item: (item.on, item.pk), default=None)
    status = status_on(reports, on)
    plan = stone.commitment.plan
    return {
        "id": stone.pk,
        "commitment": stone.commitment.code,
        "state": term(plan.state, plan.get_state_display()),
        "number": stone.number,
        "deliverable": stone.deliverable,
        "description": stone.description,
        "due": stone.due,
        "responsible": stone.responsible.name if stone.responsible else "",
        "weight": stone.weight,
        "status": term(status, status.label) if status else None,
        "since": last.on if last else None,
        "note": last.note if last else "",
        "late": bool(stone.due and stone.due < on and status not in _OVER),
        "evidence": proofs,
        "updated_at": stone.updated_at.isoformat(),
    }
