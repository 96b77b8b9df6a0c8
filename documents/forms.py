"""The form of a file in Wagtail's admin: content decides what is accepted, and a second copy is recognised."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from documents.services.duplicates import refuse_copy
from documents.services.versions import check_upload


class ArchiveFileForm(BaseDocumentForm):
    """Adds the reason for a new version; refuses what the archive does not accept, before it is stored."""

    version_reason = forms.CharField(
        label=_("Motivo de la nueva versión"),
        max_length=255,
        required=False,
        help_text=_("Si cambia el archivo, diga por qué; la versión anterior conserva su dirección."),
    )

    def __init__(self, *args, user=None, **kwargs):
        self._editor = user
        super().__init__(*args, user=user, **kwargs)
        if "file" not in self.fields or not self.instance.pk:
            self.fields.pop("version_reason", None)
        if "language" in self.fields:
            # Dropping files on the upload page sends no language; the field's default stands then.
            self.fields["language"].required = False

    def clean_language(self):
        return self.cleaned_data["language"] or self.instance.language

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload and "file" in self.changed_data:
            check_upload(upload)
            refuse_copy(upload, archive_file=self.instance, user=self._editor)
        return upload

    def save(self, commit=True):
        self.instance.version_reason = self.cleaned_data.get("version_reason", "")
        self.instance.version_user = self._editor
        return super().save(commit=commit)
