"""All records in one list, whatever their collection, with the columns and filters of an archive."""

import django_filters
from django.forms import RadioSelect, Select
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, LocaleColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Locale

from acervo.base.states import STATES
from documents.enums import IngestState
from documents.models import Authority, CollectionPage, MinutesPage, RecordFile, RecordPage, RecordType, Theme

CONDITIONS = [
    ("withdrawn", _("Retirado")),
    ("embargoed", _("Embargado")),
    ("without_files", _("Sin archivos")),
    ("unread_files", _("Con archivos rechazados o en espera")),
]


def _terms(model):
    return lambda _request: model.objects.filter(locale=Locale.get_default()).order_by("name")


class RecordFilterSet(WagtailFilterSet):
    """Each filter is a set of keys, so that it also works together with a search."""

    record_type = django_filters.ModelChoiceFilter(
        label=_("Tipo"), queryset=_terms(RecordType), method="by_relation", widget=Select, empty_label=_("Todos")
    )
    authority = django_filters.ModelChoiceFilter(
        label=_("Autoridad"), queryset=_terms(Authority), method="by_relation", widget=Select, empty_label=_("Todas")
    )
    themes = django_filters.ModelChoiceFilter(
        label=_("Tema"), queryset=_terms(Theme), method="by_relation", widget=Select, empty_label=_("Todos")
    )
    collection = django_filters.ModelChoiceFilter(
        label=_("Colección"), queryset=lambda _request: CollectionPage.objects.order_by("title"),
        method="by_collection", widget=Select, empty_label=_("Todas"),
    )  # fmt: skip
    state = django_filters.ChoiceFilter(
        label=_("Entidad"), choices=STATES, method="by_relation", widget=Select, empty_label=_("Todas")
    )
    condition = django_filters.ChoiceFilter(
        label=_("Situación"), choices=CONDITIONS, method="by_condition", widget=RadioSelect, empty_label=_("Todas")
    )

    def by_relation(self, queryset, name, value):
        return queryset.filter(pk__in=RecordPage.objects.filter(**{name: value}).values_list("pk"))

    def by_collection(self, queryset, _name, value):
        return queryset.filter(pk__in=RecordPage.objects.descendant_of(value).values_list("pk"))

    def by_condition(self, queryset, _name, value):
        records = RecordPage.objects.all()
        match value:
            case "withdrawn":
                records = records.filter(withdrawn_at__isnull=False)
            case "embargoed":
                records = records.filter(embargo_until__gt=timezone.now())
            case "without_files":
                records = records.exclude(pk__in=RecordFile.objects.values("page"))
            case _unread:
                troubled = RecordFile.objects.exclude(file__current__state=IngestState.READY)
                records = records.filter(pk__in=troubled.values("page"))
        return queryset.filter(pk__in=records.values_list("pk"))

    class Meta:
        model = RecordPage
        fields: list[str] = []


class RecordIndexView(IndexView):
    """Records as the archive sees them: type, authority, date, identifier."""

    default_ordering = "-latest_revision_created_at"

    def get_base_queryset(self):
        # Specific pages, because Wagtail's own buttons ask for them row by row otherwise.
        pages = RecordPage.objects.filter(
            pk__in=self.permission_policy.explorable_instances(self.request.user).values_list("pk", flat=True)
        )
        pages = pages.prefetch_related("record_type", "authority", "content_type", "sites_rooted_here", "locale")
        pages = pages.defer_streamfields().specific()
        pages = pages.prefetch_workflow_states().annotate_has_untranslated_locale()
        return pages.annotate_site_root_state().annotate_approved_schedule()


class WithdrawnColumn(PageStatusColumn):
    cell_template_name = "documents/admin/cells/page_status.html"


class RecordListing(PageListingViewSet):
    model = RecordPage
    index_view_class = RecordIndexView
    name = "registros"
    url_prefix = "registros"
    icon = "folder-open-inverse"
    menu_label = _("Registros")
    menu_order = 410
    add_to_admin_menu = True
    filterset_class = RecordFilterSet
    export_filename = "registros"
    list_export = ["title", "identifier", "record_type", "authority", "issued", "live", "locale.language_code"]
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Título"), sort_key="title", classname="title"),
        Column("record_type", label=_("Tipo"), sort_key="record_type__name"),
        Column("authority", label=_("Autoridad"), sort_key="authority__name"),
        Column("issued", label=_("Fecha"), accessor="issued_display", sort_key="issued_from"),
        Column("identifier", label=_("Identificador"), sort_key="identifier"),
        ParentPageColumn("parent", label=_("Colección")),
        LocaleColumn(),
        DateColumn("latest_revision_created_at", label=_("Modificado"), sort_key="latest_revision_created_at"),
        WithdrawnColumn("status", label=_("Estado"), sort_key="live"),
    ]

    def get_common_view_kwargs(self, **kwargs):
        # A record is made of one of its types, in a collection: there is no “new record” here.
        return super().get_common_view_kwargs(**{"add_url_name": None, **kwargs})


class MinutesListing(PageListingViewSet):
    """Not in the menu: it gives “new minutes” its address, which asks for the collection when there are several."""

    model = MinutesPage
    name = "actas"
    url_prefix = "actas"
    icon = "clipboard-list"
    menu_label = _("Actas")
    choose_parent_view_class = ChooseParentView
