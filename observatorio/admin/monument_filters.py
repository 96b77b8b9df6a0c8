"""Filters of the inventory's list. Each is a set of keys, so that it also works together with a search."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import RadioSelect, Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from acervo.base.states import STATES
from observatorio.models import (
    Classification,
    Condition,
    HeritageSite,
    Institution,
    Monument,
    Protection,
    ProtectionKind,
    UseCategory,
)
from observatorio.services.disagreements import unresolved

YES_NO = [("1", _("Sí")), ("0", _("No"))]
#: What asks for somebody's work.
ATTENTION = [
    ("disagreement", _("Con fuentes en desacuerdo")),
    ("no_coordinates", _("Sin coordenadas")),
    ("no_photo", _("Sin fotografía")),
    ("no_condition", _("Sin estado de conservación")),
]


def _municipalities(_request: Any = None) -> list[tuple[str, str]]:
    names = Monument.objects.order_by("municipality").values_list("municipality", flat=True).distinct()
    return [(name, name) for name in names]


class MonumentFilterSet(WagtailFilterSet):
    classification = django_filters.MultipleChoiceFilter(
        label=_("Clasificación"), choices=Classification.choices, method="by_any"
    )
    use_category = django_filters.MultipleChoiceFilter(
        label=_("Clase de uso"), choices=UseCategory.choices, method="by_any"
    )
    condition = django_filters.MultipleChoiceFilter(
        label=_("Estado de conservación"), choices=Condition.choices, method="by_any"
    )
    state = django_filters.ChoiceFilter(
        label=_("Entidad"), choices=STATES[1:], method="by_value", widget=Select, empty_label=_("Todas")
    )
    municipality = django_filters.ChoiceFilter(
        label=_("Municipio"), choices=_municipalities, method="by_value", widget=Select, empty_label=_("Todos")
    )
    heritage_site = django_filters.ModelChoiceFilter(
        label=_("Sitio del Patrimonio Mundial"), queryset=HeritageSite.objects.all(), method="by_value",
        widget=Select, empty_label=_("Todos"),
    )  # fmt: skip
    protection = django_filters.MultipleChoiceFilter(
        label=_("Protección"), choices=ProtectionKind.choices, method="by_protection"
    )
    institution = django_filters.ModelChoiceFilter(
        label=_("Instancia"), queryset=Institution.objects.all(), method="by_institution", widget=Select,
        empty_label=_("Todas"),
    )  # fmt: skip
    live = django_filters.ChoiceFilter(
        label=_("Publicación"), choices=[("1", _("Publicado")), ("draft", _("Publicado, con borrador")), ("0", _("Sin publicar"))],
        method="by_live", widget=RadioSelect, empty_label=_("Todos"),
    )  # fmt: skip
    attention = django_filters.ChoiceFilter(
        label=_("Por atender"), choices=ATTENTION, method="by_attention", widget=RadioSelect, empty_label=_("Todos")
    )

    class Meta:
        model = Monument
        fields: list[str] = []

    def by_any(self, queryset: QuerySet, name: str, values: list[str]) -> QuerySet:
        return self._keep(queryset, **{f"{name}__in": values}) if values else queryset

    def by_value(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        return self._keep(queryset, **{name: value})

    def by_protection(self, queryset: QuerySet, _name: str, values: list[str]) -> QuerySet:
        if not values:
            return queryset
        return self._keep(queryset, pk__in=Protection.objects.filter(kind__in=values).values("monument"))

    def by_institution(self, queryset: QuerySet, _name: str, value: Institution) -> QuerySet:
        return self._keep(queryset, institutions=value)

    def by_live(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        if value == "draft":
            return self._keep(queryset, live=True, has_unpublished_changes=True)
        return self._keep(queryset, live=value == "1")

    def by_attention(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        match value:
            case "disagreement":
                return self._keep(queryset, pk__in=list(unresolved()))
            case "no_coordinates":
                return self._keep(queryset, latitude=None)
            case "no_photo":
                return self._keep(queryset, photos=None)
            case _:
                return self._keep(queryset, condition="")

    def _keep(self, queryset: QuerySet, **lookups: Any) -> QuerySet:
        return queryset.filter(pk__in=Monument.objects.filter(**lookups).order_by().values("pk"))
