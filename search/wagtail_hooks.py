"""Search in the admin: editors keep synonyms, and see what people looked for in vain."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from search.models import EmptySearch, SynonymGroup


class SynonymViewSet(ModelViewSet):
    model = SynonymGroup
    name = "search_synonyms"
    icon = "list-ul"
    menu_label = _("Sinónimos")
    panels = [FieldPanel("words")]
    list_display = ["words"]
    search_fields = ["words"]


class EmptySearchViewSet(ModelViewSet):
    model = EmptySearch
    name = "search_empty"
    icon = "search"
    menu_label = _("Búsquedas sin resultados")
    list_display = ["query", "day", "times"]
    list_filter = ["day"]
    search_fields = ["query"]
    form_fields = ["query"]
    inspect_view_enabled = False


class SearchGroup(ViewSetGroup):
    menu_label = _("Búsqueda")
    menu_icon = "search"
    menu_order = 850
    items = (SynonymViewSet, EmptySearchViewSet)


@hooks.register("register_admin_viewset")
def viewsets() -> SearchGroup:
    return SearchGroup()
