"""The editors' form for a short link."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from .models import ShortLink


class HttpsURLField(forms.URLField):
    """An address typed without a scheme is taken for https, as Django 6 will do by itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class ShortLinkForm(WagtailAdminModelForm):
    """Leads to a page or to an outside address. Of a permanent link only the title can be changed."""

    page = forms.ModelChoiceField(
        queryset=Page.objects.filter(depth__gt=1),
        required=False,
        widget=AdminPageChooser(),
        label=_("Página"),
        help_text=_("El enlace seguirá a la página aunque la mueva o le cambie la dirección."),
    )
    field_order = ["page", "external_url", "label", "expires_at"]

    class Meta:
        model = ShortLink
        fields = ["external_url", "label", "expires_at"]
        field_classes = {"external_url": HttpsURLField}
        error_messages = {
            "external_url": {
                "invalid": _(
                    "No es una dirección completa. Escríbala con https:// al principio, "
                    "por ejemplo https://www.inegi.org.mx/."
                )
            }
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_canonical:
            for name in ("page", "external_url", "expires_at"):
                del self.fields[name]
        elif isinstance(self.instance.target, Page):
            self.initial["page"] = self.instance.target_id

    def clean_external_url(self) -> str:
        url: str = self.cleaned_data["external_url"]
        own = f"{settings.BASE_URL}/q/".lower()
        if url.lower().startswith(own):
            raise ValidationError(
                _("Esa dirección ya es un enlace corto de este sitio. Elija la página a la que lleva.")
            )
        return url

    def clean_expires_at(self) -> Any:
        end = self.cleaned_data["expires_at"]
        if end and end <= timezone.now() and "expires_at" in self.changed_data:
            raise ValidationError(_("Esa fecha ya pasó. Escriba una futura o deje el campo vacío."))
        return end

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.is_canonical:
            return cleaned
        page, url = cleaned.get("page"), cleaned.get("external_url")
        if page and url:
            self.add_error(
                "external_url", _("Eligió también una página. Deje solo una de las dos: borre esta o la página.")
            )
        elif not page and not url and not self.errors:
            self.add_error("page", _("Elija una página o escriba una dirección externa."))
        elif page and page.get_url() is None:
            self.add_error("page", _("Esa página no pertenece a ningún sitio. Elija una que tenga dirección."))
        # Here and not in save(): the model's own checks run after this and must see the choice.
        self.instance.target = page
        return cleaned

    def save(self, commit: bool = True) -> ShortLink:
        if self.instance.pk is None:
            self.instance.created_by = self.for_user
        return super().save(commit=commit)
