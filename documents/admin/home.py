"""What an editor sees first: files that ask for somebody, and the doors to the usual work."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from documents.admin.reports import files_of
from documents.enums import IngestState
from documents.models import ArchiveFile, CollectionPage, MinutesPage
from documents.sentences import STATE_ICONS

ATTENTION = (IngestState.REFUSED, IngestState.WAITING_OCR, IngestState.PENDING)


class ArchivePanel(Component):
    """The archive at a glance; each number leads to its files, each door only to whom it opens for."""

    name = "acervo"
    order = 50
    template_name = "documents/admin/home_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"states": self._states(user), "doors": self._doors(user)}

    def _states(self, user) -> list[dict[str, Any]]:
        policy = policy_registry.get_by_type(ArchiveFile)
        if not policy.user_has_any_permission(user, ["add", "change", "delete"]):
            return []
        rows = files_of(user).order_by().values_list("current__state").annotate(n=Count("pk", distinct=True))
        totals = dict(rows)
        report = reverse("acervo_admin:file_report")
        return [
            {
                "icon": STATE_ICONS[state],
                "label": state.label,
                "total": totals[state],
                "url": f"{report}?situation={state.value}",
            }
            for state in ATTENTION
            if totals.get(state)
        ]

    def _doors(self, user) -> list[dict[str, str]]:
        doors = []
        if self._may_add_records(user):
            doors.append({"label": _("Nueva acta"), "icon": "clipboard-list", "url": reverse("actas:choose_parent")})
        if policy_registry.get_by_type(ArchiveFile).user_has_permission(user, "add"):
            doors.append({"label": _("Subir archivos"), "icon": "upload", "url": reverse("wagtaildocs:add_multiple")})
        if policy_registry.get_by_type(Page).explorable_instances(user).exists():
            doors.append(
                {"label": _("Todos los registros"), "icon": "folder-open-inverse", "url": reverse("registros:index")}
            )
        return doors

    def _may_add_records(self, user) -> bool:
        collections = CollectionPage.objects.all()
        if user.is_superuser:
            return collections.exists() and MinutesPage.is_creatable
        return any(page.permissions_for_user(user).can_add_subpage() for page in collections)
