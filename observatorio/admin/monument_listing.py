"""The list of the inventory: its columns, and reading a page of it in a fixed number of queries."""

from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.models import Revision, WorkflowState
from wagtail.snippets.views.snippets import IndexView

from documents.models import ArchiveImage
from observatorio.inventory.fields import attribute_label
from observatorio.models import Condition, Monument, Photo
from observatorio.services.disagreements import unresolved

#: Shape before the word: how much of the square is filled says how bad it is.
CONDITION_SHAPES = {
    Condition.GOOD: "○",
    Condition.FAIR: "◔",
    Condition.POOR: "◑",
    Condition.RUINOUS: "◕",
    Condition.LOST: "✕",
}
THUMBNAIL = "fill-128x96"


class PhotoColumn(Column):
    cell_template_name = "observatorio/admin/cells/photo.html"

    def get_cell_context_data(self, instance: Monument, parent_context: dict[str, Any]) -> dict[str, Any]:
        first = next(iter(instance.photos.all()), None)
        image = first.image if first else None
        return {**super().get_cell_context_data(instance, parent_context), "image": image, "thumbnail": THUMBNAIL}


class ConditionColumn(Column):
    cell_template_name = "observatorio/admin/cells/condition.html"

    def get_cell_context_data(self, instance: Monument, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        shape = CONDITION_SHAPES.get(Condition(instance.condition), "") if instance.condition else ""
        return {**context, "shape": shape, "word": instance.get_condition_display()}


class DisagreementColumn(Column):
    """How many fields have sources in disagreement, with the way to them."""

    cell_template_name = "observatorio/admin/cells/disagreement.html"

    def get_cell_context_data(self, instance: Monument, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        url = reverse("observatorio_admin:sources", args=[instance.pk]) + "?solo=diferencias"
        return {**context, "total": instance.open_total, "url": url}


class StatusColumn(Column):
    """Wagtail's status in words, from what the list has already read: its own asks the database row by row."""

    cell_template_name = "observatorio/admin/cells/status.html"

    def get_cell_context_data(self, instance: Any, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {**super().get_cell_context_data(instance, parent_context), "words": status_words(instance)}


def status_words(monument: Any) -> list[str]:
    """«Publicado», and what else waits. `in_workflow` and `is_scheduled` are annotated by the list."""
    words = [_("Publicado") if monument.live else _("Sin publicar")]
    if monument.expired:
        words.append(_("vencido"))
    if monument.live and monument.has_unpublished_changes:
        words.append(_("con borrador"))
    if monument.in_workflow:
        words.append(_("en revisión"))
    if monument.is_scheduled:
        words.append(_("programado"))
    return words


def columns() -> list[Any]:
    return [
        "name",
        PhotoColumn("photo", label=gettext_lazy("Foto"), accessor="pk"),
        Column("code", label=gettext_lazy("Clave"), sort_key="code"),
        Column("classification", label=gettext_lazy("Clasificación"), accessor="get_classification_display", sort_key="classification"),
        ConditionColumn("condition", label=gettext_lazy("Conservación"), sort_key="condition"),
        Column("municipality", label=gettext_lazy("Municipio"), sort_key="municipality"),
        DisagreementColumn("sources", label=gettext_lazy("Fuentes"), accessor="pk"),
        DateColumn("updated_at", label=gettext_lazy("Modificado"), sort_key="updated_at"),
        StatusColumn("status", label=gettext_lazy("Estado"), accessor="live", sort_key="live"),
    ]  # fmt: skip


class MonumentIndexView(IndexView):
    default_ordering = "code"
    list_display: list[Any] = []

    def get_base_queryset(self) -> QuerySet:
        monuments = super().get_base_queryset().select_related("heritage_site").prefetch_related("institutions")
        if self.is_export:
            return monuments
        images = ArchiveImage.objects.prefetch_renditions(THUMBNAIL)
        photos = Photo.objects.prefetch_related(Prefetch("image", images))
        return with_status(monuments).prefetch_related(Prefetch("photos", photos))

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Put `open_total` on the rows of the page: the disagreements are asked once for all of them."""
        paginator, page, rows, has_others = super().paginate_queryset(queryset, page_size)
        differing = unresolved()
        for monument in rows:
            monument.open_total = len(differing.get(monument.pk, ()))
        return paginator, page, rows, has_others

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        return super().as_spreadsheet(self.prepared(queryset), spreadsheet_format)

    @staticmethod
    def prepared(monuments: QuerySet) -> Iterator[Any]:
        """Rows of the spreadsheet: a monument with `institution_names` and `open_fields`."""
        differing = unresolved()
        for monument in monuments.iterator(chunk_size=1000):
            monument.institution_names = ", ".join(item.abbreviation for item in monument.institutions.all())
            monument.open_fields = ", ".join(str(attribute_label(name)) for name in differing.get(monument.pk, ()))
            yield monument

    def get_list_more_buttons(self, instance: Monument) -> list[Any]:
        return [
            *super().get_list_more_buttons(instance),
            MenuItem(
                _("Fuentes"), reverse("observatorio_admin:sources", args=[instance.pk]), icon_name="list-ul",
                priority=15,
            ),
            MenuItem(
                _("Historial de campos"), reverse("observatorio_admin:field_history", args=[instance.pk]),
                icon_name="history", priority=16,
            ),
        ]  # fmt: skip


def with_status(monuments: QuerySet) -> QuerySet:
    """Annotate `in_workflow` and `is_scheduled`, in the same query."""
    content_type = Monument.get_base_content_type()
    key = Cast(OuterRef("pk"), CharField())
    active = WorkflowState.objects.active().filter(base_content_type=content_type, object_id=key)
    scheduled = Revision.objects.filter(
        base_content_type=content_type, object_id=key, approved_go_live_at__isnull=False
    )
    return monuments.annotate(in_workflow=Exists(active), is_scheduled=Exists(scheduled))
