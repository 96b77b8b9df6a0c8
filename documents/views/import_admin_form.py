"""The upload of an import: a ZIP, a list, where it goes and whether it is published."""

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from documents.models import CollectionPage
from documents.services.imports.manifest import MAX_BYTES
from documents.services.imports.unzip import default_limits


class ImportForm(forms.Form):
    """What an import needs; collections are those to which the user may add records."""

    archive = forms.FileField(
        label=gettext_lazy("ZIP con los archivos"), widget=forms.FileInput(attrs={"accept": ".zip,application/zip"})
    )
    manifest = forms.FileField(
        label=gettext_lazy("Lista CSV"),
        required=False,
        help_text=gettext_lazy(
            "Un renglón por registro. Si no la sube se usa la que venga dentro del ZIP; si tampoco hay, cada archivo "
            "será un registro."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    collection = forms.ModelChoiceField(
        label=gettext_lazy("Colección"),
        queryset=CollectionPage.objects.none(),
        required=False,
        empty_label=gettext_lazy("La que diga cada renglón"),
    )
    publish = forms.BooleanField(
        label=gettext_lazy("Publicar al importar"),
        required=False,
        help_text=gettext_lazy("Si no, los registros quedan como borradores."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pages = CollectionPage.objects.filter(locale=Locale.get_default())
        allowed = [page.pk for page in pages if page.permissions_for_user(user).can_add_subpage()]
        field = self.fields["collection"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = pages.filter(pk__in=allowed).order_by("path")

    def clean_archive(self):
        upload = self.cleaned_data["archive"]
        limit = default_limits().total
        if upload.size > limit:
            raise forms.ValidationError(
                _("El ZIP mide %(size)s y el máximo es %(limit)s. Súbalo en partes.")
                % {"size": filesizeformat(upload.size), "limit": filesizeformat(limit)}
            )
        return upload

    def clean_manifest(self):
        upload = self.cleaned_data["manifest"]
        if upload and upload.size > MAX_BYTES:
            raise forms.ValidationError(_("La lista mide más de 20 MB. Divídala en varias."))
        return upload
