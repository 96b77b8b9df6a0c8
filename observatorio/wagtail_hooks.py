"""The observatory's places in Wagtail's admin; what each does stands in `observatorio.admin`."""

from typing import Any

from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from acervo.tabular.admin.menu import ImportMenuItem
from observatorio.admin import bulk, disagreements, log_actions, microsite
from observatorio.admin.citizen import CitizenReportViewSet
from observatorio.admin.inspections import InspectionViewSet
from observatorio.admin.menu import MENU_HOOK, ObservatoryGroup
from observatorio.admin.museums import MuseumViewSet
from observatorio.admin.overdue import overdue_menu_item
from observatorio.admin.works import WorkViewSet

register_snippet(ObservatoryGroup)
hooks.register("register_log_actions", log_actions.register)
for action in bulk.ACTIONS:
    hooks.register("register_bulk_action", action)
# Other parts add their places to the menu «Observatorio» the same way.
hooks.register(MENU_HOOK, disagreements.menu_item)
hooks.register(MENU_HOOK, overdue_menu_item)
hooks.register(MENU_HOOK, lambda: ImportMenuItem("monuments", _("Importar hojas"), order=150))
hooks.register("after_create_page", microsite.add_sections)
hooks.register("register_admin_viewset", MuseumViewSet)
hooks.register("register_admin_viewset", lambda: [InspectionViewSet(), WorkViewSet(), CitizenReportViewSet()])


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("observatorio/", include("observatorio.admin.urls"))]


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("observatorio/admin/inventory.css"))
