"""The form with which a voice says how far a commitment has come, and the one that takes a report back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser

from documents.models import RecordPage

from .enums import Completion, Voice
from .models import Commitment, Verdict
from .permissions import voices_of
from .services import aging


class ReportForm(forms.ModelForm):
    voice = forms.ChoiceField(label=gettext_lazy("En nombre de quién informa"), widget=forms.RadioSelect)
    completion = forms.ChoiceField(
        label=gettext_lazy("Situación"), choices=Completion.choices, widget=forms.RadioSelect,
        help_text=gettext_lazy("Los niveles de cumplimiento de la Alianza para el Gobierno Abierto."),
    )  # fmt: skip
    record = forms.ModelChoiceField(
        label=gettext_lazy("Registro que lo sustenta"), queryset=RecordPage.objects.live(), required=False,
        widget=AdminPageChooser(target_models=[RecordPage]),
    )  # fmt: skip

    class Meta:
        model = Verdict
        fields = ["voice", "completion", "progress", "words", "on", "when_text", "author", "record", "url"]
        widgets = {"on": AdminDateInput, "words": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "progress": gettext_lazy("Opcional. Si no lo sabe déjelo vacío: vacío no es 0 %."),
            "words": gettext_lazy("Qué se ha hecho y cómo se sabe, con sus palabras. Se publica."),
        }

    def __init__(self, *args: Any, commitment: Commitment, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commitment = commitment
        self.state = commitment.plan.state
        mine = voices_of(user, self.state)
        voice: Any = self.fields["voice"]
        voice.choices = [choice for choice in Voice.choices if choice[0] in mine]
        if len(voice.choices) == 1:
            voice.initial = voice.choices[0][0]
        self.fields["on"].initial = aging.today_of(self.state)

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > aging.today_of(self.state):
            raise forms.ValidationError(_("La fecha del informe aún no llega: escriba hoy o un día anterior."))
        return day


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Por qué se retira"), max_length=255, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("El informe queda en el historial con este motivo a la vista."),
    )  # fmt: skip
