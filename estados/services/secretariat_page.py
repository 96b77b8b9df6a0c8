"""«Secretariado Técnico Local»: its model and rules, who sits in it on a day (`?al=2017-06-30`), and their composition."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from acervo.base.charts import Bar, bars, stacked
from acervo.base.publicity import public
from estados.enums import Sector
from estados.models import SecretariatMember, SecretariatPage

from .aging import today_of
from .secretariat import GENDER_MINIMUM, Composition, Part, composition, members_on

#: Sectors whose posts are public offices: their names of posts are public whoever holds them.
PUBLIC_OFFICE = (Sector.PUBLIC, Sector.OVERSIGHT)
_FIRST, _LAST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class ShownMember:
    """What the public reads of a seat: never gender; the name and a private post only where they may be published."""

    name: str
    post: str
    institution: str
    sector: str
    seat: str
    since: dt.date | None
    until: dt.date | None

    @property
    def term(self) -> str:
        """«desde el 25 de septiembre de 2015», «del … al …»; "" where nothing is known."""
        first, last = (formats.date_format(day, "DATE_FORMAT") if day else "" for day in (self.since, self.until))
        if first and last:
            return _("del %(first)s al %(last)s") % {"first": first, "last": last}
        if first:
            return _("desde el %(first)s") % {"first": first}
        return _("hasta el %(last)s") % {"last": last} if last else ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A composition as a chart and as rows of its table."""

    title: str
    head: str
    chart: SafeString
    rows: list[dict[str, Any]]


def context(page: SecretariatPage, request: Any) -> dict[str, Any]:
    """The context of `estados/secretariat_page.html`; four queries at most."""
    state = page.state_page.state
    today = today_of(state)
    asked, on, error = read_day(request.GET.get("al", ""), today=today)
    order = list(Sector)
    rows = sorted(members_on(state, on), key=lambda row: (order.index(Sector(row.sector)), row.institution, row.pk))
    totals = composition(members_on(state, on))
    return {
        "asked": asked,
        "day_error": error,
        "on": on,
        "is_today": on == today,
        "members": [shown(row) for row in rows],
        "has_members": bool(rows) or public(SecretariatMember.objects.filter(state=state)).exists(),
        "without_start": sum(row.since is None for row in rows),
        "sources": sorted({row.source for row in rows if row.source}),
        "composition": totals,
        "breakdowns": breakdowns(totals),
        "gender_is_hidden": 0 < totals.total < GENDER_MINIMUM,
        "gender_minimum": GENDER_MINIMUM,
        "parties": lines_of(page.parties),
        "rules": lines_of(page.rules),
        "has_model": bool(page.model_name or page.parties.strip() or page.rules.strip()),
    }


def read_day(text: str, *, today: dt.date) -> tuple[str, dt.date, str]:
    """(what was asked, the day to show, what is wrong with it). Empty means today; a wrong day shows today and says so."""
    asked = text.strip()[:40]
    if not asked:
        return "", today, ""
    try:
        day = dt.date.fromisoformat(asked) if len(asked) == 10 else None
    except ValueError:
        day = None
    if day is None:
        message = _("«%(text)s» no es una fecha. Escriba año, mes y día, por ejemplo 2017-06-30.")
        return asked, today, message % {"text": asked}
    if not _FIRST <= day <= _LAST:
        message = _("Escriba una fecha entre %(first)s y %(last)s.")
        return asked, today, message % {"first": _FIRST.isoformat(), "last": _LAST.isoformat()}
    return asked, day, ""


def shown(row: SecretariatMember) -> ShownMember:
    office = row.sector in PUBLIC_OFFICE
    return ShownMember(
        name=row.name if row.name_is_public else "",
        post=row.post if row.name_is_public or office else "",
        institution=row.institution,
        sector=str(row.get_sector_display()),
        seat=str(row.get_seat_display()),
        since=row.since,
        until=row.until,
    )


def breakdowns(totals: Composition) -> list[Breakdown]:
    """By sector, by gender where it may be told, and by seat; empty without members."""
    if not totals.total:
        return []
    unit = _("Personas")
    found = [
        _breakdown(_("Por sector"), _("Sector"), totals.by_sector, totals, bars, unit=unit),
        _breakdown(_("Por género"), _("Género"), totals.by_gender, totals, stacked, unit=unit),
        _breakdown(_("Titulares y suplentes"), _("Calidad"), totals.seats, totals, stacked, unit=unit),
    ]
    return [item for item in found if item.rows]


def _breakdown(title: str, head: str, parts: Sequence[Part], totals: Composition, draw: Any, *, unit: str) -> Breakdown:
    description = ", ".join(f"{part.label}: {part.count}" for part in parts)
    chart = draw(
        [Bar(part.label, part.count) for part in parts], title=title, description=description, unit=unit
    )  # fmt: skip
    rows = [{"label": part.label, "count": part.count, "percent": totals.percent(part)} for part in parts]
    return Breakdown(title, head, chart, rows)


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
