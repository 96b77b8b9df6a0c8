"""The archive's places in Wagtail's admin; what each does stands in `documents.admin`."""

from typing import Any

from django.contrib import messages
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet

from documents.admin import imports, log_actions, vocabularies  # noqa: F401 - imports registers its own hooks
from documents.admin.bulk import DeleteFilesAction
from documents.admin.home import ArchivePanel
from documents.admin.record_listing import MinutesListing, RecordListing
from documents.admin.record_views import RestoreItem, WithdrawItem
from documents.models import ArchiveFile, RecordPage

register_snippet(vocabularies.VocabularyGroup)
hooks.register("before_delete_snippet", vocabularies.refuse_used_terms)
hooks.register("after_delete_snippet", vocabularies.delete_translations)
hooks.register("register_log_actions", log_actions.register)
# After Wagtail's own of the same name, which this one replaces.
hooks.register("register_bulk_action", DeleteFilesAction, order=100)


@hooks.register("register_admin_urls", order=-100)
def register_urls() -> list[Any]:
    # Before Wagtail's: the addresses of documents keep their names and lead to the archive's views.
    return [path("", include("documents.admin.urls"))]


@hooks.register("register_admin_viewset")
def register_listings() -> list[Any]:
    return [RecordListing(), MinutesListing()]


class FileReportMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        policy = policy_registry.get_by_type(ArchiveFile)
        return policy.user_has_any_permission(request.user, ["add", "change", "delete"])


@hooks.register("register_reports_menu_item")
def register_file_report() -> MenuItem:
    return FileReportMenuItem(
        gettext_lazy("Estado de los archivos"),
        reverse("acervo_admin:file_report"),
        name="acervo-files",
        icon_name="doc-full-inverse",
        order=1290,
    )


@hooks.register("register_page_header_buttons")
def header_buttons(page, user, view_name, next_url=None):
    yield WithdrawItem(page=page, next_url=next_url, priority=62)
    yield RestoreItem(page=page, next_url=next_url, priority=62)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page, user, next_url=None):
    yield WithdrawItem(page=page, next_url=next_url, priority=42)
    yield RestoreItem(page=page, next_url=next_url, priority=42)


@hooks.register("before_edit_page")
def say_that_it_is_withdrawn(request, page) -> None:
    if request.method == "GET" and isinstance(page, RecordPage) and page.is_withdrawn:
        text = _("Este registro está retirado del acervo: el público ve solo sus datos y el motivo, «{reason}».")
        messages.warning(request, format_html(text, reason=page.withdrawal_reason))


@hooks.register("construct_homepage_panels")
def add_panel(request, panels) -> None:
    panels.append(ArchivePanel())
