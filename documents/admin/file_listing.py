"""The list of files: Wagtail's own, with what an archivist looks for in it."""

import django_filters
from django.db.models import Count
from django.forms import RadioSelect
from django.template.defaultfilters import filesizeformat
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.documents.views import documents as wagtail_views

from documents.enums import IngestState
from documents.models import ArchiveFile, FileVersion, RecordFile
from documents.sentences import STATE_ICONS


class StateColumn(Column):
    """The state of a file's reading, as an icon and a word."""

    cell_template_name = "documents/admin/cells/state.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        version = self.get_value(instance)
        context["state_icon"] = STATE_ICONS[IngestState(version.state)] if version else "help"
        context["state_name"] = version.get_state_display() if version else _("Sin archivo")
        context["withdrawn"] = bool(version) and version.archive_file.is_withdrawn
        return context


def tagged_word(version: FileVersion | None) -> str:
    """Whether the file carries the structure that assistive technology reads; a dash where that does not apply."""
    if version is None or version.is_tagged is None:
        return "—"
    return str(_("Sí") if version.is_tagged else _("No"))


class FileFilterSet(wagtail_views.DocumentsFilterSet):
    """Each filter is a set of keys, so that it also works together with a search."""

    state = django_filters.ChoiceFilter(
        label=_("Estado de la lectura"), choices=IngestState.choices, method="of_version", field_name="state",
        widget=RadioSelect, empty_label=_("Todos"),
    )  # fmt: skip
    tagged = django_filters.ChoiceFilter(
        label=_("PDF etiquetado (accesible)"), choices=[("1", _("Sí")), ("0", _("No"))], method="by_tagged",
        widget=RadioSelect, empty_label=_("Todos"),
    )  # fmt: skip
    language = django_filters.ChoiceFilter(
        label=_("Idioma"), choices=ArchiveFile._meta.get_field("language").choices, widget=RadioSelect,
        empty_label=_("Todos"),
    )  # fmt: skip
    withdrawn = django_filters.ChoiceFilter(
        label=_("Retirados"), choices=[("1", _("Sí")), ("0", _("No"))], method="by_withdrawn",
        widget=RadioSelect, empty_label=_("Todos"),
    )  # fmt: skip
    used = django_filters.ChoiceFilter(
        label=_("En algún registro"), choices=[("1", _("Sí")), ("0", _("No"))], method="by_used",
        widget=RadioSelect, empty_label=_("Todos"),
    )  # fmt: skip

    def of_version(self, queryset, name, value):
        return queryset.filter(pk__in=ArchiveFile.objects.filter(**{f"current__{name}": value}).values_list("pk"))

    def by_tagged(self, queryset, _name, value):
        return self.of_version(queryset, "is_tagged", value == "1")

    def by_withdrawn(self, queryset, _name, value):
        withdrawn = ArchiveFile.objects.filter(withdrawn_at__isnull=value == "0")
        return queryset.filter(pk__in=withdrawn.values_list("pk"))

    def by_used(self, queryset, _name, value):
        used = ArchiveFile.objects.filter(pk__in=RecordFile.objects.values("file"))
        unused = ArchiveFile.objects.exclude(pk__in=RecordFile.objects.values("file"))
        return queryset.filter(pk__in=(used if value == "1" else unused).values_list("pk"))

    class Meta:
        model = ArchiveFile
        fields: list[str] = []


class FileIndexView(wagtail_views.IndexView):
    """Files with the state of their reading, pages, size, language and versions."""

    filterset_class = FileFilterSet

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("current")

    @cached_property
    def columns(self):
        own = [
            StateColumn("state", label=_("Estado"), accessor="current", sort_key=self._sortable("current__state")),
            Column(
                "pages", label=_("Páginas"), accessor=lambda item: item.current.page_count if item.current else None,
                sort_key=self._sortable("current__page_count"),
            ),
            Column("size", label=_("Tamaño"), accessor=lambda item: filesizeformat(item.file_size or 0),
                   sort_key=self._sortable("file_size")),
            Column("language", label=_("Idioma"), accessor="get_language_display"),
            Column("versions", label=_("Versiones"), accessor="version_total"),
            Column("tagged", label=_("Etiquetado"), accessor=lambda item: tagged_word(item.current)),
        ]  # fmt: skip
        columns = super().columns
        return [*columns[:2], *own, *columns[2:]]

    def _sortable(self, key: str) -> str | None:
        """The search engine of the admin cannot order by these."""
        return None if self.is_searching else key

    def decorate_paginated_queryset(self, object_list):
        files = list(super().decorate_paginated_queryset(object_list))
        rows = FileVersion.objects.filter(archive_file__in=[item.pk for item in files]).order_by()
        totals = dict(rows.values_list("archive_file").annotate(n=Count("pk")))
        for item in files:
            item.version_total = totals.get(item.pk, 0)
            if item.current:
                item.current.archive_file = item
        return files
