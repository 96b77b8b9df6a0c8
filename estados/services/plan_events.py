"""The events that the launch of a plan brings to its state's calendar: made once, moved with the launch, cancelled without.

What an editor did to them stands: a deleted event is not made again; one that was moved to another day, cancelled,
taken off the site or held already is left as it is.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale

from acervo.base.publicity import is_public
from agenda import zones
from agenda.enums import Kind, Status
from agenda.models import AgendaPage, EventPage
from estados.enums import DueKind
from estados.models import ActionPlan, PlanEvent, StatePage

from .aging import today_of
from .due_dates import due_dates

#: The day of a monitoring is the method's, not an appointment: somebody has to confirm it. The end is a fact.
FIRST_STATUS = {
    DueKind.MONITORING: Status.TENTATIVE,
    DueKind.EVALUATION: Status.TENTATIVE,
    DueKind.END: Status.CONFIRMED,
}


@transaction.atomic
def keep_events(plan: ActionPlan, user: Any = None) -> None:
    """Bring the events of `plan` in line with its launch; safe to call again.

    Nothing happens while the state has no public microsite with a calendar. `user`: in whose name it is published.
    """
    ActionPlan.objects.select_for_update().filter(pk=plan.pk).first()  # two publications at once make no event twice
    rows = {row.kind: row for row in PlanEvent.objects.filter(plan=plan).select_related("event")}
    if not plan.live or plan.launched_on is None:
        for row in rows.values():
            _withdraw(row, plan, user=user)
        return
    if not is_public(plan):
        return
    calendar = calendar_of(plan.state)
    for kind, day in due_dates(plan.launched_on, months=plan.months).items():
        if kind in rows:
            _follow(rows[kind], plan, day, user=user)
        elif calendar is not None:
            event = _make(calendar, plan, kind, day, user=user)
            PlanEvent.objects.create(plan=plan, kind=kind, event=event, date=day)


def withdraw_events(plan: ActionPlan, user: Any = None) -> None:
    """Cancel what the plan brought: it is about to be deleted."""
    for row in PlanEvent.objects.filter(plan=plan).select_related("event"):
        _withdraw(row, plan, user=user)


def calendar_of(state: str) -> AgendaPage | None:
    """The calendar of a state's microsite in the site's first language, if it is published."""
    fronts = StatePage.objects.live().filter(state=state, locale=Locale.get_default())
    for front in fronts:
        found = AgendaPage.objects.child_of(front).live().first()
        if found is not None:
            return found
    return None


def _make(calendar: AgendaPage, plan: ActionPlan, kind: DueKind, day: dt.date, *, user: Any) -> EventPage:
    """The event, published, and its version in every language that the calendar has."""
    event = EventPage(
        kind=Kind.OTHER, status=FIRST_STATUS[kind], all_day=True, state=plan.state,
        time_zone=zones.zone_of_state(plan.state), start=_midnight(plan.state, day), locale=calendar.locale, owner=user,
    )  # fmt: skip
    _write(event, plan, kind)
    event.slug = _free_slug(calendar, event.title, plan)
    calendar.refresh_from_db()
    calendar.add_child(instance=event)
    event.save_revision(user=user, log_action=True).publish(user=user)
    others = calendar.get_translations().live().exclude(alias_of__isnull=False)
    for other in others.select_related("locale"):
        translated = event.copy_for_translation(other.locale)
        _write(translated, plan, kind)
        translated.slug = _free_slug(other, translated.title, plan, but=translated.pk)
        translated.save_revision(user=user, log_action=True).publish(user=user)
    event.refresh_from_db()
    return event


def _write(event: EventPage, plan: ActionPlan, kind: DueKind) -> None:
    """Title and summary in the language of the event."""
    with override(event.locale.language_code):
        words = {"plan": plan.title}
        if kind == DueKind.MONITORING:
            event.title = _("Monitoreo: %(plan)s") % words
            event.summary = _(
                "Se cumplen seis meses de la presentación del plan: toca revisar la calidad, la relevancia y el avance "
                "de sus compromisos. La fecha se calculó con la del lanzamiento."
            )
        elif kind == DueKind.EVALUATION:
            event.title = _("Evaluación: %(plan)s") % words
            event.summary = _(
                "Se cumple un año de la presentación del plan: toca evaluar lo que se logró. La fecha se calculó con "
                "la del lanzamiento."
            )
        else:
            event.title = _("Fin de la vigencia: %(plan)s") % words
            event.summary = _("Último día de vigencia del plan, calculado con la fecha de su lanzamiento.")
        event.title = event.title[:255]


def _free_slug(calendar: AgendaPage, title: str, plan: ActionPlan, *, but: int | None = None) -> str:
    wanted = slugify(title)[:80].strip("-") or slugify(plan.code)
    taken = set(calendar.get_children().exclude(pk=but).values_list("slug", flat=True))
    numbered = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)


def _follow(row: PlanEvent, plan: ActionPlan, day: dt.date, *, user: Any) -> None:
    """Move the event to `day`, or bring it back when the launch was taken back and given again."""
    event = row.event
    if event is None or not event.live or _was_held(event):
        return
    changes: dict[str, Any] = {}
    if row.date is None:  # cancelled by us
        if event.status != Status.CANCELLED:
            return
        changes = {"status": FIRST_STATUS[DueKind(row.kind)]}
        reason = _("El plan volvió a tener fecha de presentación.")
    elif event.status == Status.CANCELLED or row.date == day or _day_of(event) != row.date:
        return
    else:
        reason = _("Cambió la fecha de presentación del plan o su vigencia.")
    changes |= {"start": _midnight(plan.state, day), "end": None, "all_day": True}
    _publish(event, changes | {"change_reason": reason}, user=user)
    PlanEvent.objects.filter(pk=row.pk).update(date=day)


def _withdraw(row: PlanEvent, plan: ActionPlan, *, user: Any) -> None:
    event = row.event
    if row.date is None or event is None or not event.live or event.status == Status.CANCELLED or _was_held(event):
        return
    reason = _("Se retiró la fecha de presentación del plan.") if plan.live else _("El plan dejó de publicarse.")
    _publish(event, {"status": Status.CANCELLED, "change_reason": reason}, user=user)
    PlanEvent.objects.filter(pk=row.pk).update(date=None)


def _publish(event: EventPage, changes: dict[str, Any], *, user: Any) -> None:
    """Publish the changes alone: what an editor has in a draft stays a draft, with the new dates."""
    draft = event.get_latest_revision_as_object() if event.has_unpublished_changes else None
    author = event.latest_revision.user if draft is not None and event.latest_revision else None
    for name, value in changes.items():
        setattr(event, name, value)
    event.save_revision(user=user, log_action=True).publish(user=user)
    if draft is not None:
        for name, value in changes.items():
            setattr(draft, name, value)
        draft.save_revision(user=author)


def _was_held(event: EventPage) -> bool:
    """Confirmed by somebody, and its day went by."""
    day = _day_of(event)
    is_over = day is not None and day < today_of(event.state)
    return is_over and event.status == Status.CONFIRMED and not _is_end(event)


def _is_end(event: EventPage) -> bool:
    """The end of a validity is nobody's appointment: it moves even when it went by."""
    return PlanEvent.objects.filter(event=event, kind=DueKind.END).exists()


def _day_of(event: EventPage) -> dt.date | None:
    return event.wall_start.date() if event.start else None


def _midnight(state: str, day: dt.date) -> dt.datetime:
    return zones.to_instant(dt.datetime.combine(day, dt.time.min), zones.zone_of_state(state))
