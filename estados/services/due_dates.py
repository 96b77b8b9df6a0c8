"""Dates that follow from the launch of a plan: pure arithmetic of days.

Source of the time limits: the fifth and sixth step of the method (a plan is in force for a year from its public
presentation; monitoring when six months of it have passed; evaluation when the year ends). Months are counted as
`aging.add_months` does (31 August + 6 months is the last day of February), always from the launch and never from another
result, so that a day moved to a month's end does not carry on.
"""

import datetime as dt

from estados.enums import DueKind

from .aging import add_months

MONITORING_MONTHS = 6
EVALUATION_MONTHS = 12


def due_dates(launched_on: dt.date, *, months: int = 12) -> dict[DueKind, dt.date]:
    """Kind → day. `months`: how long the plan is in force; monitoring and evaluation do not move with it."""
    return {
        DueKind.MONITORING: add_months(launched_on, MONITORING_MONTHS),
        DueKind.EVALUATION: add_months(launched_on, EVALUATION_MONTHS),
        DueKind.END: add_months(launched_on, months),
    }


def is_past(due: dt.date, today: dt.date) -> bool:
    """Whether a due day went by: the whole of that day still counts."""
    return today > due
