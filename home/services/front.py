"""What the front page shows; a fixed number of queries."""

from typing import Any

from django.db.models import Sum

from acervo.base.publicity import public
from agenda.models import AgendaPage
from agenda.services import upcoming
from agenda.services.rows import row_of
from documents.models import ArchiveFile, ArchiveIndexPage, RecordPage
from documents.services.listing import rows_of, with_rows
from estados.models import Commitment, StatesPage
from observatorio.models import Monument, ObservatoryPage

NEW_RECORDS = 6
NEXT_EVENTS = 3


def front_page(page, request) -> dict[str, Any]:
    """The doors of `page`, with a live figure each, and what was published last."""
    records = public(RecordPage.objects.filter(locale=page.locale))
    pages = public(ArchiveFile.objects.all()).aggregate(total=Sum("current__page_count"))["total"]
    newest = with_rows(records).order_by("-first_published_at", "-pk")[:NEW_RECORDS]
    return {
        "archive": public(ArchiveIndexPage.objects.child_of(page)).first(),
        "observatory": public(ObservatoryPage.objects.child_of(page)).first(),
        "states": public(StatesPage.objects.child_of(page)).first(),
        "commitment_count": public(Commitment.objects.all()).count(),
        "record_count": records.count(),
        "monument_count": public(Monument.objects.all()).count(),
        "page_count": pages or 0,
        "new_rows": rows_of(newest, request=request),
        "agenda": public(AgendaPage.objects.child_of(page)).first(),
        "next_events": [row_of(item, request=request) for item in upcoming(NEXT_EVENTS)],
    }
