"""The observatory's places in Wagtail's admin; what each does stands in `observatorio.admin`."""

from wagtail import hooks

from observatorio.admin import log_actions, microsite
from observatorio.admin.contact import ContactMessageViewSet
from observatorio.admin.museums import MuseumViewSet

hooks.register("register_log_actions", log_actions.register)
hooks.register("after_create_page", microsite.add_sections)
hooks.register("register_admin_viewset", lambda: [ContactMessageViewSet(), MuseumViewSet()])
