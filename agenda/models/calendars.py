"""A calendar: the agenda of the whole site, or that of one microsite."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from acervo.base.models import BaseRoutablePage


class AgendaPage(BaseRoutablePage):
    """A calendar. The one below the front page shows all public events; one below a microsite, its own."""

    intro = RichTextField(_("introducción"), blank=True)

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage", "observatorio.ObservatoryPage", "estados.StatePage"]
    subpage_types = ["agenda.EventPage"]
    template = "agenda/month.html"
    content_panels = [*BaseRoutablePage.content_panels, FieldPanel("intro")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]
    override_translatable_fields = [
        TranslatableField("title"),
        TranslatableField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("intro"),
    ]

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    @property
    def shows_everything(self) -> bool:
        """Whether it stands below the front page and so gathers the events of every calendar."""
        return self.depth <= 3

    # --- Addresses below its own. Wagtail hands a page the rest with a slash at the end; visitors write none in feeds.
    @path("")
    def now_view(self, request):
        from agenda.views import calendar

        return calendar.now(request, self)

    @path("<int:year>/", name="year")
    def year_view(self, request, year: int):
        from agenda.views import calendar

        return calendar.year(request, self, year)

    @path("<int:year>/<str:month>/", name="month")
    def month_view(self, request, year: int, month: str):
        from agenda.views import calendar

        return calendar.month(request, self, year, month)

    @path("<int:year>/semana/<str:week>/", name="week")
    def week_view(self, request, year: int, week: str):
        from agenda.views import calendar

        return calendar.week(request, self, year, week)

    @path("<int:year>/<str:month>/<str:day>/", name="day")
    def day_view(self, request, year: int, month: str, day: str):
        from agenda.views import calendar

        return calendar.day(request, self, year, month, day)

    @path("calendario.ics/", name="ics")
    def ics_view(self, request):
        from agenda.views import feeds

        return feeds.calendar(request, self)

    @path("rss.xml/", name="rss")
    def rss_view(self, request):
        from agenda.views import feeds

        return feeds.rss(request, self)
