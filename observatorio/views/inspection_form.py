"""The form of an inspection, for the phone and for the office."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from observatorio.models import Access, Condition, Inspection, Occupancy, RiskLevel, Threat
from observatorio.services import photos


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several images at once; its value is a list of clean files."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[photos.CleanFile]:
        uploads = [item for item in (data if isinstance(data, list | tuple) else [data]) if item]
        if len(uploads) > photos.MAX_PHOTOS:
            return photos.check_all(uploads)
        return photos.check_all([super(PhotosField, self).clean(item, initial) for item in uploads])


def _cards(choices: type[models.Choices]) -> dict[str, Any]:
    # `.choices` of the model fields starts with an empty one, which a group of radio buttons has no use for.
    return {"choices": choices.choices, "widget": forms.RadioSelect}


class InspectionForm(forms.ModelForm):
    """The fields of a visit; `photos` go apart. The monument and the token are the view's."""

    access = forms.ChoiceField(label=_("Acceso"), **_cards(Access))
    occupancy = forms.ChoiceField(label=_("Ocupación"), **_cards(Occupancy))
    condition = forms.ChoiceField(label=_("Estado de conservación"), **_cards(Condition))
    risk = forms.ChoiceField(label=_("Riesgo"), **_cards(RiskLevel))
    threats = forms.MultipleChoiceField(
        label=_("Amenazas"), choices=Threat.choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Marque todas las que vea."),
    )  # fmt: skip
    photos = PhotosField(
        label=_("Fotografías"), required=False,
        widget=SeveralFilesInput(attrs={"accept": photos.ACCEPTED, "multiple": True}),
        help_text=_("Hasta 12. No se publican: son para el expediente."),
    )  # fmt: skip
    token = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Inspection
        fields = [
            "date", "inspector", "access", "occupancy", "condition", "risk", "threats", "observations",
            "recommendation", "next_due",
        ]  # fmt: skip
        widgets = {
            "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "next_due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "observations": forms.Textarea(attrs={"rows": 5}),
            "recommendation": forms.Textarea(attrs={"rows": 3}),
            "inspector": forms.TextInput(attrs={"autocomplete": "name"}),
        }
        labels = {
            "date": _("Fecha de la visita"),
            "inspector": _("Quién inspeccionó"),
            "observations": _("Lo que se vio"),
            "recommendation": _("Recomendación"),
            "next_due": _("Próxima inspección"),
        }
        help_texts = {
            "next_due": _(
                "Si la deja vacía se calcula por el riesgo: alto, 3 meses; medio, 6; bajo, 12; sin riesgo, 24."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].widget.attrs["max"] = timezone.localdate().isoformat()

    def values(self) -> dict[str, Any]:
        """What `record_inspection` takes."""
        if not self.is_valid():
            raise ValidationError(self.errors)
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
