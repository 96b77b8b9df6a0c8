"""Wagtail's promoted results, begun from a report: the words that people typed are already in the form."""

from __future__ import annotations

from typing import Any

from wagtail.contrib.search_promotions.views.settings import CreateView


class PromoteView(CreateView):
    """Only shows the form; it is sent to Wagtail's own view."""

    http_method_names = ["get", "head"]

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "query_string": self.request.GET.get("q", "")[:255]}
