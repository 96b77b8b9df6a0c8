"""Forms of the page «Fuentes»: adopting a value, and writing down what an institution says."""

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from observatorio.admin.value_fields import WRITABLE, from_json, to_json, value_field
from observatorio.inventory.fields import BY_ATTRIBUTE
from observatorio.models import SourceRecord


class AdoptForm(forms.Form):
    """Why a value is adopted, and from what source; with `free`, also the value itself.

    `expected` carries the adopted value that the person saw, as JSON text.
    """

    source = forms.CharField(
        label=gettext_lazy("Fuente"), max_length=200, required=False,
        help_text=gettext_lazy("De dónde sale el valor. Queda en el historial."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Motivo"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Por qué este valor y no otro. Lo leerá quien revise la ficha después de usted."),
    )  # fmt: skip
    expected = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = ["value", "source", "reason"]

    def __init__(self, *args: Any, attribute: str, adopted: Any, free: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attribute = attribute
        if free:
            self.fields["value"] = value_field(attribute)
            self.initial.setdefault("value", from_json(attribute, adopted))
        self.initial["expected"] = json.dumps(adopted)
        self.order_fields(self.field_order)

    def clean_expected(self) -> Any:
        try:
            return json.loads(self.cleaned_data["expected"] or "null")
        except ValueError as error:
            raise ValidationError(_("Abra otra vez esta página: no se sabe qué valor estaba a la vista.")) from error

    def json_value(self) -> Any:
        return to_json(self.attribute, self.cleaned_data["value"])


class StatementForm(forms.ModelForm):
    """A statement by hand: who says it, when, with what key, and only the fields that it speaks of."""

    class Meta:
        model = SourceRecord
        fields = ["institution", "key", "stated_on", "title", "url"]
        widgets = {"stated_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for attribute in WRITABLE:
            self.fields[_name(attribute)] = value_field(attribute)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.values():
            raise ValidationError(_("Escriba al menos un dato de los que da la fuente."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What was filled in, as JSON by attribute."""
        said = {attribute: to_json(attribute, self.cleaned_data.get(_name(attribute))) for attribute in WRITABLE}
        return {attribute: value for attribute, value in said.items() if value not in ("", None, [])}

    def about(self) -> Iterator[forms.BoundField]:
        """The fields that describe the source."""
        return (self[name] for name in self.Meta.fields)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of the monument under their group's name."""
        groups: dict[str, list[forms.BoundField]] = {}
        for attribute in WRITABLE:
            groups.setdefault(str(BY_ATTRIBUTE[attribute].group), []).append(self[_name(attribute)])
        return list(groups.items())


def _name(attribute: str) -> str:
    return f"say-{attribute}"
