"""The inventory in the admin: list, form, history, workflow; each part stands in its own module."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, HistoryView, SnippetViewSet

from observatorio.admin.monument_export import EXPORT, HEADINGS
from observatorio.admin.monument_filters import MonumentFilterSet
from observatorio.admin.monument_listing import MonumentIndexView, columns
from observatorio.admin.monument_panels import edit_handler
from observatorio.models import Monument


def record_buttons(monument: Monument) -> list[Button]:
    """The doors from a monument to its sources and to the history of its fields."""
    return [
        Button(
            _("Fuentes"), url=reverse("observatorio_admin:sources", args=[monument.pk]), icon_name="list-ul", priority=5
        ),
        Button(
            _("Historial de campos"), url=reverse("observatorio_admin:field_history", args=[monument.pk]),
            icon_name="history", priority=6,
        ),
    ]  # fmt: skip


class MonumentEditView(EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *record_buttons(self.object)]


class MonumentHistoryView(HistoryView):
    """Wagtail's own history of drafts and publications, with a door to the history of fields."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *record_buttons(self.object)]


class MonumentViewSet(SnippetViewSet):
    model = Monument
    icon = "home"
    menu_label = gettext_lazy("Inmuebles")
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = MonumentIndexView
    edit_view_class = MonumentEditView
    history_view_class = MonumentHistoryView
    filterset_class = MonumentFilterSet
    list_display = columns()
    list_export = EXPORT
    export_headings = HEADINGS
    export_filename = "inmuebles"
    edit_handler = edit_handler()

    index_template_name = "observatorio/admin/monument_index.html"
