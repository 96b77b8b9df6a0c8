"""The form of a file in Wagtail's admin: content decides what is accepted, and a second copy is recognised."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from documents.services.versions import check_upload
from documents.storage import sha256_of


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

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if not upload or "file" not in self.changed_data:
            return upload
        check_upload(upload)
        from documents.models import FileVersion

        same = FileVersion.objects.filter(sha256=sha256_of(upload)).select_related("archive_file").first()
        if same and same.archive_file_id != self.instance.pk:
            raise ValidationError(
                format_html(
                    _(
                        "Este archivo ya está en el acervo como <a href='{url}'>«{title}»</a>; úselo desde ahí."
                    ),
                    url=reverse("wagtaildocs:edit", args=[same.archive_file_id]),
                    title=same.archive_file.title,
                ),
                code="duplicate",
            )
        return upload

    def save(self, commit=True):
        self.instance.version_reason = self.cleaned_data.get("version_reason", "")
        self.instance.version_user = self._editor
        return super().save(commit=commit)
