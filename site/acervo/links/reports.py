"""The report “Escaneos por día” in Wagtail's reports menu."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from .filters import ScanFilterSet
from .models import ScanCount, ShortLink

# The columns that each way of adding up keeps; the key is the filter's value.
_GROUPS: dict[str, list[str]] = {"": ["day", "link_id"], "day": ["day"], "link": ["link_id"]}


class ScanReportView(ReportView):
    """A row for each day and link, each day, or each link, with the number of scans; and their sum."""

    results_template_name = "links/admin/scan_report_results.html"
    page_title = _("Escaneos por día")
    header_icon = "link"
    filterset_class = ScanFilterSet
    index_url_name = "links_scan_report"
    index_results_url_name = "links_scan_report_results"
    any_permission_required = ["add", "change", "view"]
    export_filename = "escaneos"
    export_headings = {
        "day": _("Día"),
        "code": _("Código"),
        "destination": _("Lleva a"),
        "scans": _("Escaneos"),
    }

    @cached_property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(ShortLink)

    @cached_property
    def group(self) -> str:
        value = self.request.GET.get("group", "")
        return value if value in _GROUPS else ""

    @cached_property
    def list_export(self) -> list[str]:
        by_link = [] if self.group == "day" else ["code", "destination"]
        return [*([] if self.group == "link" else ["day"]), *by_link, "scans"]

    @cached_property
    def columns(self) -> list[Column]:
        return [
            (NumberColumn if name == "scans" else Column)(name, label=self.export_headings[name])
            for name in self.list_export
        ]

    def get_queryset(self) -> QuerySet[ScanCount]:
        return ScanCount.objects.order_by()

    def filter_queryset(self, queryset: QuerySet[ScanCount]) -> Any:
        kept = super().filter_queryset(queryset)
        self.total = kept.aggregate(n=Sum("count"))["n"] or 0
        order = ["-scans", "link_id"] if self.group == "link" else ["-day", "-scans"]
        return kept.values(*_GROUPS[self.group]).annotate(scans=Sum("count")).order_by(*order)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["total"] = self.total
        context["object_list"] = rows = named(context["object_list"])
        context["table"] = self.get_table(rows)
        return context


def named(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add code and destination to rows that have a `link_id`: a query for each kind of target, not each row."""
    rows = list(rows)
    ids = {row["link_id"] for row in rows if "link_id" in row}
    links = ShortLink.objects.prefetch_related("target").in_bulk(ids)
    for row in rows:
        if link := links.get(row.get("link_id")):
            row.update(code=link.code, destination=link.destination_text)
    return rows
