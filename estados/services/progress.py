"""How far a commitment has come, by its milestones, and how that was computed.

The rule: the weights of the milestones that are done, divided by the weights of all that were not cancelled. What is
under way counts when it is done, not before: half a deliverable cannot be verified. Without milestones, or without any
report up to that day, there is no information, which is not 0 %.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.zones import to_instant, to_wall, zone_of_state
from estados.enums import MilestoneStatus
from estados.models import Commitment, Milestone, MilestoneReport


@dataclass(frozen=True, slots=True)
class Progress:
    """`percent` None: no information. `how`: a sentence for the page, without the full stop of its last clause."""

    percent: int | None
    how: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class HandSet:
    """A value put by hand as it stood on some day."""

    percent: int | None
    reason: str
    by: str = ""
    at: dt.datetime | None = None


def status_on(milestone_reports: Iterable[MilestoneReport], on: dt.date) -> MilestoneStatus | None:
    """What the last report up to `on` says; None when there is none (no information)."""
    told = [report for report in milestone_reports if report.on <= on]
    if not told:
        return None
    return MilestoneStatus(max(told, key=lambda report: (report.on, report.pk or 0)).status)


def progress_of(
    commitment: Commitment, milestones: Iterable[Milestone], on: dt.date, *, hand_set: HandSet | None = None
) -> Progress:
    """`milestones` with their reports fetched beforehand where there are many.

    `hand_set`: the value by hand on that day, if the caller knows it (`services.board`); else the one of the row, from
    the day on which it was put.
    """
    given = hand_set if hand_set is not None else _of_row(commitment, on)
    if given.percent is not None:
        return Progress(given.percent, _by_hand(given, commitment.plan.state), by_hand=True)
    statuses = [(milestone.weight, status_on(milestone.reports.all(), on)) for milestone in milestones]
    return of_statuses(statuses)


def of_statuses(statuses: Iterable[tuple[int, MilestoneStatus | None]]) -> Progress:
    """The rule itself, on pairs of (weight, state on that day)."""
    pairs = list(statuses)
    if not pairs:
        return Progress(None, _("Sin información: el compromiso no tiene hitos"))
    if all(status is None for _weight, status in pairs):
        return Progress(None, _("Sin información: de ningún hito se ha informado"))
    counted = [(weight, status) for weight, status in pairs if status != MilestoneStatus.CANCELLED]
    if not counted:
        return Progress(None, _("Todos los hitos se cancelaron"))
    total = sum(weight for weight, _status in counted)
    done = [weight for weight, status in counted if status == MilestoneStatus.DONE]
    # Rounded down, so that 100 % is said only when all is done; and up from nothing, so that 0 % means none is.
    percent = max(sum(done) * 100 // total, 1) if done else 0
    return Progress(percent, _words(counted, len(done), percent, cancelled=len(pairs) - len(counted)))


def _words(counted: Sequence[tuple[int, MilestoneStatus | None]], done: int, percent: int, *, cancelled: int) -> str:
    values = {"done": done, "count": len(counted), "percent": percent}
    if len({weight for weight, _status in counted}) > 1:
        first = ngettext(
            "%(done)d de %(count)d hito hecho, por su peso: %(percent)d %%",
            "%(done)d de %(count)d hitos hechos, por su peso: %(percent)d %%",
            len(counted),
        )
    else:
        first = ngettext(
            "%(done)d de %(count)d hito hecho: %(percent)d %%",
            "%(done)d de %(count)d hitos hechos, todos con el mismo peso: %(percent)d %%",
            len(counted),
        )
    parts = [first % values]
    under_way = sum(status == MilestoneStatus.UNDER_WAY for _weight, status in counted)
    if under_way:
        parts.append(
            ngettext(
                "%(count)d en marcha, que contará cuando se termine",
                "%(count)d en marcha, que contarán cuando se terminen",
                under_way,
            )
            % {"count": under_way}
        )
    silent = sum(status is None for _weight, status in counted)
    if silent:
        parts.append(ngettext("de %(count)d no hay informe", "de %(count)d no hay informe", silent) % {"count": silent})
    if cancelled:
        parts.append(
            ngettext("%(count)d cancelado, que no cuenta", "%(count)d cancelados, que no cuentan", cancelled)
            % {"count": cancelled}
        )
    return "; ".join(parts)


def end_of(day: dt.date, state: str) -> dt.datetime:
    """The moment at which `day` ends in the state."""
    return to_instant(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()), zone_of_state(state))


def _of_row(commitment: Commitment, on: dt.date) -> HandSet:
    at = commitment.progress_at
    if commitment.progress_set is None or (at and at >= end_of(on, commitment.plan.state)):
        return HandSet(None, "")
    return hand_set_of_row(commitment)


def hand_set_of_row(commitment: Commitment) -> HandSet:
    by = commitment.progress_by
    return HandSet(
        commitment.progress_set,
        commitment.progress_reason,
        (by.get_full_name() or by.get_username()) if by else "",
        commitment.progress_at,
    )


def _by_hand(given: HandSet, state: str) -> str:
    values: dict[str, Any] = {"reason": given.reason.rstrip("."), "by": given.by}
    if given.at is not None:
        values["day"] = to_wall(given.at, zone_of_state(state)).strftime("%d/%m/%Y")
    match bool(given.by), given.at is not None:
        case True, True:
            return _("Puesto a mano por %(by)s el %(day)s: %(reason)s") % values
        case False, True:
            return _("Puesto a mano el %(day)s: %(reason)s") % values
        case True, False:
            return _("Puesto a mano por %(by)s: %(reason)s") % values
        case _neither:
            return _("Puesto a mano: %(reason)s") % values


def stamp(commitment: Commitment, *, by: Any) -> None:
    """Say who put the value by hand, and when; to be called when `progress_set` or its reason changed. Saves nothing."""
    if commitment.progress_set is None:
        commitment.progress_by, commitment.progress_at, commitment.progress_reason = None, None, ""
    else:
        commitment.progress_by, commitment.progress_at = by, timezone.now()
