from wagtail.snippets.views.snippets import SnippetViewSet

from estados.admin.guarded import Guarded, OwnChooserViewSet
from estados.models import ActionPlan


class ActionPlanViewSet(Guarded, SnippetViewSet):
    model = ActionPlan
    chooser_viewset_class = OwnChooserViewSet
