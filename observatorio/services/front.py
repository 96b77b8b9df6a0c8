"""What the front page of a microsite shows; a fixed number of queries."""

from typing import Any

from acervo.base.publicity import public
from documents.models import RecordPage
from documents.services.listing import rows_of, with_rows
from observatorio.models import Inspection, Intervention, ObservatoryPage

from .sections import monuments_of

LATEST = 4


def front(page: ObservatoryPage, request: Any) -> dict[str, Any]:
    """Sites, the inventory in a few figures, the latest works, inspections and records."""
    monuments = monuments_of(page)
    rows = []
    if page.theme_id:
        records = public(RecordPage.objects.filter(themes=page.theme_id, locale=page.locale))
        rows = rows_of(with_rows(records).order_by("-issued_from", "title")[:LATEST], request=request)
    works = public(Intervention.objects.filter(monument__in=monuments)).select_related("monument")
    visits = public(Inspection.objects.filter(monument__in=monuments)).select_related("monument")
    return {
        "sites": list(page.sites.all()),
        "monument_count": monuments.count(),
        "works": works.order_by("-requested_on", "-pk")[:LATEST],
        "visits": visits.order_by("-date", "-pk")[:LATEST],
        "rows": rows,
    }
