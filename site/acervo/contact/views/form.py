"""The contact form of the site and of its microsites."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from acervo.base.spam import SpamGuardMixin
from acervo.contact.models import ContactMessage, ContactPage
from acervo.contact.services.messages import receive


class ContactForm(SpamGuardMixin, forms.ModelForm):
    guard_name = "contacto"

    agreed = forms.BooleanField(
        label=_("Leí el aviso de privacidad y acepto que usen mis datos para responderme."),
        error_messages={"required": _("Marque esta casilla para que podamos responderle.")},
    )

    class Meta:
        model = ContactMessage
        fields = ["name", "email", "subject", "text"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "text": forms.Textarea(attrs={"rows": 8}),
        }
        error_messages = {
            "name": {"required": _("Escriba su nombre.")},
            "email": {
                "required": _("Escriba su correo electrónico."),
                "invalid": _("Escriba un correo electrónico como nombre@ejemplo.mx."),
            },
            "subject": {"required": _("Escriba de qué trata su mensaje.")},
            "text": {"required": _("Escriba su mensaje.")},
        }

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())


def form(request: HttpRequest, page: ContactPage) -> HttpResponse:
    """Show the form; on a good answer store the message and lead to the thanks, so that reloading sends nothing."""
    filled = ContactForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and not getattr(request, "is_preview", False) and filled.is_valid():
        receive(page, filled.save(commit=False), language=get_language() or "")
        return HttpResponseRedirect(page.get_url(request) + page.reverse_subpage("thanks"))
    return page.render(request, context_overrides={"form": filled})
