"""Mails to the offices that answer for milestones, before and just after a due date.

Thirty and seven days before, the day before, and once when it has passed. One mail an office tells all its milestones of
that hour; each reminder goes once for a due date, and again if the date is moved.
"""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from acervo.base.publicity import public
from estados.enums import MilestoneStatus
from estados.models import Body, Milestone, ReminderSent

from .aging import today_of
from .progress import status_on

logger = logging.getLogger(__name__)

#: Days before the due date at which an office is told; −1: the day after it.
DAYS = (30, 7, 1, -1)
#: A due date that passed longer ago is history: nobody is written to about it.
FORGOTTEN_AFTER = 30
_CLOSED = (MilestoneStatus.DONE, MilestoneStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Reminder:
    milestone: Milestone
    office: Body
    due: dt.date
    days_left: int
    threshold: int


def threshold_of(days_left: int) -> int | None:
    """Which of DAYS a distance in days belongs to: the nearest that has been reached; None if it is too early or late."""
    if days_left < -FORGOTTEN_AFTER:
        return None
    reached = [days for days in DAYS if days_left <= days]
    return min(reached) if reached else None


def due_now(at: dt.datetime | None = None) -> list[Reminder]:
    """What has to be told at the moment `at` (default: now) and was not yet; days by the calendar of each state."""
    day = (at or timezone.now()).date()
    # A day more at each end: the calendars of the states differ from that of UTC by hours.
    window = (day - dt.timedelta(days=FORGOTTEN_AFTER + 1), day + dt.timedelta(days=max(DAYS) + 1))
    milestones = (
        public(Milestone.objects.filter(due__range=window), at=at)
        .select_related("commitment__plan", "commitment__lead", "responsible")
        .prefetch_related("reports", "reminders")
        .order_by("due", "pk")
    )
    found = []
    for milestone in milestones:
        office = milestone.responsible or milestone.commitment.lead
        if office is None or not office.email or milestone.due is None:
            continue
        due = milestone.due
        today = today_of(milestone.commitment.plan.state, at)
        days_left = (due - today).days
        threshold = threshold_of(days_left)
        if threshold is None or status_on(milestone.reports.all(), today) in _CLOSED:
            continue
        sent = {(sent.days_before, sent.due) for sent in milestone.reminders.all()}
        if (threshold, due) not in sent:
            found.append(Reminder(milestone, office, due, days_left, threshold))
    return found


def send(at: dt.datetime | None = None) -> int:
    """Write to each office what is due now; returns how many mails went out. Run by the clock, safe to repeat.

    A mail that fails is logged and tried again at the next run; the other offices get theirs.
    """
    by_office: dict[str, list[Reminder]] = defaultdict(list)
    for reminder in due_now(at):
        by_office[reminder.office.email].append(reminder)
    mails = 0
    for address, reminders in by_office.items():
        try:
            mails += _send(address, reminders)
        except Exception:
            logger.exception(
                "The reminders of %d milestones could not be sent; they will be tried again.", len(reminders)
            )
    return mails


def _send(address: str, reminders: list[Reminder]) -> int:
    with transaction.atomic():
        # The rows first: of two workers at the same hour, the second finds them and sends nothing.
        fresh = []
        for reminder in reminders:
            _row, made = ReminderSent.objects.get_or_create(
                milestone=reminder.milestone,
                days_before=reminder.threshold,
                due=reminder.due,
                defaults={"to": address},
            )
            if made:
                fresh.append(reminder)
        if not fresh:
            return 0
        with override(settings.LANGUAGE_CODE):
            EmailMessage(_subject(fresh), _text(fresh), to=[address]).send()
    return 1


def _subject(reminders: list[Reminder]) -> str:
    late = any(reminder.days_left < 0 for reminder in reminders)
    count = len(reminders)
    if late:
        text = ngettext("%(count)d hito por entregar o vencido", "%(count)d hitos por entregar o vencidos", count)
    else:
        text = ngettext("%(count)d hito por entregar", "%(count)d hitos por entregar", count)
    return text % {"count": count}


def _text(reminders: Iterable[Reminder]) -> str:
    parts = [_("Le escribimos porque su área responde por estos hitos del plan de acción de gobierno abierto.")]
    for reminder in reminders:
        milestone, commitment = reminder.milestone, reminder.milestone.commitment
        lines = [
            milestone.deliverable,
            _("Compromiso: %(code)s · %(title)s") % {"code": commitment.code, "title": commitment.title},
            _("Fecha límite: %(date)s (%(when)s)")
            % {"date": date_format(reminder.due, "DATE_FORMAT"), "when": _when(reminder.days_left)},
            settings.BASE_URL + commitment.get_absolute_url(),
        ]
        parts.append("\n".join(lines))
    parts.append(_("Si ya se entregó, pida al secretariado técnico que registre el avance con su evidencia."))
    return "\n\n".join(parts)


def _when(days: int) -> str:
    if days < 0:
        return ngettext("venció hace %(days)d día", "venció hace %(days)d días", -days) % {"days": -days}
    if days == 0:
        return _("es hoy")
    return ngettext("falta %(days)d día", "faltan %(days)d días", days) % {"days": days}
