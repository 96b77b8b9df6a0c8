"""The calendar's places in Wagtail's admin."""

from typing import Any

from django.urls import include, path
from wagtail import hooks

from agenda.admin.checklist import ChecklistMenuItem


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("", include("agenda.admin.urls"))]


@hooks.register("register_page_header_buttons")
def header_buttons(page, user, view_name, next_url=None):
    yield ChecklistMenuItem(page=page, priority=55)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page, user, next_url=None):
    yield ChecklistMenuItem(page=page, priority=35)
