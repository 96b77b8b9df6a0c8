"""The report «Discrepancias»: monuments whose sources contradict what was adopted, and nobody has decided yet."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from observatorio.admin.permissions import may_read
from observatorio.inventory.fields import attribute_label
from observatorio.models import Monument
from observatorio.services.disagreements import unresolved

PER_PAGE = 50


class DisagreementsView(WagtailAdminTemplateMixin, View):
    template_name = "observatorio/admin/disagreements.html"
    page_title = _("Discrepancias entre fuentes")
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = reverse(Monument.snippet_viewset.get_url_name("list"))
        return [{"url": listing, "label": _("Inmuebles")}, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        open_ones = unresolved()
        # By the number of open fields, then by key: what needs most work first.
        keys = sorted(open_ones, key=lambda pk: (-len(open_ones[pk]), pk))
        page = WagtailPaginator(keys, PER_PAGE).get_page(request.GET.get("p"))
        found = Monument.objects.in_bulk(list(page.object_list))
        rows = [
            {
                "monument": found[pk],
                "fields": [capfirst(str(attribute_label(name))) for name in open_ones[pk]],
                "url": reverse("observatorio_admin:sources", args=[pk]) + "?solo=diferencias",
            }
            for pk in page.object_list
            if pk in found
        ]
        total = sum(map(len, open_ones.values()))
        return self.render_to_response(self.get_context_data(rows=rows, page=page, total=total, monuments=len(keys)))


class DisagreementsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_read(request.user)


def menu_item() -> MenuItem:
    """For the menu «Observatorio»."""
    return DisagreementsMenuItem(
        _("Discrepancias"), reverse("observatorio_admin:disagreements"), name="discrepancias", icon_name="warning",
        order=90,
    )  # fmt: skip
