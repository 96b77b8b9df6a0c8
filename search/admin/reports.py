"""Reports of what the public searches for: often, in vain, and without opening anything. Sums by day, nobody's trail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import Case, Count, F, IntegerField, Max, QuerySet, Sum, When
from django.db.models.functions import Least
from django.forms import RadioSelect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.permissions import policy_registry

from acervo.base.exports import safe_cell
from search import registry
from search.admin.synonyms import trial_url
from search.models import ClickDay, QueryDay, SynonymGroup, language_choices


class QueryFilterSet(WagtailFilterSet):
    day = django_filters.DateFromToRangeFilter(label=_("Fecha"), field_name="day", widget=DateRangePickerWidget)
    language = django_filters.ChoiceFilter(
        label=_("Idioma del sitio"),
        choices=lambda: language_choices()[1:],
        widget=RadioSelect,
        empty_label=_("Todos"),
    )

    class Meta:
        model = QueryDay
        fields = ["day", "language"]


class QueryColumn(ButtonsColumnMixin, TitleColumn):
    """What was searched for, with what an editor can do about it."""

    def get_link_url(self, instance: dict[str, Any], parent_context: Any) -> str:
        return trial_url(instance["query"])

    def get_buttons(self, instance: dict[str, Any], parent_context: Any) -> list[Button]:
        user, query = parent_context["request"].user, instance["query"]
        wanted = (
            (SynonymGroup, _("Hacer sinónimo"), "search_synonyms:add", "words", "list-ul"),
            (SearchPromotion, _("Promover resultado"), "search_promote", "q", "pick"),
        )
        return [
            Button(
                label,
                url=f"{reverse(name)}?{urlencode({parameter: query})}",
                icon_name=icon,
                classname="button button-small button-secondary",
                priority=priority,
            )
            for priority, (model, label, name, parameter, icon) in enumerate(wanted)
            if policy_registry.get_by_type(model).user_has_permission(user, "add")
        ]


class PercentColumn(NumberColumn):
    def get_value(self, instance: dict[str, Any]) -> str:
        value = super().get_value(instance)
        return "" if value is None else f"{value} %"


class QueryReportView(ReportView):
    """A row for each text and language; the sums of the days that the filter leaves."""

    model = QueryDay
    page_title = _("Búsquedas frecuentes")
    header_icon = "search"
    filterset_class = QueryFilterSet
    is_searchable = True
    search_fields = ["query"]
    search_backend_name = None
    any_permission_required = ["view"]
    index_url_name = "search_report_frequent"
    index_results_url_name = "search_report_frequent_results"
    results_template_name = "search/admin/report_results.html"
    default_ordering = "-times"
    export_filename = "busquedas-frecuentes"
    help_text = _(
        "Cada búsqueda se cuenta una vez, en su primera página de resultados y sin filtros. «Con clic» son las que "
        "llevaron a abrir un resultado; no se cuentan los navegadores sin JavaScript ni los que piden no ser seguidos."
    )
    list_export = ["query", "language", "times", "nothing", "opened", "rate", "place", "days", "last"]
    export_headings = {
        "query": _("Búsqueda"),
        "language": _("Idioma"),
        "times": _("Veces"),
        "nothing": _("Sin resultados"),
        "opened": _("Con clic"),
        "rate": _("Porcentaje con clic"),
        "place": _("Lugar medio del clic"),
        "days": _("Días distintos"),
        "last": _("Última vez"),
    }
    custom_field_preprocess = {"query": {"csv": safe_cell, "xlsx": safe_cell}}

    @cached_property
    def columns(self) -> list[Column]:
        names = self.export_headings
        return [
            QueryColumn("query", label=names["query"], sort_key="query"),
            Column("language", label=names["language"], accessor=_language_name, sort_key="language"),
            NumberColumn("times", label=names["times"], sort_key="times"),
            NumberColumn("nothing", label=names["nothing"], sort_key="nothing"),
            NumberColumn("opened", label=names["opened"], sort_key="opened"),
            PercentColumn("rate", label=names["rate"], sort_key="rate"),
            NumberColumn("days", label=names["days"], sort_key="days"),
            DateOnlyColumn("last", label=names["last"], sort_key="last"),
            OpenedColumn("most_opened", label=_("Lo más abierto")),
        ]

    def get_queryset(self) -> QuerySet[QueryDay]:
        return QueryDay.objects.order_by()

    def filter_queryset(self, queryset: QuerySet[QueryDay]) -> Any:
        kept = super().filter_queryset(queryset)
        self.sums = kept.aggregate(searches=Sum("searches"), empty=Sum("empty"))
        rows = self.search_queryset(kept.exclude(query="")).values("query", "language")
        return self.narrow(with_sums(rows)).order_by(self.ordering, "query", "language")

    def narrow(self, rows: Any) -> Any:
        return rows

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        yield "\ufeff".encode()  # so that Excel reads its accents
        yield from super().stream_csv(queryset)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not self.is_export:
            context["object_list"] = rows = with_most_opened(context["object_list"])
            context["table"] = self.get_table(rows)
        return context | {
            "searches": self.sums["searches"] or 0,
            "empty_searches": self.sums["empty"] or 0,
            "help_text": self.help_text,
        }


class EmptyReportView(QueryReportView):
    page_title = _("Búsquedas sin resultados")
    header_icon = "warning"
    index_url_name = "search_report_empty"
    index_results_url_name = "search_report_empty_results"
    default_ordering = "-nothing"
    export_filename = "busquedas-sin-resultados"
    help_text = _(
        "Lo que el público pidió y no encontró. Si el acervo lo tiene con otro nombre, haga un sinónimo; si es un error "
        "frecuente, promueva el resultado correcto."
    )

    def narrow(self, rows: Any) -> Any:
        return rows.filter(nothing__gt=0)


class UnopenedReportView(QueryReportView):
    page_title = _("Búsquedas sin clics")
    header_icon = "view"
    index_url_name = "search_report_unopened"
    index_results_url_name = "search_report_unopened_results"
    export_filename = "busquedas-sin-clics"
    help_text = _(
        "Búsquedas que sí encontraron algo, pero nadie abrió un resultado. Puede que lo que se busca esté muy abajo: "
        "promueva el resultado correcto."
    )

    def narrow(self, rows: Any) -> Any:
        return rows.filter(times__gt=F("nothing"), opened=0)


class DateOnlyColumn(DateColumn):
    """A day; Wagtail's own column tells how long ago a moment was."""

    cell_template_name = "search/admin/day_cell.html"


class OpenedColumn(Column):
    """The record that people open most from these results, with its link, while it is public."""

    cell_template_name = "search/admin/opened_cell.html"


def with_most_opened(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add `most_opened` (a `registry.Entry`, or None): one query, and those of each source that has a record here."""
    rows = list(rows)
    counted = (
        ClickDay.objects.filter(query__in={row["query"] for row in rows})
        .order_by()
        .values_list("query", "language", "record")
        .annotate(n=Sum("clicks"))
        .order_by("n", "record")
    )
    best = {(query, language): record for query, language, record, _n in counted}
    wanted: dict[str, set[int]] = defaultdict(set)
    for record in best.values():
        name, _colon, pk = record.rpartition(":")
        wanted[name].add(int(pk))
    known = {source.name: source for source in registry.sources()}
    entries = {
        entry.id: entry for name, pks in wanted.items() if name in known for entry in known[name].entries(sorted(pks))
    }
    for row in rows:
        row["most_opened"] = entries.get(best.get((row["query"], row["language"]), ""))
    return rows


def with_sums(rows: Any) -> Any:
    """Add up days. A click is of one search at most, so more clicks than searches are somebody's game."""
    found = F("times") - F("nothing")
    return rows.annotate(
        times=Sum("searches"),
        nothing=Sum("empty"),
        pressed=Sum("clicks"),
        reached=Sum("positions"),
        days=Count("day", distinct=True),
        last=Max("day"),
    ).annotate(
        opened=Least("pressed", found, output_field=IntegerField()),
        rate=Case(
            When(times__gt=F("nothing"), then=Least("pressed", found) * 100 / found), output_field=IntegerField()
        ),
        place=Case(When(pressed__gt=0, then=F("reached") / F("pressed")), output_field=IntegerField()),
    )


def _language_name(row: dict[str, Any]) -> Any:
    code = row["language"]
    return dict(language_choices()[1:]).get(code, code)


VIEWS: Iterable[tuple[str, type[QueryReportView]]] = (
    ("frecuentes", QueryReportView),
    ("sin-resultados", EmptyReportView),
    ("sin-clics", UnopenedReportView),
)
