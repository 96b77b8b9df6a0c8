"""Listings of records: filters, counts, orders and rows; the same number of queries at 10 and at 100,000 records."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import CharField, Count, F, Prefetch, QuerySet, Value
from django.db.models.functions import Cast, ExtractYear
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from acervo.base.publicity import public
from acervo.base.states import STATE_NAMES
from documents.models import ArchiveFile, CollectionPage, ListingOrder, RecordFile, RecordPage, RecordType, Theme
from documents.services.reading import main_file

PER_PAGE = 25
ORDERINGS = {
    # Two issues of a gazette may bear the same date: the number decides.
    ListingOrder.NEWEST: (F("issued_from").desc(nulls_last=True), F("gazetteissuepage__number").desc(nulls_last=True), "title"),
    ListingOrder.OLDEST: (F("issued_from").asc(nulls_last=True), F("gazetteissuepage__number").asc(nulls_last=True), "title"),
    ListingOrder.TITLE: ("title", "pk"),
}  # fmt: skip


def records_below(page: Page) -> QuerySet[RecordPage]:
    """The public records below a page of the tree."""
    return public(RecordPage.objects.descendant_of(page))


def collections_below(page: Page) -> list[CollectionPage]:
    """The public collections directly below `page`, each with `record_count`; two queries."""
    collections = list(public(CollectionPage.objects.child_of(page)).select_related("image", "locale").order_by("path"))
    counts: dict[str, int] = {}
    if collections:
        depth = page.depth + 1
        width = Page.steplen * depth
        for path in records_below(page).order_by().values_list("path", flat=True):
            counts[path[:width]] = counts.get(path[:width], 0) + 1
    for collection in collections:
        collection.record_count = counts.get(collection.path, 0)
    return collections


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with how many records it would leave and the address that takes or leaves it."""

    value: str
    label: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True)
class Filter:
    name: str
    label: Any
    values: list[Choice]


@dataclass
class Listing:
    """What a listing page shows."""

    page: PaginatorPage
    rows: list[dict[str, Any]]
    filters: list[Filter]
    order: str
    orders: list[dict[str, Any]]
    chosen: dict[str, list[str]] = field(default_factory=dict)
    query: str = ""
    years: list[tuple[int, int]] = field(default_factory=list)  # (year, records) of the whole listing, newest first

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def active_count(self) -> int:
        return sum(len(values) for values in self.chosen.values())

    @property
    def active(self) -> list[dict[str, Any]]:
        """The chosen values, each with the address that takes it back."""
        return [
            {"label": f"{item.label}: {choice.label}", "url": choice.url}
            for item in self.filters
            for choice in item.values
            if choice.selected
        ]


#: Parameter of the address → (label, lookup on RecordPage).
FILTERS: dict[str, tuple[Any, str]] = {
    "tipo": (_("Tipo"), "record_type__code"),
    "tema": (_("Tema"), "themes__code"),
    "anio": (_("Año"), "issued_from__year"),
    "entidad": (_("Entidad"), "state"),
}


def chosen_filters(parameters: QueryDict) -> dict[str, list[str]]:
    """The filters that the address asks for; values that cannot be are dropped."""
    chosen = {name: [v for v in parameters.getlist(name) if v][:20] for name in FILTERS}
    chosen["anio"] = [v for v in chosen["anio"] if v.isascii() and v.isdigit() and len(v) == 4]
    return {name: values for name, values in chosen.items() if values}


def filtered(
    records: QuerySet[RecordPage], chosen: dict[str, list[str]], *, leave_out: str = ""
) -> QuerySet[RecordPage]:
    """`records` by every filter but `leave_out`: values of one filter are alternatives, filters add up."""
    for name, values in chosen.items():
        if name != leave_out:
            lookup = FILTERS[name][1]
            if name == "tema":  # a record has several: no join, or it would be listed once for each
                values_of = RecordPage.objects.filter(themes__code__in=values).values("pk")
                records = records.filter(pk__in=values_of)
            else:
                records = records.filter(**{f"{lookup}__in": values})
    return records


def ordered(records: QuerySet[RecordPage], order: str) -> QuerySet[RecordPage]:
    return records.order_by(*ORDERINGS[ListingOrder(order)])


def order_of(parameters: QueryDict, default: str) -> str:
    wanted = parameters.get("orden", "")
    return wanted if wanted in ListingOrder.values else default


def with_rows(records: QuerySet[RecordPage]) -> QuerySet[RecordPage]:
    """What a row shows, in a fixed number of queries."""
    files = RecordFile.objects.select_related("file__current")
    return records.select_related("record_type", "locale").prefetch_related(Prefetch("record_files", queryset=files))


def rows_of(
    records: Iterable[RecordPage], *, request=None, kinds: dict[str, str] | None = None
) -> list[dict[str, Any]]:
    """The rows of `components/record_row.html`, for records read by `with_rows`; two queries more at most.

    `kinds`: names of the types of all these records, where the caller has them; else they are asked for.
    """
    records = list(records)
    files = {item.file_id for record in records for item in record.record_files.all()}
    open_files = set(public(ArchiveFile.objects.filter(pk__in=files)).values_list("pk", flat=True)) if files else set()
    if kinds is None:
        kinds = _labels("tipo", [record.record_type.code for record in records if record.record_type])
    return [_row(record, open_files, kinds, request) for record in records]


def _row(record: RecordPage, open_files: set[int], kinds: dict[str, str], request) -> dict[str, Any]:
    files = [item for item in record.record_files.all() if item.file_id in open_files and item.file.current]
    main = main_file(files)
    thumbnail = ""
    if main and main.file.current.has_images:
        thumbnail = reverse("documents:page_image", args=[main.file_id, main.file.current.number, 1, "s"])
    return {
        "title": record.title,
        "url": record.get_url(request),
        "kind_label": kinds.get(record.record_type.code, "") if record.record_type else "",
        "date_iso": record.issued if len(record.issued) in (4, 7, 10) and "/" not in record.issued else "",
        "date_label": record.issued_display,
        "summary": record.abstract,
        "state": record.state_name,
        "pages_total": sum(item.file.current.page_count for item in files),
        "thumbnail": thumbnail,
    }


def build(
    records: QuerySet[RecordPage], parameters: QueryDict, *, default_order: str = ListingOrder.NEWEST, request=None
) -> Listing:
    """One page of a listing, for the parameters of its address (`tipo`, `tema`, `anio`, `entidad`, `orden`, `page`)."""
    chosen = chosen_filters(parameters)
    order = order_of(parameters, default_order)
    paginator = Paginator(with_rows(ordered(filtered(records, chosen), order)), PER_PAGE)
    page = paginator.get_page(parameters.get("page"))
    counts, years = _counts(records, chosen)
    filters = [_filter(name, counts[name], chosen, parameters) for name in FILTERS]
    # The types of the rows are among those of the filter, which leaves only itself out.
    kinds = {choice.value: choice.label for choice in filters[0].values}
    orders = [
        {"value": value, "label": label, "url": _address(parameters, orden=value), "selected": value == order}
        for value, label in ListingOrder.choices
    ]
    return Listing(
        page=page,
        rows=rows_of(page.object_list, request=request, kinds=kinds),
        filters=filters,
        years=years,
        order=order,
        orders=orders,
        chosen=chosen,
        query=_address(parameters).removeprefix("?"),
    )


def _address(parameters: QueryDict, **changes: str) -> str:
    """The address of the listing with other parameters, back on its first page."""
    changed = parameters.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed[name] = value
    return "?" + changed.urlencode()


def _toggled(parameters: QueryDict, name: str, value: str) -> str:
    changed = parameters.copy()
    changed.pop("page", None)
    values = changed.getlist(name)
    changed.setlist(name, [v for v in values if v != value] if value in values else [*values, value])
    return "?" + changed.urlencode()


_YEARS = "years"  # of all records, whatever is chosen


def _counts(
    records: QuerySet[RecordPage], chosen: dict[str, list[str]]
) -> tuple[dict[str, dict[str, int]], list[tuple[int, int]]]:
    """Filter → value → records, each filter without its own choice, and the years of all records; one query."""
    parts = [
        _count(name, lookup, filtered(records, chosen, leave_out=name)) for name, (_label, lookup) in FILTERS.items()
    ]
    parts.append(_count(_YEARS, FILTERS["anio"][1], records))
    found: dict[str, dict[str, int]] = {name: {} for name in (*FILTERS, _YEARS)}
    for name, value, count in sorted(parts[0].union(*parts[1:], all=True), key=lambda row: (-row[2], row[1] or "")):
        if value:
            found[name][value] = count
    years = sorted(((int(year), count) for year, count in found.pop(_YEARS).items()), reverse=True)
    return found, years


def _count(name: str, lookup: str, records: QuerySet[RecordPage]) -> QuerySet[RecordPage, tuple[str, str | None, int]]:
    values = ExtractYear("issued_from") if lookup == "issued_from__year" else F(lookup)
    rows = records.order_by().annotate(
        of=Value(name, output_field=CharField()), value=Cast(values, CharField(max_length=200))
    )
    return rows.values_list("of", "value").annotate(n=Count("pk", distinct=True))


def _filter(name: str, counts: dict[str, int], chosen: dict[str, list[str]], parameters: QueryDict) -> Filter:
    label = FILTERS[name][0]
    selected = set(chosen.get(name, []))
    # A chosen value that leaves nothing stays visible, or it could not be taken back.
    counts = counts | dict.fromkeys(selected - set(counts), 0)
    labels = _labels(name, list(counts))
    choices = [
        Choice(value, labels.get(value, value), count, value in selected, _toggled(parameters, name, value))
        for value, count in counts.items()
    ]
    if name == "anio":
        choices.sort(key=lambda choice: choice.value, reverse=True)
    return Filter(name, label, choices)


def _labels(name: str, values: list[str]) -> dict[str, str]:
    from django.utils.translation import get_language

    from documents.facets import term_labels

    if name == "entidad":
        return {value: STATE_NAMES.get(value, value) for value in values}
    if name in ("tipo", "tema"):
        model = RecordType if name == "tipo" else Theme
        return term_labels(model)(values, get_language() or "es-mx")
    return {}


#: Columns of every export of records, by their Dublin Core terms; the order is part of the public interface.
EXPORT_COLUMNS = (
    "identifier", "title", "type", "creator", "publisher", "issued", "language", "subject", "state", "municipality",
    "audience", "abstract", "license", "source", "url",
)  # fmt: skip


def export_rows(records: QuerySet[RecordPage], *, base_url: str) -> Iterator[dict[str, Any]]:
    """One flat dictionary a record, streamed in chunks."""
    rows = records.select_related("record_type", "authority", "publisher", "locale")
    for record in rows.prefetch_related("themes", "audiences").iterator(chunk_size=500):
        url = record.get_url() or ""
        yield {
            "identifier": record.identifier,
            "title": record.title,
            "type": str(record.record_type or ""),
            "creator": str(record.authority or ""),
            "publisher": str(record.publisher or ""),
            "issued": record.issued,
            "language": record.language,
            "subject": "; ".join(term.name for term in record.themes.all()),
            "state": record.state_name,
            "municipality": record.municipality,
            "audience": "; ".join(term.name for term in record.audiences.all()),
            "abstract": record.abstract,
            "license": record.licence,
            "source": record.source_url or record.source_note,
            "url": base_url + url if url.startswith("/") else url,
        }
