"""The tab of the form that shows what each institution says."""

from typing import Any

from django.forms import Media
from wagtail.admin.panels import Panel

from observatorio.admin.permissions import may_adopt, may_state
from observatorio.admin.source_rows import source_table
from observatorio.models import Monument


class SourcesPanel(Panel):
    """Adopted values beside what the sources say; each cell leads to the page that adopts it. It changes nothing."""

    @property
    def clean_name(self) -> str:
        return super().clean_name or "sources"

    class BoundPanel(Panel.BoundPanel):
        template_name = "observatorio/admin/sources_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            if not self.instance.pk:
                return context
            # The live row, whatever a draft says: what is adopted is what is published.
            monument = Monument.objects.prefetch_related("source_records__institution").get(pk=self.instance.pk)
            context["monument"] = monument
            context["table"] = source_table(monument, may_adopt=may_adopt(self.request.user, monument))
            context["may_state"] = may_state(self.request.user)
            return context

        @property
        def media(self) -> Media:
            return Media(css={"all": ["observatorio/admin/inventory.css"]})
