"""The panel that tells editors, while they write, how easily the public will read their text."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class ReadabilityPanel(Panel):
    """Measures the texts of the form it stands in: text areas and rich text, also inside stream blocks. Writes nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Legibilidad"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "readability/panel.html"

        def is_shown(self) -> bool:
            """Only for Spanish: the scale is made for it."""
            locale = getattr(self.instance, "locale", None)
            return locale is None or locale.language_code.split("-")[0] == "es"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "address": reverse("readability")}

        @property
        def media(self) -> forms.Media:
            return forms.Media(js=["readability/panel.js"], css={"all": ["readability/panel.css"]})
