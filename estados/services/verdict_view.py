"""What a voice says of a commitment, as a page shows it: shape, word, date, author, and how old it is."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from estados.enums import Completion, MilestoneStatus, Voice
from estados.models import Milestone, Verdict

from .aging import Freshness
from .board import BoardRow

#: Completion → (shape: icon `state-<shape>`, tone: class of the chip). The shapes tell levels of one tone apart.
COMPLETIONS: Mapping[str, tuple[str, str]] = {
    Completion.NOT_STARTED: ("notstarted", "notstarted"),
    Completion.LIMITED: ("limited", "underway"),
    Completion.SUBSTANTIAL: ("substantial", "underway"),
    Completion.COMPLETE: ("done", "done"),
    Completion.WITHDRAWN: ("cancelled", "cancelled"),
}
MILESTONES: Mapping[str, str] = {
    MilestoneStatus.NOT_STARTED: "notstarted",
    MilestoneStatus.UNDER_WAY: "underway",
    MilestoneStatus.DONE: "done",
    MilestoneStatus.CANCELLED: "cancelled",
}
_OVER = (MilestoneStatus.DONE, MilestoneStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Chip:
    """One voice. `verdict` None: it has said nothing up to that day. `late_text`: «Sin informe desde …», or empty."""

    voice: str
    name: str
    label: str
    shape: str
    tone: str
    verdict: Verdict | None = None
    date: str = ""
    late_text: str = ""


def day_text(verdict: Verdict) -> str:
    """The day of the report: as the source gives it, where it is not known to the day."""
    return verdict.when_text or formats.date_format(verdict.on, "DATE_FORMAT")


def chip(voice: str, verdict: Verdict | None, freshness: Freshness, *, begun: bool = True) -> Chip:
    name = str(Voice(voice).label)
    if verdict is None:
        if begun:
            return Chip(voice, name, _("Sin información"), "noinfo", "noinfo")
        return Chip(voice, name, _("Aún no empieza"), "notstarted", "notbegun")
    shape, tone = COMPLETIONS[verdict.completion]
    stale = freshness == Freshness.STALE
    date = day_text(verdict)
    return Chip(
        voice, name, str(Completion(verdict.completion).label), shape, "stale" if stale else tone, verdict, date,
        _("Sin informe desde {date}").format(date=date) if stale else "",
    )  # fmt: skip


def chips(
    verdicts: Mapping[str, Verdict | None], freshness: Mapping[str, Freshness], *, begun: bool, voices: tuple[str, ...]
) -> list[Chip]:
    return [chip(voice, verdicts.get(voice), freshness[voice], begun=begun) for voice in voices]


def voices_of(rows: Iterable[BoardRow]) -> tuple[str, ...]:
    """Government and society always stand side by side; the oversight body once it has said something."""
    oversight = any(row.verdicts[Voice.OVERSIGHT] for row in rows)
    return tuple(Voice.values) if oversight else (Voice.GOVERNMENT.value, Voice.SOCIETY.value)


def disagreement_text(verdicts: Mapping[str, Verdict | None]) -> str:
    """Who says what, in one sentence, for whoever does not see the chips; empty without disagreement."""
    told = [
        _("{voice} dice «{label}»").format(
            voice=Voice(voice).label, label=Completion(verdict.completion).label
        )
        for voice, verdict in verdicts.items() if verdict is not None
    ]  # fmt: skip
    return "; ".join(told) + "."


@dataclass(frozen=True, slots=True)
class MilestoneChip:
    shape: str
    label: str
    late: bool


def milestone_chip(milestone: Milestone, status: MilestoneStatus | None, on: dt.date) -> MilestoneChip:
    """The state of a milestone on a day. Late: its date went by and it is neither done nor cancelled."""
    late = bool(milestone.due and milestone.due < on and status not in _OVER)
    if status is None:
        return MilestoneChip("noinfo", _("Sin información"), late)
    return MilestoneChip(MILESTONES[status], str(status.label), late)
