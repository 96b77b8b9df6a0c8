from wagtail.snippets.views.snippets import SnippetViewSet

from estados.admin.guarded import Guarded, OwnChooserViewSet
from estados.models import Body


class BodyViewSet(Guarded, SnippetViewSet):
    model = Body
    chooser_viewset_class = OwnChooserViewSet
