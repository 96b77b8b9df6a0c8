"""The national table in the admin: cuts in time with their rows, figures of the sources, and contradictions.

They belong to no state: who may touch them is told by the model's own permissions (Settings → Groups), which
administrators have.
"""

from typing import Any

import django_filters
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from acervo.base.states import STATES
from estados.admin.menu import MENU_HOOK
from estados.models import Contradiction, Cut, CutRow, Figure

MODELS = (Cut, CutRow, Figure, Contradiction)


def _state_filter(choices: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=_("Entidad"), choices=choices, widget=Select, empty_label=_("Todas"))


class CutRowFilterSet(WagtailFilterSet):
    cut = django_filters.ModelChoiceFilter(label=_("Corte"), queryset=Cut.objects.all(), widget=Select)
    state = _state_filter(STATES[1:])

    class Meta:
        model = CutRow
        fields = ["cut", "state", "group"]


class ContradictionFilterSet(WagtailFilterSet):
    state = _state_filter(STATES[1:])

    class Meta:
        model = Contradiction
        fields = ["state"]


class FigureFilterSet(WagtailFilterSet):
    class Meta:
        model = Figure
        fields = ["scope", "indicator", "date"]


class CutViewSet(ModelViewSet):
    model = Cut
    name = "states_cuts"
    url_prefix = "estados/cortes"
    icon = "calendar-alt"
    menu_label = _("Cortes")
    copy_view_enabled = False
    search_backend_name = None
    ordering = ["-date"]
    list_display = [
        TitleColumn("label", label=_("Corte"), url_name="states_cuts:edit"),
        Column("slug", label=_("Clave"), sort_key="slug"),
        Column("kind", label=_("Certeza"), accessor="get_kind_display"),
        Column("source", label=_("Fuente")),
    ]
    panels = [
        FieldRowPanel([FieldPanel("label"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
        FieldPanel("source"),
        FieldPanel("note"),
    ]


class CutRowIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[CutRow]:
        return super().get_base_queryset().select_related("cut")


class CutRowViewSet(ModelViewSet):
    """One row of one cut, as its source prints it."""

    model = CutRow
    name = "states_cut_rows"
    url_prefix = "estados/renglones"
    icon = "list-ul"
    menu_label = _("Renglones de los cortes")
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None
    search_fields = ["status", "note"]
    index_view_class = CutRowIndexView
    filterset_class = CutRowFilterSet
    ordering = ["-cut__date", "state"]
    list_display = [
        TitleColumn(
            "state", label=_("Entidad"), accessor="get_state_display", sort_key="state", url_name="states_cut_rows:edit"
        ),
        Column("cut", label=_("Corte"), sort_key="cut__date"),
        Column("group", label=_("Grupo"), sort_key="group"),
        Column("status", label=_("Estatus")),
        Column("lines", label=_("Renglones")),
    ]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("cut"), FieldPanel("state")]),
            FieldRowPanel([FieldPanel("group"), FieldPanel("order")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("declaration"), FieldPanel("awareness")]),
                    FieldPanel("awareness_dates", heading=_("fechas de la sensibilización")),
                    FieldRowPanel([FieldPanel("secretariat"), FieldPanel("member")]),
                    FieldRowPanel([FieldPanel("plan"), FieldPanel("plans")]),
                    FieldRowPanel([FieldPanel("light_dot"), FieldPanel("status")]),
                ],
                heading=_("Lo que dice la fuente"),
                help_text=_(
                    "Deje vacío lo que la fuente no trae o no se puede leer; «Sin marca» es una casilla vacía."
                ),
            ),
            FieldPanel("note"),
            FieldPanel("lines"),
        ]
    )


class FigureViewSet(ModelViewSet):
    model = Figure
    name = "states_figures"
    url_prefix = "estados/cifras"
    icon = "form"
    menu_label = _("Cifras de las fuentes")
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None
    search_fields = ["indicator", "category", "note"]
    filterset_class = FigureFilterSet
    list_display = [
        TitleColumn("indicator", label=_("Indicador"), sort_key="indicator", url_name="states_figures:edit"),
        Column("category", label=_("Categoría")),
        Column("value", label=_("Valor"), sort_key="value"),
        Column("unit", label=_("Unidad")),
        Column("date", label=_("Fecha de corte"), sort_key="date"),
        Column("scope", label=_("Ámbito"), sort_key="scope"),
    ]
    panels = [
        FieldRowPanel([FieldPanel("scope"), FieldPanel("indicator")]),
        FieldRowPanel([FieldPanel("category"), FieldPanel("goal")]),
        FieldRowPanel([FieldPanel("value"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
        FieldPanel("source"),
        FieldPanel("note"),
    ]


class ContradictionViewSet(ModelViewSet):
    model = Contradiction
    name = "states_contradictions"
    url_prefix = "estados/contradicciones"
    icon = "warning"
    menu_label = _("Contradicciones")
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None
    search_fields = ["subject", "first", "second"]
    filterset_class = ContradictionFilterSet
    list_display = [
        TitleColumn("subject", label=_("Asunto"), url_name="states_contradictions:edit"),
        Column("state", label=_("Entidad"), accessor="get_state_display", sort_key="state"),
    ]
    panels = [
        FieldPanel("state"),
        FieldPanel("subject"),
        MultiFieldPanel([FieldPanel("first"), FieldPanel("first_source")], heading=_("Una fuente")),
        MultiFieldPanel([FieldPanel("second"), FieldPanel("second_source")], heading=_("La otra fuente")),
        FieldPanel("note"),
    ]


class NationalGroup(ViewSetGroup):
    items = (CutViewSet, CutRowViewSet, FigureViewSet, ContradictionViewSet)
    menu_label = _("Tablero nacional")
    menu_name = "tablero-nacional"
    menu_icon = "globe"
    menu_order = 70
    menu_hook = MENU_HOOK


def permissions() -> QuerySet[Permission]:
    """What a group may be given in the admin."""
    names = [f"{action}_{model._meta.model_name}" for model in MODELS for action in ("add", "change", "delete")]
    return Permission.objects.filter(content_type__app_label="estados", codename__in=names)
