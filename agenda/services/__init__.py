"""The calendar's use cases. `upcoming` is what other apps ask for.

The import is inside the function: models of this app import from this package before they exist.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agenda.models import AgendaPage
    from agenda.services.occurrences import Occurrence


def upcoming(limit: int, calendar: "AgendaPage | None" = None) -> "list[Occurrence]":
    """The next occurrence of each of `limit` public events, soonest first, what goes on now included; of one calendar or all.

    Without a calendar they are those in the active language (in Spanish where there is no translation).
    """
    from .listing import upcoming_of

    return upcoming_of(calendar, limit=limit)
