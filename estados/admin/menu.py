"""The menu «Estados»: plans, commitments and bodies, and whatever other parts add to it."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from estados.admin.bodies import BodyViewSet
from estados.admin.commitments import CommitmentViewSet
from estados.admin.plans import ActionPlanViewSet

#: Hook by which another part adds its `MenuItem` (order from 100 on); a viewset adds itself with `menu_hook`.
MENU_HOOK = "register_states_menu_item"


class StatesGroup(SnippetViewSetGroup):
    items = (ActionPlanViewSet, CommitmentViewSet, BodyViewSet)
    menu_label = _("Estados")
    menu_name = "estados"
    menu_icon = "globe"
    menu_order = 440
    submenu_hook = MENU_HOOK
