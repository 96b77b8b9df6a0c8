"""The report “Estado de los archivos”: which files were read, which wait, which were refused and why."""

from typing import Any

import django_filters
from django.db.models import Count, Prefetch, QuerySet
from django.forms import RadioSelect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from documents.admin.file_listing import StateColumn, tagged_word
from documents.enums import IngestState
from documents.models import ArchiveFile, RecordFile
from documents.sentences import refusal_sentence, warning_sentences

#: The ways of looking at the archive that ask for somebody's work; value of the filter → label.
SITUATIONS = [
    (IngestState.REFUSED.value, _("Rechazados")),
    (IngestState.WAITING_OCR.value, _("En espera de OCR")),
    (IngestState.PENDING.value, _("En espera de lectura")),
    (IngestState.RUNNING.value, _("Leyéndose")),
    (IngestState.READY.value, _("Listos")),
    ("untagged", _("PDF sin etiquetar")),
    ("unused", _("En ningún registro")),
    ("withdrawn", _("Retirados")),
]


def in_situation(files: QuerySet[ArchiveFile], situation: str) -> QuerySet[ArchiveFile]:
    """Narrow `files` to one of SITUATIONS."""
    match situation:
        case "untagged":
            return files.filter(current__is_tagged=False)
        case "unused":
            return files.exclude(pk__in=RecordFile.objects.values("file"))
        case "withdrawn":
            return files.filter(withdrawn_at__isnull=False)
        case state:
            return files.filter(current__state=state)


def files_of(user) -> QuerySet[ArchiveFile]:
    """The files that this user may see in the admin."""
    policy = policy_registry.get_by_type(ArchiveFile)
    return policy.instances_user_has_any_permission_for(user, ["add", "change", "delete"])


class FileReportFilterSet(WagtailFilterSet):
    situation = django_filters.ChoiceFilter(
        label=_("Situación"), choices=SITUATIONS, method="by_situation", widget=RadioSelect, empty_label=_("Todos")
    )

    def by_situation(self, queryset, _name, value):
        return in_situation(queryset, value)

    class Meta:
        model = ArchiveFile
        fields: list[str] = []


class RecordsColumn(Column):
    """Links to the records that have the file."""

    cell_template_name = "documents/admin/cells/records.html"


class FileReportView(ReportView):
    """One row a file: its state, why, and the records that wait for it; the same rows as CSV or XLSX."""

    page_title = _("Estado de los archivos")
    header_icon = "doc-full-inverse"
    model = ArchiveFile
    filterset_class = FileReportFilterSet
    index_url_name = "acervo_admin:file_report"
    index_results_url_name = "acervo_admin:file_report_results"
    any_permission_required = ["add", "change", "delete"]
    results_template_name = "documents/admin/file_report_results.html"
    default_ordering = "-created_at"
    is_searchable = False
    export_filename = "estado-de-los-archivos"
    list_export = [
        "title",
        "state",
        "problem",
        "pages",
        "tagged",
        "size",
        "versions_total",
        "records",
        "address",
        "sha256",
    ]
    export_headings = {
        "title": _("Archivo"),
        "state": _("Estado"),
        "problem": _("Motivo y avisos"),
        "pages": _("Páginas"),
        "tagged": _("Etiquetado"),
        "size": _("Tamaño en bytes"),
        "versions_total": _("Versiones"),
        "records": _("Registros"),
        "address": _("Dirección"),
        "sha256": _("SHA-256"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Archivo"), sort_key="title", get_url=self.get_edit_url),
            StateColumn("state", label=_("Estado"), accessor="current", sort_key="current__state"),
            Column("problem", label=_("Motivo y avisos"), accessor="problem"),
            NumberColumn("pages", label=_("Páginas"), accessor="pages", sort_key="current__page_count"),
            Column("tagged", label=_("Etiquetado"), accessor="tagged"),
            RecordsColumn("records", label=_("Registros"), accessor="record_uses"),
            DateColumn("created_at", label=_("Subido"), sort_key="created_at"),
        ]

    def get_edit_url(self, archive_file: ArchiveFile) -> str | None:
        # Whoever may only add files does not get a link that would be refused.
        policy = self.permission_policy
        if policy.user_has_permission_for_instance(self.request.user, "change", archive_file):
            return reverse("wagtaildocs:edit", args=[archive_file.pk])
        return None

    def get_base_queryset(self) -> QuerySet[ArchiveFile]:
        attached = RecordFile.objects.select_related("page").order_by("page__title")
        return (
            files_of(self.request.user)
            .select_related("current", "collection")
            .prefetch_related(Prefetch("record_files", queryset=attached))
            .annotate(versions_total=Count("versions", distinct=True))
        )

    def decorate_paginated_queryset(self, object_list: Any) -> list[ArchiveFile]:
        """Put the words of a row on each file."""
        files = list(object_list)
        for item in files:
            version = item.current
            if version:
                version.archive_file = item
            item.state = str(version.get_state_display()) if version else ""
            item.problem = " ".join([refusal_sentence(version), *warning_sentences(version)]).strip() if version else ""
            item.pages = version.page_count if version else 0
            item.tagged = tagged_word(version)
            item.size = version.size if version else 0
            item.sha256 = version.sha256 if version else ""
            item.address = item.get_absolute_url()
            pages = {row.page_id: row.page for row in item.record_files.all()}.values()
            item.record_uses = [
                {"title": page.title, "url": reverse("wagtailadmin_pages:edit", args=[page.pk])} for page in pages
            ]
            item.records = "; ".join(page.title for page in pages)
        return files

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not self.is_export:
            rows = self.decorate_paginated_queryset(context["object_list"])
            context["object_list"] = rows
            context["table"] = self.get_table(rows)
        return context
