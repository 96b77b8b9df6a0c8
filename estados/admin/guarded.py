"""Choosers that offer only what the person's state gives them; the views themselves: `acervo.base.admin_guard`."""

from typing import Any

from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from acervo.base.admin_guard import Guarded, OwnRows, guarded

__all__ = ["Guarded", "OwnChooseResultsView", "OwnChooseView", "OwnChooserViewSet", "OwnRows", "guarded"]


class _OwnOnly:
    """The chooser offers what the person may change: drafts of other states stay theirs."""

    def get_object_list(self) -> Any:
        policy = policy_registry.get_by_type(self.model_class)  # type: ignore[attr-defined]
        return policy.instances_user_has_permission_for(self.request.user, "change")  # type: ignore[attr-defined]


class OwnChooseView(_OwnOnly, ChooseView):
    pass


class OwnChooseResultsView(_OwnOnly, ChooseResultsView):
    pass


class OwnChooserViewSet(SnippetChooserViewSet):
    choose_view_class = OwnChooseView
    choose_results_view_class = OwnChooseResultsView
