"""One state as it is today: what it publishes here, over the last that the cuts say of it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from acervo.base import dates
from estados.enums import DueKind, Mark, Step, StepStatus

from . import steps
from .cuts import CutTable, Row, month, step_of
from .deadlines import is_met_by
from .due_dates import due_dates, is_past
from .national_cells import NOTHING, TOLD, Cell, NationalRow, light_cell, mark_cell, plan_of_cut, plans_text, step_cell
from .traffic_light import Facts, light_of

#: Fields of a cut's row that say something of the exercise.
_SAYING = ("declaration", "awareness", "secretariat", "plan", "status", "member")


class StateToday:
    """One state of today; `cuts` oldest first, only those that name it."""

    def __init__(self, cuts: Sequence[CutTable], state: str, cycles: list[steps.Cycle], plans: list[Row],
                 reported: set[tuple[Any, str]], heard: list[dt.date], url: str, today: dt.date) -> None:  # fmt: skip
        self.cuts, self.state, self.cycles, self.plans = cuts, state, cycles, plans
        self.reported, self.heard, self.url, self.today = reported, heard, url, today

    def row(self, name: str, group: str, contradictions: int) -> NationalRow:
        newest = self._newest("group")
        cells = {
            "grupo": Cell(group, sort=group) if group else NOTHING,
            **{column: self._told(field, step) for column, (field, step) in TOLD.items()},
            "plan": self._plan(),
            "paso": self._step(),
            "comision": self._of_cut("member"),
            "fecha": self._last(),
        }
        if not group and newest:
            group = newest.rows[self.state]["group"]
            cells["grupo"] = Cell(group, when=newest.short, url=self._source(newest), sort=group)
        light = light_of(self._facts(cells), self.today)
        cells["semaforo"] = light_cell(light)
        step = cells["paso"].sort
        return NationalRow(self.state, name, self.url, cells, step, group, light, contradictions)

    def _source(self, cut: CutTable) -> str:
        return f"?corte={cut.slug}#e{self.state}"

    def _newest(self, field: str) -> CutTable | None:
        return next((cut for cut in reversed(self.cuts) if cut.rows[self.state][field]), None)

    def _of_cut(self, field: str) -> Cell:
        cut = self._newest(field)
        if cut is None:
            return NOTHING
        return mark_cell(cut.rows[self.state][field], when=cut.short, url=self._source(cut))

    def _told(self, field: str, step: Step) -> Cell:
        """Our own step, of the newest cycle that says something of it; else what the newest cut says."""
        for cycle in reversed(self.cycles):
            told = cycle.step(step)
            if told.has_begun or (told.status == StepStatus.NOT_STARTED and len(self.cycles) == 1):
                when, url = self._when(told, [cut for cut in self.cuts if cut.rows[self.state][field] == Mark.YES])
                sort = 6 + list(StepStatus).index(told.status)
                return Cell(str(told.status.label), told.chip, when, url, sort=sort)
        return self._of_cut(field)

    def _when(self, told: steps.StepState, cuts: Sequence[CutTable]) -> tuple[str, str]:
        """From when it is and where that is said: our own date, or else the newest of the `cuts` that say the same."""
        if told.date_text or not cuts:
            return _short(told) or _("sin fecha"), self.url
        return cuts[-1].short, self._source(cuts[-1])

    def _plan(self) -> Cell:
        if not self.plans:
            cut = self._newest("plan")
            return plan_of_cut(cut.rows[self.state], when=cut.short, url=self._source(cut)) if cut else NOTHING
        count = len(self.plans)
        text = plans_text(count)
        end, launched = self._end(), self._launched()
        if end is None or launched is None:
            last = self.plans[-1]["launched_text"]
            return Cell(text, "declared", last or _("sin fecha"), self.url, sort=10 + count)
        words = _("terminó el %(day)s") if is_past(end, self.today) else _("vigente hasta el %(day)s")
        shape = "notstarted" if is_past(end, self.today) else "done"
        return Cell(
            text, shape, _date(launched["launched_on"]), self.url, words % {"day": date_format(end)}, sort=10 + count
        )

    def _launched(self) -> Row | None:
        """The plan that was presented last, of those whose day is known and not to come."""
        known = [plan for plan in self.plans if plan["launched_on"] and day_of(plan["launched_on"]) <= self.today]
        return max(known, key=lambda plan: plan["launched_on"], default=None)

    def _end(self) -> dt.date | None:
        plan = self._launched()
        return due_dates(day_of(plan["launched_on"]), months=plan["months"])[DueKind.END] if plan else None

    def _step(self) -> Cell:
        """Where it is. Of the cuts: what the newest words say, unless newer marks show a further step."""
        own = steps.current_of(self.cycles)
        if own is not None:
            when, url = self._when(own, [cut for cut in self.cuts if step_of(cut.rows[self.state])[0] == own.step])
            return step_cell(own.step, shape=own.chip, when=when, url=url, extra=str(own.status.label))
        best: tuple[Step, CutTable, str] | None = None
        aside = ""
        for cut in self.cuts:
            row = cut.rows[self.state]
            step, by_marks = step_of(row)
            if step is None:
                aside = f"{row['status']} ({cut.short})" if row["status"] else aside
            elif best is None or not by_marks or step > best[0]:
                best, aside = (step, cut, _("leído de las marcas") if by_marks else row["status"]), ""
        if best is None:
            return step_cell(None, extra=aside)
        step, cut, words = best
        extra = f"{words} · {aside}" if aside else words
        return step_cell(step, when=cut.short, url=self._source(cut), extra=extra)

    def _last(self) -> Cell:
        days = [day for day in self.heard if day <= self.today]
        for cycle in self.cycles:
            for told in cycle.steps:
                if told.record and (day := told.record.on or _first(told.record.when)) and day <= self.today:
                    days.append(day)
        days += [
            day_of(plan["launched_on"])
            for plan in self.plans
            if plan["launched_on"] and day_of(plan["launched_on"]) <= self.today
        ]
        cut = next((cut for cut in reversed(self.cuts) if _says(cut.rows[self.state])), None)
        own = max(days, default=None)
        if cut and (own is None or cut.date > own):
            return Cell(when=cut.short, url=self._source(cut), sort=cut.date.isoformat())
        return Cell(when=_date(own.isoformat()), url=self.url, sort=own.isoformat()) if own else NOTHING

    def _facts(self, cells: dict[str, Cell]) -> Facts:
        last = cells["fecha"].sort
        own = steps.current_of(self.cycles)
        launched, end = self._launched(), self._end()
        return Facts(
            begun=cells["paso"].sort is not None or bool(self.plans),
            in_force=end is not None and not is_past(end, self.today),
            under_way=own is not None and own.status == StepStatus.UNDER_WAY,
            late_since=self._late_since(launched) if launched else None,
            ended_on=end if end and is_past(end, self.today) else None,
            last=dt.date.fromisoformat(last) if last else None,
        )

    def _late_since(self, plan: Row) -> dt.date | None:
        """The first date of the last plan that went by and was not met."""
        follow_up = next((c.step(Step.FOLLOW_UP) for c in self.cycles if c.number == plan["number"]), None)
        return min(
            (
                day
                for kind, day in due_dates(day_of(plan["launched_on"]), months=plan["months"]).items()
                if kind != DueKind.END and is_past(day, self.today)
                and not is_met_by(kind, follow_up) and (plan["pk"], kind.value) not in self.reported
            ),
            default=None,
        )  # fmt: skip


def _says(row: Row) -> bool:
    return any(row[name] for name in _SAYING) or row["plans"] is not None


def _first(when: str) -> dt.date | None:
    known = dates.bounds(when) if when else None
    return known[0] if known else None


def day_of(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


def _date(text: str) -> str:
    return date_format(day_of(text), "j M Y").lower()


def _short(told: steps.StepState) -> str:
    """The day, month, year or span of a step, in the room of a cell."""
    if told.launched_on:
        return _date(told.launched_on.isoformat())
    if told.record is None or not (told.record.on or told.record.when):
        return ""
    if told.record.on:
        return _date(told.record.on.isoformat())
    known = dates.bounds(told.record.when)
    if known is None or len(told.record.when) == 4:
        return told.date_text
    first, last = month(known[0]), month(known[1])
    return first if first == last else f"{first} – {last}"
