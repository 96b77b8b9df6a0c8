"""Listings below a page of the tree: by filters, by year and month, and as CSV or JSON."""

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import ExtractMonth
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from acervo.base.exports import export_response
from documents.services import listing as service


def listing(request, page, records, **extra):
    """The page with its listing; a plain GET form, so it works without JavaScript."""
    context = page.get_context(request)
    context["listing"] = found = service.build(records, request.GET, default_order=page.default_order, request=request)
    context["export_base"] = page.get_url(request) + "registros"
    context["years"] = found.years
    context.update(extra)
    return TemplateResponse(request, page.get_template(request), context)


def period(request, page, year: int, month: int | None):
    """The records of a year or of a month, with the months that have any."""
    if not 1 <= year <= 9999 or (month is not None and not 1 <= month <= 12):
        raise Http404(_("Esa fecha no existe."))
    of_year = page.records().filter(issued_from__year=year)
    # A date known only to the year belongs to no month.
    dated = of_year.filter(issued__regex=r"^\d{4}-\d{2}")
    months = dict(dated.order_by().annotate(m=ExtractMonth("issued_from")).values_list("m").annotate(n=Count("pk")))
    records = dated.filter(issued_from__month=month) if month else of_year
    return listing(
        request, page, records, year=year, month=month, months=[(m, MONTHS[m], n) for m, n in sorted(months.items())]
    )


def export(request, records, form: str, *, name: str):
    """The rows of a listing, with the same filters and in the same order, all pages."""
    chosen = service.chosen_filters(request.GET)
    order = service.order_of(request.GET, service.ListingOrder.NEWEST)
    records = service.ordered(service.filtered(records, chosen), order)
    rows = service.export_rows(records, base_url=settings.BASE_URL)
    return export_response(form, columns=service.EXPORT_COLUMNS, rows=rows, name=name)
