"""The import's addresses in Wagtail's admin; an app puts `admin.menu.ImportMenuItem` into the menu of its table."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("hojas/", include("acervo.tabular.admin.urls"))]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Groups may be given the batches of others: to look at (view), to go on with and undo (change)."""
    return Permission.objects.filter(
        content_type__app_label="tabular", content_type__model="batch", codename__in=["view_batch", "change_batch"]
    )
