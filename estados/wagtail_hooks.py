"""The states' places in Wagtail's admin; what each does stands in `estados.admin`."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from estados.admin.menu import StatesGroup
from estados.models import ActionPlan, Body, Commitment, Milestone, Verdict
from estados.permissions import StatePolicy

register_permission_policy(ActionPlan, StatePolicy(ActionPlan))
register_permission_policy(Body, StatePolicy(Body))
register_permission_policy(Commitment, StatePolicy(Commitment, path="plan__state"))
register_permission_policy(Milestone, StatePolicy(Milestone, path="commitment__plan__state"))
register_permission_policy(Verdict, StatePolicy(Verdict, path="commitment__plan__state"))
register_snippet(StatesGroup)
# Other parts add their places to the menu «Estados» with the hook `estados.admin.menu.MENU_HOOK`.
