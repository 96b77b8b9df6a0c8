"""«Cursos»: the courses, workshops and seminars of the agenda that are held in the state, coming and past."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils import timezone

from agenda.enums import Kind
from agenda.models import EventPage
from agenda.services import listing, occurrences, rows
from estados.models import CoursesPage

KINDS = (Kind.COURSE, Kind.WORKSHOP, Kind.SEMINAR)
PER_PAGE = 20
MOST_COMING = 50


def courses_of(state: str, locale_id: int) -> QuerySet[EventPage]:
    """The public courses of a state, as one language shows them."""
    return listing.events_in(locale_id).filter(state=state, kind__in=KINDS)


def context(page: CoursesPage, request: Any) -> dict[str, Any]:
    """The context of `estados/courses_page.html`; a constant number of queries."""
    events = courses_of(page.state_page.state, page.locale_id)
    today = timezone.localdate()
    past = events.filter(last_day__lt=today).order_by("-last_day", "title", "pk")
    page_obj = Paginator(past, PER_PAGE).get_page(request.GET.get("page"))
    held = [(event, event.last_day) for event in listing.with_locale(page_obj.object_list) if event.last_day]  # type: ignore[arg-type]
    last = [item for event, day in held for item in occurrences.in_days([event], day, day)[-1:]]
    return {
        "coming": [rows.row_of(item, request=request) for item in listing.next_ones(events, limit=MOST_COMING)],
        "past": [rows.row_of(item, request=request) for item in last],
        "undated": [rows.undated_row(event, request=request) for event in listing.undated(events)],
        "page_obj": page_obj,
    }
