"""The form by which anybody asks about a commitment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from acervo.base.spam import SpamGuardMixin
from estados.enums import QuestionKind
from estados.models import Question


class QuestionForm(SpamGuardMixin, forms.ModelForm):
    guard_name = "pregunta"
    max_links = 2

    kind = forms.ChoiceField(
        label=_("¿Qué quiere hacer?"), choices=QuestionKind.choices, initial=QuestionKind.QUESTION, widget=forms.RadioSelect
    )  # fmt: skip
    agreed = forms.BooleanField(
        label=_("Leí el aviso de privacidad y sé que lo que escribo puede publicarse."),
        error_messages={"required": _("Marque esta casilla para que podamos recibir su texto.")},
    )

    class Meta:
        model = Question
        fields = ["kind", "text", "name", "email"]
        labels = {
            "text": _("Su pregunta o comentario"),
            "name": _("Nombre"),
            "email": _("Correo electrónico"),
        }
        help_texts = {
            "text": _("Hasta 3,000 letras. No escriba teléfonos, domicilios ni datos de otras personas."),
            "name": _("Si lo escribe, se publica junto a su texto."),
            "email": _("No se publica. Le avisamos cuando haya respuesta y después lo borramos."),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 7}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        error_messages = {
            "text": {"required": _("Escriba su pregunta o comentario.")},
            "email": {"invalid": _("Escriba un correo electrónico como nombre@ejemplo.mx.")},
        }

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].strip()
        if len(text) < 10:
            raise forms.ValidationError(_("Escriba un poco más para que se entienda."))
        return text

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())
