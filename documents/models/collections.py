"""The archive's own pages: its index, and the collections (series) that hold the records."""

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from acervo.base.models import BaseRoutablePage

RECORD_TYPES = [
    "documents.GenericRecordPage",
    "documents.GuidePage",
    "documents.GazetteIssuePage",
    "documents.MinutesPage",
]


class ListingOrder(models.TextChoices):
    """The orders of a listing; the value stands in the address."""

    NEWEST = "recientes", _("Más recientes primero")
    OLDEST = "antiguos", _("Más antiguos primero")
    TITLE = "titulo", _("Por título")


class ListingPage(BaseRoutablePage):
    """A page that lists records, with the same rows as CSV and JSON."""

    intro = RichTextField(_("introducción"), blank=True)
    image = models.ForeignKey(
        "documents.ArchiveImage", verbose_name=_("imagen"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    default_order = models.CharField(
        _("orden"), max_length=12, choices=ListingOrder.choices, default=ListingOrder.NEWEST
    )
    content_panels = [
        *BaseRoutablePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("image"),
        FieldPanel("default_order"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        abstract = True

    def serve(self, request, *args, **kwargs):
        # The mixin answers for its routes without asking BasePage.
        if not self.is_open(request):
            raise Http404(_("Esta página no está publicada."))
        return super().serve(request, *args, **kwargs)

    def records(self):
        """The public records below this page, in its own language."""
        from documents.services.listing import records_below

        return records_below(self)

    @path("")
    def listing_view(self, request):
        from documents.views.listing import listing

        return listing(request, self, self.records())

    @path("registros.<str:form>/", name="export")  # Wagtail adds the slash; visitors write none
    def export_view(self, request, form: str):
        from documents.views.listing import export

        return export(request, self.records(), form, name=self.slug)


class ArchiveIndexPage(ListingPage):
    """The front door of the archive: its collections, its vocabularies, and all of its records."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["documents.CollectionPage", "home.StandardPage"]
    template = "documents/archive_index.html"

    class Meta:
        verbose_name = _("índice del acervo")

    def get_context(self, request, *args, **kwargs):
        from documents.services.listing import collections_below

        return {**super().get_context(request, *args, **kwargs), "collections": collections_below(self)}


class CollectionPage(ListingPage):
    """A series of records with a text and an image of its own."""

    parent_page_types = ["documents.ArchiveIndexPage", "documents.CollectionPage"]
    subpage_types = ["documents.CollectionPage", *RECORD_TYPES]
    template = "documents/collection.html"

    class Meta:
        verbose_name = _("colección")

    @path("<int:year>/", name="year")
    def year_view(self, request, year: int):
        return self._period(request, year, None)

    @path("<int:year>/<int:month>/", name="month")
    def month_view(self, request, year: int, month: int):
        return self._period(request, year, month)

    def _period(self, request, year: int, month: int | None):
        from documents.views.listing import period

        return period(request, self, year, month)

    def get_context(self, request, *args, **kwargs):
        from documents.services.listing import collections_below

        return {**super().get_context(request, *args, **kwargs), "collections": collections_below(self)}
