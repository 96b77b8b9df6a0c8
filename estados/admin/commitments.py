from wagtail.snippets.views.snippets import SnippetViewSet

from estados.admin.guarded import Guarded, OwnChooserViewSet
from estados.models import Commitment


class CommitmentViewSet(Guarded, SnippetViewSet):
    model = Commitment
    chooser_viewset_class = OwnChooserViewSet
