"""Filters of the admin's lists."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from .models import ScanCount, ShortLink


class ShortLinkFilterSet(WagtailFilterSet):
    origin = django_filters.ChoiceFilter(
        label=_("Origen"),
        choices=[("team", _("Hechos por el equipo")), ("site", _("Permanentes, hechos por el sitio"))],
        method="by_origin",
        empty_label=_("Todos"),
    )
    place = django_filters.ChoiceFilter(
        label=_("Destino"),
        choices=[("inside", _("De este sitio")), ("outside", _("Externo"))],
        method="by_place",
        empty_label=_("Todos"),
    )
    ended = django_filters.ChoiceFilter(
        label=_("Vigencia"),
        choices=[("no", _("Vigente")), ("yes", _("Terminado"))],
        method="by_end",
        empty_label=_("Todos"),
    )
    created_at = django_filters.DateFromToRangeFilter(label=_("Creado"), widget=DateRangePickerWidget)

    class Meta:
        model = ShortLink
        fields = ["origin", "place", "ended", "created_at"]

    def by_origin(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(is_canonical=value == "site")

    def by_place(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(external_url="") if value == "inside" else queryset.exclude(external_url="")

    def by_end(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        ended = Q(expires_at__lte=timezone.now())
        return queryset.filter(ended) if value == "yes" else queryset.filter(Q(expires_at=None) | ~ended)


class ScanFilterSet(WagtailFilterSet):
    """Days and grouping of the report; the grouping is done by the view, after all other filters."""

    day = django_filters.DateFromToRangeFilter(label=_("Días"), widget=DateRangePickerWidget)
    code = django_filters.CharFilter(label=_("Código"), field_name="link__code", lookup_expr="iexact")
    group = django_filters.ChoiceFilter(
        label=_("Sumar"),
        choices=[("day", _("Por día")), ("link", _("Por enlace"))],
        method="leave",
        empty_label=_("Por día y enlace"),
    )

    class Meta:
        model = ScanCount
        fields = ["day", "code", "group"]

    def leave(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset
