"""The form of an event in the admin: times are the wall times of the event's zone, and a recurrence is chosen from a list."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminDateInput

from agenda import zones
from agenda.enums import Repeat
from agenda.services import recurrence

WALL_FIELDS = ("start", "end", "registration_until")
_ORDINALS = (1, 2, 3, 4, -1)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class EventForm(WagtailAdminPageForm):
    """Reads and shows `start`, `end` and `registration_until` in the event's zone, never in that of whoever edits.

    What an editor typed is kept as typed: changing the zone changes the moment, not the hour on the clock.
    """

    repeat = forms.ChoiceField(label=gettext_lazy("Se repite"), choices=Repeat.choices, required=False)
    repeat_count = forms.IntegerField(
        label=gettext_lazy("Cuántas veces"), min_value=1, max_value=recurrence.MAX_COUNT, required=False,
        help_text=gettext_lazy("Contando la primera."),
    )  # fmt: skip
    repeat_until = forms.DateField(
        label=gettext_lazy("O hasta el día"), required=False, widget=AdminDateInput,
        help_text=gettext_lazy("Sin ninguno de los dos, se repite sin fin."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._show_wall_times()
        if not self.instance.has_unpublished_changes:  # the reason of the last change is told already
            self.initial["change_reason"] = ""
        if "rrule" in self.fields:
            self.fields["rrule"].help_text = _("Solo con «Otra»: por ejemplo FREQ=MONTHLY;BYDAY=-1FR;COUNT=12")
            self._show_rule()

    # --- Showing --------------------------------------------------------------------------------------
    def _show_wall_times(self) -> None:
        zone = self.instance.time_zone or zones.zone_of_state(self.instance.state)
        for name in WALL_FIELDS:
            value = getattr(self.instance, name)
            if name in self.fields and value is not None:
                # A naive value is shown by the widget as it is.
                self.initial[name] = zones.to_wall(value, zone)

    def _show_rule(self) -> None:
        rule = self.instance.rrule
        if not rule:
            self.initial["repeat"] = Repeat.NONE
            return
        parts = recurrence.parts_of(rule)
        count, until = parts.pop("COUNT", None), parts.pop("UNTIL", None)
        offered = {
            recurrence.text_of(recurrence.parts_of(text)): choice
            for choice, text in _simple_rules(self.instance.wall_start).items()
        } if self.instance.start else {}  # fmt: skip
        self.initial["repeat"] = choice = offered.get(recurrence.text_of(parts), Repeat.CUSTOM)
        if choice != Repeat.CUSTOM:
            self.initial["rrule"] = ""
            self.initial["repeat_count"] = int(count) if count else None
            self.initial["repeat_until"] = dt.datetime.strptime(until[:8], "%Y%m%d").date() if until else None

    # --- Reading --------------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        zone = data.get("time_zone") or zones.zone_of_state(data.get("state") or "")
        for name in WALL_FIELDS:
            value = data.get(name)
            if value is not None:
                data[name] = self._instant(name, value, zone, whole_day=bool(data.get("all_day")))
        if "rrule" in self.fields and "repeat" in self.fields:
            data["rrule"] = self._rule(data, zone)
        return data

    def _instant(self, name: str, value: dt.datetime, zone: str, *, whole_day: bool) -> dt.datetime:
        # Django read what was typed as a time of the current zone; only its digits count.
        wall = timezone.make_naive(value) if timezone.is_aware(value) else value
        typed = self.data.get(self.add_prefix(name))
        if isinstance(typed, str):  # read again, for an hour that the current zone skips or has twice
            wall = self._typed(name, typed) or wall
        if whole_day and name != "registration_until":
            wall = dt.datetime.combine(wall.date(), dt.time.min)
        elif zones.is_skipped(wall, zone):
            self.add_error(name, _("Esa hora no existe ese día en ese huso: el reloj se adelanta. Escriba otra."))
        return zones.to_instant(wall, zone)

    def _typed(self, name: str, text: str) -> dt.datetime | None:
        field = self.fields[name]
        for pattern in field.input_formats:
            try:
                return dt.datetime.strptime(text.strip(), pattern)
            except ValueError:
                continue
        return None

    def _rule(self, data: dict[str, Any], zone: str) -> str:
        choice = data.get("repeat") or (Repeat.CUSTOM if data.get("rrule") else Repeat.NONE)
        count, until = data.get("repeat_count"), data.get("repeat_until")
        if choice == Repeat.CUSTOM:
            if not data.get("rrule"):
                self.add_error("rrule", _("Escriba la regla, o elija otra repetición."))
            return data.get("rrule") or ""
        if choice == Repeat.NONE:
            return ""
        if count and until:
            self.add_error("repeat_until", _("Diga cuántas veces se repite o hasta cuándo, no ambas cosas."))
        start = data.get("start")
        if start is None:
            self.add_error("repeat", _("Para repetirlo, diga cuándo empieza."))
            return ""
        wall = zones.to_wall(start, zone)
        if until and until < wall.date():
            self.add_error("repeat_until", _("La repetición termina antes de empezar."))
        end = f";COUNT={count}" if count else f";UNTIL={until:%Y%m%d}" if until else ""
        return _simple_rules(wall)[Repeat(choice)] + end


def _simple_rules(wall: dt.datetime) -> dict[Repeat, str]:
    """The rule of each recurrence that the form offers, for an event that starts at `wall`."""
    day = _DAYS[wall.weekday()]
    ordinal = _ORDINALS[(wall.day - 1) // 7] if wall.day < 29 else -1
    return {
        Repeat.DAILY: "FREQ=DAILY",
        Repeat.WEEKLY: f"FREQ=WEEKLY;BYDAY={day}",
        Repeat.FORTNIGHTLY: f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
        Repeat.MONTHLY_DATE: f"FREQ=MONTHLY;BYMONTHDAY={wall.day}",
        Repeat.MONTHLY_WEEKDAY: f"FREQ=MONTHLY;BYDAY={ordinal}{day}",
        Repeat.YEARLY: f"FREQ=YEARLY;BYMONTH={wall.month};BYMONTHDAY={wall.day}",
    }
