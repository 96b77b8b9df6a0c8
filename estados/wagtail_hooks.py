"""The states' places in Wagtail's admin; what each does stands in `estados.admin`."""

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from acervo.tabular.admin.menu import ImportMenuItem
from estados.admin import action_menu, log_actions, microsite, reporting
from estados.admin.bodies import BodyPolicy
from estados.admin.debt.group import SUBMENU_HOOK as DEBT_HOOK
from estados.admin.debt.group import DebtGroup
from estados.admin.debt.group import import_items as debt_imports
from estados.admin.debt.policies import POLICIES as DEBT_POLICIES
from estados.admin.kept import KeptPolicy
from estados.admin.members import MemberViewSet
from estados.admin.menu import MENU_HOOK, StatesGroup
from estados.admin.milestones import MilestoneViewSet
from estados.admin.national import NationalGroup
from estados.admin.national import permissions as national_permissions
from estados.admin.questions import QuestionPolicy, QuestionViewSet
from estados.admin.steps import StepViewSet
from estados.admin.verdicts import ReadOnlyPolicy, VerdictViewSet
from estados.models import ActionPlan, Body, Commitment, Milestone, Question, SecretariatMember, StepRecord, Verdict
from estados.permissions import StatePolicy

register_permission_policy(ActionPlan, KeptPolicy(ActionPlan))
register_permission_policy(Body, BodyPolicy(Body))
register_permission_policy(Commitment, KeptPolicy(Commitment, path="plan__state"))
register_permission_policy(Milestone, KeptPolicy(Milestone, path="commitment__plan__state"))
register_permission_policy(Verdict, ReadOnlyPolicy(Verdict, path="commitment__plan__state"))
register_permission_policy(SecretariatMember, StatePolicy(SecretariatMember))
register_permission_policy(StepRecord, StatePolicy(StepRecord))
register_permission_policy(Question, QuestionPolicy())
for debt_model, debt_policy in DEBT_POLICIES.items():
    register_permission_policy(debt_model, debt_policy)
register_snippet(StatesGroup)
hooks.register("construct_main_menu", reporting.keep_only_reports)
hooks.register("register_snippet_action_menu_item", action_menu.publish_item)
hooks.register("register_snippet_action_menu_item", action_menu.unpublish_item)
hooks.register("register_log_actions", log_actions.register)
hooks.register("after_create_page", microsite.make_microsite)
# Other parts add their places to the menu «Estados» the same way.
hooks.register(MENU_HOOK, reporting.menu_item)
hooks.register(MENU_HOOK, lambda: ImportMenuItem("commitments", _("Importar compromisos"), order=150))
hooks.register(MENU_HOOK, lambda: ImportMenuItem("milestones", _("Importar hitos"), order=151))
hooks.register("register_admin_viewset", lambda: [MilestoneViewSet(), VerdictViewSet()])
hooks.register("register_admin_viewset", lambda: [StepViewSet(), MemberViewSet()])
hooks.register("register_admin_viewset", QuestionViewSet)

hooks.register("register_admin_viewset", DebtGroup)
hooks.register("register_admin_viewset", NationalGroup)
hooks.register("register_permissions", national_permissions)
for debt_import in debt_imports():
    hooks.register(DEBT_HOOK, debt_import)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("estados/", include("estados.admin.urls"))]
