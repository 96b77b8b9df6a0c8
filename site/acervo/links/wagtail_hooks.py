from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from .models import ShortLink
from .reports import ScanReportView
from .viewsets import ShortLinkViewSet


@hooks.register("register_admin_viewset")
def register_viewset() -> ShortLinkViewSet:
    return ShortLinkViewSet()


@hooks.register("register_admin_urls")
def register_report_urls() -> list[Any]:
    results = ScanReportView.as_view(results_only=True)
    return [
        path("reports/escaneos/", ScanReportView.as_view(), name="links_scan_report"),
        path("reports/escaneos/results/", results, name="links_scan_report_results"),
    ]


class ScanReportMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        policy = policy_registry.get_by_type(ShortLink)
        return policy.user_has_any_permission(request.user, ScanReportView.any_permission_required)


@hooks.register("register_reports_menu_item")
def register_report_menu_item() -> MenuItem:
    return ScanReportMenuItem(
        _("Escaneos por día"),
        reverse("links_scan_report"),
        name="links-scans",
        icon_name="link",
        order=1300,
    )
