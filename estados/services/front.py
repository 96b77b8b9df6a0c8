"""What the front page of a state's microsite shows; a fixed number of queries, whatever the state has."""

from typing import Any

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page

from acervo.base.publicity import public
from agenda.models import AgendaPage
from agenda.services import listing, rows
from documents.models import ArchiveImage
from documents.services.listing import rows_of, with_rows
from estados import enums
from estados.models import Commitment, StatePage
from estados.models.plans import slug_of

from . import board, verdict_view
from .aging import today_of
from .documents_page import records_of
from .steps import Cycle, StepState, current_cycle, cycles_of

COMMITMENTS, EVENTS, NEWS, RECORDS = 8, 4, 3, 4
VOICES = (enums.Voice.GOVERNMENT.value, enums.Voice.SOCIETY.value)


def front(page: StatePage, request: Any) -> dict[str, Any]:
    """The context of `estados/state_page.html`."""
    children = _sections(page, request)
    return {
        "state_page": page,
        "section_urls": {model: child["url"] for model, child in children.items()},
        "sections": children,
        **_pictures(page),
        **_steps(page),
        **_commitments(page),
        **_events(page, children.get("AgendaPage"), request),
        "news": _news(page, children.get("NewsIndexPage"), request),
        "records": _records(page, request),
        "feed_url": reverse("states:feed", args=[slug_of(page.state)]),
        "records_feed_url": reverse("states:records_feed", args=[slug_of(page.state)]),
    }


def _sections(page: StatePage, request: Any) -> dict[str, dict[str, Any]]:
    """Name of the page type → the public section of that type: {title, url, path}."""
    url = page.get_url(request) or ""
    found: dict[str, dict[str, Any]] = {}
    for child in public(Page.objects.child_of(page)).select_related("content_type").order_by("path"):
        model = child.content_type.model_class()
        if model is not None:
            found.setdefault(
                model.__name__,
                {"title": child.title, "url": f"{url}{child.slug}/", "path": child.path, "page": child},
            )
    return found


def _pictures(page: StatePage) -> dict[str, Any]:
    """The image of the front page and the shield, if anybody may see them."""
    wanted = {pk for pk in (page.image_id, page.shield_id) if pk}
    images = public(ArchiveImage.objects.filter(pk__in=wanted)).in_bulk() if wanted else {}
    return {"image": images.get(page.image_id), "shield": images.get(page.shield_id)}


def _steps(page: StatePage) -> dict[str, Any]:
    cycles = cycles_of(page.state)
    shown = current_cycle(cycles) or (cycles[-1] if cycles else None)
    nothing = tuple(StepState(step, enums.StepStatus.NO_INFORMATION) for step in enums.Step)
    return {"cycle": shown or Cycle(page.state, 1, nothing), "has_steps": shown is not None, "cycle_count": len(cycles)}


def _commitments(page: StatePage) -> dict[str, Any]:
    """The commitments of the newest plan, with what the two first voices say today."""
    everything = public(Commitment.objects.filter(plan__state=page.state))
    total = everything.count()
    found = everything.order_by("-plan__number", "number", "pk")[:COMMITMENTS]
    told = board.rows(found, on=today_of(page.state)) if total else []
    return {
        "commitments": [
            {
                "row": row,
                "chips": verdict_view.chips(row.verdicts, row.freshness, begun=row.begun, voices=VOICES),
            }
            for row in told
        ],
        "commitment_total": total,
    }


def _events(page: StatePage, calendar: dict[str, Any] | None, request: Any) -> dict[str, Any]:
    """The next events of the state, in its own calendar and in any other; the last ones if nothing is ahead."""
    wanted = Q(state=page.state)
    if calendar is not None:
        versions = AgendaPage.objects.filter(translation_key=calendar["page"].translation_key)
        for path in versions.values_list("path", flat=True):
            wanted |= Q(path__startswith=path)
    events = listing.events_in(page.locale_id).filter(wanted)
    ahead = listing.next_ones(events, limit=EVENTS)
    shown = ahead or listing.latest_ones(events, limit=EVENTS)
    return {"events": [rows.row_of(item, request=request) for item in shown], "events_past": bool(shown) and not ahead}


def _news(page: StatePage, index: dict[str, Any] | None, request: Any) -> list[dict[str, Any]]:
    if index is None:
        return []
    # The news stand in the app of the front page, which this app may not import.
    news = apps.get_model("home.NewsPage").objects.child_of(index["page"])
    found = public(news).order_by("-date", "-pk").only("title", "slug", "date", "summary")[:NEWS]
    return [
        {"title": item.title, "url": f"{index['url']}{item.slug}/", "date": item.date, "summary": item.summary}
        for item in found
    ]


def _records(page: StatePage, request: Any) -> list[dict[str, Any]]:
    newest = with_rows(records_of(page.state, page.locale_id)).order_by("-issued_from", "title")[:RECORDS]
    return rows_of(newest, request=request)
