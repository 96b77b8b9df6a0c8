"""Short links in Wagtail's admin."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page

from .codes import normalise
from .filters import ShortLinkFilterSet
from .forms import ShortLinkForm
from .models import ScanCount, ShortLink


def with_scans(links: QuerySet[ShortLink]) -> QuerySet[ShortLink]:
    """Annotate each link with `scans_total`."""
    totals = ScanCount.objects.filter(link=OuterRef("pk")).order_by().values("link").annotate(n=Sum("count"))
    return links.annotate(scans_total=Coalesce(Subquery(totals.values("n"), output_field=IntegerField()), 0))


class LinkIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[ShortLink]:
        return with_scans(super().get_base_queryset()).prefetch_related("target")

    def search_queryset(self, queryset: QuerySet[ShortLink]) -> QuerySet[ShortLink]:
        """By code, title, outside address or title of the page."""
        if not self.is_searching:
            return queryset
        words = self.search_query
        pages = Page.objects.filter(title__icontains=words).values("pk")
        return queryset.filter(
            Q(code__contains=normalise(words))
            | Q(label__icontains=words)
            | Q(external_url__icontains=words)
            | Q(target_type__app_label="wagtailcore", target_type__model="page", target_id__in=pages)
        )

    def get_delete_url(self, instance: ShortLink) -> str | None:
        return None if instance.is_canonical else super().get_delete_url(instance)


class LinkCreateView(generic.CreateView):
    def get_success_url(self) -> str:
        # To the QR: that is what the link was made for.
        return reverse("shortlink:inspect", args=[self.object.pk])


class LinkEditView(generic.EditView):
    @property
    def can_delete(self) -> bool:
        return not self.object.is_canonical and super().can_delete


class LinkDeleteView(generic.DeleteView):
    """A permanent link may be in print: it cannot be deleted, it can only say that its target is gone."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if self.object.is_canonical:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class LinkInspectView(generic.InspectView):
    labels = {"destination_text": _("Lleva a"), "state_text": _("Estado")}

    def get_field_label(self, field_name: str, field: Any) -> Any:
        return self.labels.get(field_name) or super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = getattr(self.object, field_name)
        if isinstance(value, datetime):
            return date_format(localtime(value), "DATETIME_FORMAT")
        return "—" if value in (None, "") else value

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = self.object.scans.order_by("-day")[:31]
        total = self.object.scans.aggregate(n=Coalesce(Sum("count"), 0))["n"]
        return super().get_context_data(link=self.object, days=days, total=total, **kwargs)

    def get_delete_url(self) -> str | None:
        return None if self.object.is_canonical else super().get_delete_url()


class ShortLinkViewSet(ModelViewSet):
    model = ShortLink
    name = "shortlink"
    url_prefix = "enlaces-cortos"
    icon = "link"
    menu_label = _("Enlaces cortos")
    menu_order = 450
    add_to_admin_menu = True
    # Every record and page has a link: counting those as uses would bury the real ones.
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["destination_text", "state_text", "label", "expires_at", "created_by", "created_at"]
    inspect_template_name = "links/admin/inspect.html"
    index_view_class = LinkIndexView
    add_view_class = LinkCreateView
    edit_view_class = LinkEditView
    delete_view_class = LinkDeleteView
    inspect_view_class = LinkInspectView
    filterset_class = ShortLinkFilterSet
    search_fields = ["code", "label", "external_url"]
    search_backend_name = None
    ordering = ["-created_at", "-pk"]
    list_display = [
        "code",
        Column("destination_text", label=_("Lleva a")),
        Column("label", label=_("Título")),
        NumberColumn("scans_total", label=_("Escaneos"), sort_key="scans_total"),
        StatusTagColumn("state_text", label=_("Estado")),
        DateColumn("created_at", label=_("Creado"), sort_key="created_at"),
    ]
    list_export = [
        "code",
        "absolute_url",
        "destination_text",
        "label",
        "state_text",
        "expires_at",
        "scans_total",
        "created_at",
    ]
    export_headings = {
        "code": _("Código"),
        "absolute_url": _("Enlace"),
        "destination_text": _("Lleva a"),
        "label": _("Título"),
        "state_text": _("Estado"),
        "expires_at": _("Termina"),
        "scans_total": _("Escaneos"),
        "created_at": _("Creado"),
    }
    export_filename = "enlaces-cortos"

    def get_form_class(self, for_update: bool = False) -> type[ShortLinkForm]:
        return ShortLinkForm
