"""The place of bulk imports in Wagtail's admin: addresses and the menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from documents.services.imports.permissions import may_import
from documents.views import import_admin as views

urlpatterns = (
    [
        path("", views.batches, name="batches"),
        path("nueva/", views.new, name="new"),
        path("lista-de-ejemplo.csv", views.sample, name="sample"),
        path("ensayo/<str:token>/", views.trial, name="trial"),
        path("ensayo/<str:token>/importar/", views.write, name="write"),
        path("<int:batch_id>/", views.batch, name="batch"),
        path("<int:batch_id>/reanudar/", views.resume, name="resume"),
        path("<int:batch_id>/deshacer/", views.undo_batch, name="undo"),
        path("<int:batch_id>/resultado.csv", views.report, name="report"),
    ],
    "acervo_imports",
)


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@hooks.register("register_admin_urls")
def register_import_urls() -> list[Any]:
    return [path("importar/", include(urlpatterns))]


@hooks.register("register_admin_menu_item")
def register_import_menu_item() -> MenuItem:
    return ImportMenuItem(
        _("Importar"), reverse("acervo_imports:batches"), name="acervo-imports", icon_name="download", order=310
    )
