from .calendars import AgendaPage
from .changes import EventChange, EventPublication
from .checklist import ChecklistChange, ChecklistItem
from .children import EventDocument
from .events import EventPage

__all__ = [
    "AgendaPage",
    "ChecklistChange",
    "ChecklistItem",
    "EventChange",
    "EventDocument",
    "EventPage",
    "EventPublication",
]
