"""The form of a commitment: choices of one's own state, CREAS with their reasons, and who put a value by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from documents.models import Theme

from .enums import OgpValue
from .forms import StateForm
from .models import CREAS, Body
from .services import creas
from .services.progress import stamp

ANSWERS = [("", gettext_lazy("Sin responder")), ("True", gettext_lazy("Sí")), ("False", gettext_lazy("No"))]


def _answer() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=gettext_lazy("¿Se cumple?"),
        choices=ANSWERS,
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
    )


class CommitmentForm(StateForm):
    concrete, achievable, strategic, transforming, sustainable = (_answer() for _criterion in CREAS)
    ogp_values = forms.MultipleChoiceField(
        label=gettext_lazy("Valores de la Alianza para el Gobierno Abierto"),
        choices=OgpValue.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Temas"),
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    supporting = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Instituciones que apoyan"),
        queryset=Body.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    history_reason = forms.CharField(
        label=gettext_lazy("Motivo del cambio"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Por qué cambia el compromiso. Acompaña a cada campo cambiado en el historial."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Theme.objects.filter(locale=Locale.get_default()).order_by("name")
        self.initial.setdefault("history_reason", self.instance.history_reason)
        if self.instance.pk:
            for name in ("plan", "code"):
                self.fields[name].disabled = True
            self.fields["code"].help_text = _("La clave forma la dirección pública y su QR: ya no cambia.")
        plans = self.fields["plan"].queryset
        self.fields["plan"].queryset = plans.order_by("state", "number")

    def clean(self) -> dict[str, Any]:
        """What goes public has its five criteria answered or explained; a draft may wait."""
        cleaned = super().clean() or self.cleaned_data
        if not self.is_deferred_validation:
            for prefix, letter, name in CREAS:
                check = creas.Check(
                    prefix, letter, str(name), cleaned.get(prefix), cleaned.get(f"{prefix}_reason") or ""
                )
                if not check.is_explained:
                    self.add_error(f"{prefix}_reason", creas.refusal(check))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        self.instance.history_reason = self.cleaned_data.get("history_reason", "")
        if {"progress_set", "progress_reason"} & set(self.changed_data):
            stamp(self.instance, by=self.for_user)
