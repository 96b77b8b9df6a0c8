"""Museums in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from observatorio.models import Museum


class MuseumViewSet(ModelViewSet):
    model = Museum
    icon = "home"
    menu_label = _("Museos")
    menu_hook = "register_observatory_menu_item"
    menu_order = 170
    name = "museums"
    url_prefix = "museos"
    search_backend_name = None
    search_fields = ["name", "municipality", "kind"]
    list_display = ["name", "kind", "municipality", "get_state_display"]
    list_filter = ["state", "municipality", "kind"]
    list_export = ["name", "kind", "state", "municipality", "address", "latitude", "longitude", "opening_hours", "url"]
    export_filename = "museos"
    ordering = "name"
    form_fields = [
        "name", "kind", "state", "municipality", "address", "latitude", "longitude", "opening_hours", "url",
        "source_url", "monument",
    ]  # fmt: skip
