"""The form of a monument: lists one per line, coordinates as people write them, and why something changes."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from observatorio.admin.form_fields import coordinate_field, lines_field
from observatorio.inventory.fields import BY_ATTRIBUTE
from observatorio.models import Institution, Monument

#: What the form asks besides the model's columns; kept with the history of the changes (`acervo.history.tracking`).
NOTE_FIELDS = ("history_source", "history_reason")


class MonumentForm(WagtailAdminModelForm):
    other_names = lines_field(Monument, "other_names")
    current_uses = lines_field(Monument, "current_uses")
    authors = lines_field(Monument, "authors")
    latitude = coordinate_field(Monument, "latitude")
    longitude = coordinate_field(Monument, "longitude")
    institutions = forms.ModelMultipleChoiceField(
        label=Monument._meta.get_field("institutions").verbose_name,
        queryset=Institution.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Monument._meta.get_field("institutions").help_text,
    )
    history_source = forms.CharField(
        label=gettext_lazy("Fuente"), max_length=200, required=False,
        help_text=gettext_lazy("De dónde sale lo que cambia: un oficio, una visita, una ficha. Se guarda en el historial."),
    )  # fmt: skip
    history_reason = forms.CharField(
        label=gettext_lazy("Motivo del cambio"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Por qué cambia. Acompaña a cada campo cambiado cuando se publica."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NOTE_FIELDS:
            if name in self.fields:
                self.initial.setdefault(name, getattr(self.instance, name))
        if self.instance.pk and "code" in self.fields:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = _("La clave forma la dirección pública: ya no cambia.")
        for name, field in self.fields.items():
            field.label = capfirst(field.label) if field.label else field.label
            field.help_text = with_standard(name, field.help_text)

    def _post_clean(self) -> None:
        super()._post_clean()
        for name in NOTE_FIELDS:
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])


def with_standard(name: str, help_text: Any) -> str:
    """The help of a field, which ends with the standard that the field follows, if it does not say so itself."""
    field = BY_ATTRIBUTE.get(name)
    text = str(help_text or "")
    if field is None or not field.standard or str(field.standard).partition(",")[0] in text:
        return text
    standard = _("Norma: {standard}.").format(standard=field.standard)
    return f"{text} {standard}".strip()
