"""The menu «Observatorio»: the inventory's lists, and whatever other parts add to it."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from observatorio.admin.monuments import MonumentViewSet
from observatorio.admin.sites import HeritageSiteViewSet, InstitutionViewSet

#: Hook by which another part adds its `MenuItem` (order from 100 on); a viewset adds itself with `menu_hook`.
MENU_HOOK = "register_observatory_menu_item"


class ObservatoryGroup(SnippetViewSetGroup):
    items = (MonumentViewSet, HeritageSiteViewSet, InstitutionViewSet)
    menu_label = _("Observatorio")
    menu_name = "observatorio"
    menu_icon = "site"
    menu_order = 430
    submenu_hook = MENU_HOOK
