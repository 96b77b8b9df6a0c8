"""«Documentos»: the records of the archive that speak of the state, filtered and paged as every listing of the archive."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from acervo.base.languages import shown_in
from acervo.base.publicity import public
from documents.models import ListingOrder, RecordPage
from documents.services.listing import build
from estados.models import DocumentsPage
from estados.models.plans import slug_of


def records_of(state: str, locale_id: int) -> QuerySet[RecordPage]:
    """The public records of a state: in this language, and in Spanish where they are not translated."""
    return shown_in(public(RecordPage.objects.filter(state=state)), locale_id)


def context(page: DocumentsPage, request: Any) -> dict[str, Any]:
    """The context of `estados/documents_page.html`; a constant number of queries."""
    state = page.state_page.state
    parameters = request.GET.copy()
    parameters.pop("entidad", None)  # all are of this state
    listing = build(records_of(state, page.locale_id), parameters, default_order=ListingOrder.NEWEST, request=request)
    listing.filters = [item for item in listing.filters if item.name != "entidad"]
    return {
        "listing": listing,
        "page_obj": listing.page,
        "feed_url": reverse("states:records_feed", args=[slug_of(state)]),
    }
