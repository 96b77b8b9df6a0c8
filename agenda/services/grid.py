"""The table of a month: weeks from Monday to Sunday, with holidays."""

import calendar as calendars
import datetime as dt
from functools import lru_cache
from typing import Any

import holidays
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, pgettext

FIRST_YEAR, LAST_YEAR = 1900, 2100
#: Events that a cell names; what is more is one link to the day.
PER_CELL = 3


def weekday_heads() -> list[dict[str, str]]:
    """The column heads: the letter that is shown and the name that is said."""
    letters = [
        pgettext("inicial de lunes", "L"),
        pgettext("inicial de martes", "M"),
        pgettext("inicial de miércoles", "X"),
        pgettext("inicial de jueves", "J"),
        pgettext("inicial de viernes", "V"),
        pgettext("inicial de sábado", "S"),
        pgettext("inicial de domingo", "D"),
    ]
    return [{"letter": letter, "name": str(WEEKDAYS[number])} for number, letter in enumerate(letters)]


@lru_cache(maxsize=256)
def _holidays_of(year: int, language: str) -> dict[dt.date, str]:
    return dict(holidays.country_holidays("MX", years=year, language=language))


def holidays_of(year: int) -> dict[dt.date, str]:
    """The official holidays of Mexico (Ley Federal del Trabajo, art. 74, as the package `holidays` computes them)."""
    return _holidays_of(year, "en_US" if (get_language() or "").startswith("en") else "es")


def weeks_of(
    year: int, month: int, days: dict[dt.date, list[dict[str, Any]]], *, today: dt.date
) -> list[dict[str, Any]]:
    """The rows of the table; a day of another month is an empty cell."""
    named = holidays_of(year)
    weeks = []
    for week in calendars.Calendar(firstweekday=0).monthdatescalendar(year, month):
        cells = []
        for day in week:
            rows = days.get(day, [])
            cells.append(
                {
                    "day": day,
                    "inside": day.month == month,
                    "today": day == today,
                    "holiday": named.get(day, "") if day.month == month else "",
                    "rows": rows[:PER_CELL],
                    "count": len(rows),
                    "more": max(len(rows) - PER_CELL, 0),
                    "weekend": day.weekday() > 4,
                }
            )
        iso = week[0].isocalendar()
        weeks.append({"year": iso.year, "number": iso.week, "cells": cells})
    return weeks


def month_before(year: int, month: int) -> tuple[int, int] | None:
    year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return (year, month) if year >= FIRST_YEAR else None


def month_after(year: int, month: int) -> tuple[int, int] | None:
    year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return (year, month) if year <= LAST_YEAR else None


def last_day_of(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendars.monthrange(year, month)[1])
