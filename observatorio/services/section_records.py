"""The archive's records that a section lists; the records themselves, wherever they stand."""

from typing import Any

from django.db.models import QuerySet

from acervo.base.publicity import public
from documents.models import ListingOrder, RecordPage
from documents.services.listing import build
from observatorio.models.pages_sections import RecordsPage


def records_of(page: RecordsPage) -> QuerySet[RecordPage]:
    """Public records in the page's language with one of its themes, and of one of its types if it names any."""
    records = public(RecordPage.objects.filter(locale=page.locale))
    themes, types = list(page.themes.all()), list(page.record_types.all())
    if not themes and not types:
        return records.none()
    if themes:
        with_theme = RecordPage.objects.filter(themes__in=themes).values("pk")  # no join: one record, one row
        records = records.filter(pk__in=with_theme)
    if types:
        records = records.filter(record_type__in=types)
    return records


def section_records(page: RecordsPage, request: Any) -> dict[str, Any]:
    """The listing of the section: filtered, ordered and paged by the address, as every listing of the archive."""
    listing = build(records_of(page), request.GET, default_order=ListingOrder.NEWEST, request=request)
    return {"listing": listing, "page_obj": listing.page}
