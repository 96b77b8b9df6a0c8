"""What a citizen fills in to report damage or a mistake in the record."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from acervo.base.spam import SpamGuardMixin
from observatorio.models import CitizenReport, CitizenReportKind
from observatorio.services import photos


class CitizenReportForm(SpamGuardMixin, forms.ModelForm):
    """`photo` becomes a clean file of `services.photos`; it is no field of the instance here."""

    guard_name = "reporte"

    kind = forms.ChoiceField(
        label=_("¿Qué quiere informar?"), choices=CitizenReportKind.choices, widget=forms.RadioSelect
    )
    photo = forms.FileField(
        label=_("Fotografía"), required=False, widget=forms.FileInput(attrs={"accept": photos.ACCEPTED}),
        help_text=_("Una imagen de hasta 15 MB. Le quitamos los datos de la cámara y la ubicación."),
    )  # fmt: skip

    class Meta:
        model = CitizenReport
        fields = ["kind", "text", "seen_on", "name", "email"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "seen_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        labels = {
            "text": _("Cuéntenos"),
            "seen_on": _("¿Cuándo lo vio?"),
            "name": _("Su nombre"),
            "email": _("Su correo electrónico"),
        }
        help_texts = {
            "text": _(
                "Qué pasa y en qué parte del inmueble; o qué dato está mal y cuál es el correcto. No escriba datos de otras personas."
            ),
            "email": _("Solo para decirle qué se hizo. No se publica."),
            "name": _("No se publica."),
        }

    def clean_seen_on(self) -> Any:
        day = self.cleaned_data["seen_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("Escriba una fecha que ya pasó."))
        return day

    def clean_photo(self) -> photos.CleanFile | None:
        upload = self.cleaned_data["photo"]
        return photos.check(upload) if upload else None

    def values(self) -> dict[str, Any]:
        """What `citizen_reports.receive` takes."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "photo")}
