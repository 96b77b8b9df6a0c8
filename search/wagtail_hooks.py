"""Search in the admin: addresses, menus, permissions. The views are in `search.admin`."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.contrib.search_promotions.forms import QueryForm
from wagtail.contrib.search_promotions.wagtail_hooks import SearchPicksMenuItem
from wagtail.permissions import policy_registry, register_permission_policy

from search.admin.promotions import PromoteView
from search.admin.reports import VIEWS
from search.admin.sheets import SynonymImportView, export
from search.admin.synonyms import SynonymViewSet
from search.admin.trial import TrialView, may_try
from search.models import QueryDay

register_permission_policy(QueryDay)
# Wagtail's own words say that the match is exact; here it is not (`search.promotions.key`).
QueryForm.base_fields["query_string"].label = _("Búsqueda")
QueryForm.base_fields["query_string"].help_text = _("Lo que el público escribe en el buscador.")


class TrialMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_try(request.user)


class SearchGroup(ViewSetGroup):
    menu_label = _("Búsqueda")
    menu_icon = "search"
    menu_order = 850
    items = (SynonymViewSet,)

    def get_submenu_items(self) -> list[MenuItem]:
        label, address = _("Probar una búsqueda"), reverse("search_trial")
        return [
            *super().get_submenu_items(),
            TrialMenuItem(label, address, name="search-trial", icon_name="search", order=200),
            SearchPicksMenuItem(
                _("Resultados promovidos"),
                reverse("wagtailsearchpromotions:index"),
                name="search-promotions",
                icon_name="pick",
                order=300,
            ),
        ]


@hooks.register("register_admin_viewset")
def viewset() -> SearchGroup:
    return SearchGroup()


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    found = [
        path("busqueda/probar/", TrialView.as_view(), name="search_trial"),
        path("busqueda/promover/", PromoteView.as_view(), name="search_promote"),
        path("busqueda/sinonimos-muchos/", SynonymImportView.as_view(), name="search_synonym_import"),
        path("busqueda/sinonimos.<str:form>", export, name="search_synonym_export"),
    ]
    for slug, view in VIEWS:
        name, results = view.index_url_name, view.index_results_url_name
        found.append(path(f"reports/busquedas-{slug}/", view.as_view(), name=name))
        found.append(path(f"reports/busquedas-{slug}/results/", view.as_view(results_only=True), name=results))
    return found


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(QueryDay).user_has_permission(request.user, "view"))


def _report_item(view: Any, order: int) -> MenuItem:
    name = view.index_url_name
    return ReportMenuItem(
        view.page_title, reverse(name), name=name.replace("_", "-"), icon_name=view.header_icon, order=order
    )


for _number, (_slug, _view) in enumerate(VIEWS):
    hooks.register("register_reports_menu_item", lambda view=_view, order=1310 + _number: _report_item(view, order))


@hooks.register("insert_global_admin_css")
def styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("search/admin.css"))


@hooks.register("construct_reports_menu")
def without_wagtails_own(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's list of search terms, for superusers only, says less than ours."""
    items[:] = [item for item in items if item.name != "search-terms"]


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="search", codename="view_queryday")
