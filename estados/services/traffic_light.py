"""The traffic light of a state: our own rule, a pure function of dates.

The sources print a light too, but its colours cannot be read in any of them, so none is taken from there. The rule is
written on the page as `rule()` says it; the first of its lines that fits decides.

Time limits: six months (`aging.PERIOD_MONTHS`, the method's interval between monitorings) and the year for which a plan
is in force (fifth step of the method), after which what was said is old.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .aging import PERIOD_MONTHS, add_months

OLD_MONTHS = 12


class Level(models.TextChoices):
    """`value` is in the address; the letter and the shape stand on the tile, with or without colour."""

    GREEN = "verde", gettext_lazy("Al corriente")
    AMBER = "ambar", gettext_lazy("Con atención")
    RED = "rojo", gettext_lazy("Detenido")
    NONE = "sin-informacion", gettext_lazy("Sin información")


#: Shape (`site/templates/icons/state-*.svg`), the letter of a tile, and the order in which a table sorts.
SHAPES = {Level.GREEN: "done", Level.AMBER: "late", Level.RED: "cancelled", Level.NONE: "noinfo"}
LETTERS = {
    Level.GREEN: pgettext_lazy("letra del semáforo", "V"),
    Level.AMBER: pgettext_lazy("letra del semáforo", "A"),
    Level.RED: pgettext_lazy("letra del semáforo", "R"),
    Level.NONE: "–",
}
ORDER = {Level.RED: 0, Level.AMBER: 1, Level.GREEN: 2, Level.NONE: 3}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at.

    `begun`: some step is known to have begun, from our own rows or from a source. `in_force`: a plan is, today.
    `under_way`: our own rows say that a step is being worked on. `late_since`: the earliest day that something was due and
    was not met. `ended_on`: the end of the last plan when none is in force. `last`: the newest day of which anything is said.
    """

    begun: bool = False
    in_force: bool = False
    under_way: bool = False
    late_since: dt.date | None = None
    ended_on: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Light:
    level: Level
    reason: str

    @property
    def shape(self) -> str:
        return SHAPES[self.level]

    @property
    def letter(self) -> str:
        return str(LETTERS[self.level])


def light_of(facts: Facts, on: dt.date) -> Light:
    """The light of the day `on`, with the reason in words."""
    if not facts.begun:
        return Light(Level.NONE, _("Nadie dice que haya empezado."))
    if facts.late_since is not None and on > add_months(facts.late_since, PERIOD_MONTHS):
        reason = _("Hay algo vencido desde el %(day)s.") % {"day": date_format(facts.late_since)}
        return Light(Level.RED, reason)
    if facts.ended_on is not None and not facts.in_force and on > add_months(facts.ended_on, PERIOD_MONTHS):
        reason = _("Su último plan terminó el %(day)s y no hay otro.") % {"day": date_format(facts.ended_on)}
        return Light(Level.RED, reason)
    if facts.late_since is not None:
        return Light(Level.AMBER, _("Venció el %(day)s y sigue pendiente.") % {"day": date_format(facts.late_since)})
    if facts.last is None:
        return Light(Level.AMBER, _("No se sabe de cuándo es lo último que se dijo."))
    if on > add_months(facts.last, OLD_MONTHS):
        return Light(Level.AMBER, _("Más de un año sin información."))
    if facts.in_force:
        return Light(Level.GREEN, _("Plan vigente y nada vencido."))
    if facts.under_way:
        return Light(Level.GREEN, _("Un paso en marcha y nada vencido."))
    return Light(Level.AMBER, _("No hay plan vigente ni paso en marcha."))


def rule() -> list[tuple[Level, str]]:
    """The rule as the page says it, in the order in which it is applied."""
    months = {"late": PERIOD_MONTHS, "old": OLD_MONTHS}
    return [
        (Level.NONE, _("Ninguna fuente dice que haya empezado alguno de los seis pasos.")),
        (Level.RED, _("Algo venció hace más de %(late)d meses y sigue pendiente, o el último plan terminó hace más de %(late)d meses y no hay otro vigente.") % months),
        (Level.AMBER, _("Algo venció hace menos tiempo, lo último que se sabe tiene más de %(old)d meses, o no hay plan vigente ni paso en marcha.") % months),
        (Level.GREEN, _("Hay un plan vigente o un paso en marcha, nada está vencido y hay información de los últimos %(old)d meses.") % months),
    ]  # fmt: skip
