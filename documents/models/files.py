"""A file of the archive and its immutable chain of versions."""

import os
from contextlib import AbstractContextManager
from functools import partial
from typing import cast

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.search import index

from documents.enums import IngestState
from documents.storage import ContentAddressed, archive_storage, upload_to


class ArchiveFile(AbstractDocument):
    """A file as editors know it: a title, a language, and the newest of its versions.

    Saving it with new bytes adds a `FileVersion`; the older ones stay at their permanent addresses.
    Set `version_reason` and `version_user` before saving to say why and who.
    """

    file = models.FileField(_("archivo"), upload_to=upload_to, storage=archive_storage, max_length=255)
    language = models.CharField(
        _("idioma"),
        max_length=10,
        choices=settings.RECORD_LANGUAGES,
        default="es",
        help_text=_("Idioma del contenido."),
    )
    embargo_until = models.DateTimeField(
        _("embargado hasta"),
        null=True,
        blank=True,
        help_text=_("Antes de esta fecha nadie de fuera puede verlo."),
    )
    withdrawn_at = models.DateTimeField(_("retirado el"), null=True, editable=False)
    withdrawal_reason = models.TextField(_("motivo del retiro"), blank=True, editable=False)
    first_public_at = models.DateTimeField(null=True, editable=False)
    current = models.ForeignKey(
        "documents.FileVersion", verbose_name=_("versión vigente"), null=True, editable=False, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    current.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # Wagtail looks for it on the field

    version_reason: str = ""
    version_user = None

    admin_form_fields = (*Document.admin_form_fields, "language", "embargo_until")
    search_fields = [*AbstractDocument.search_fields, index.FilterField("language")]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("archivo")
        verbose_name_plural = _("archivos")
        permissions = [("choose_document", "Can choose document")]

    def save(self, *args, **kwargs):
        """Save; bytes that differ from the current version's become a new version, in the same transaction."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.file and (self.current is None or self.current.file.name != self.file.name):
                from documents.services.versions import add_version

                add_version(self, reason=self.version_reason, user=self.version_user or self.uploaded_by_user)

    def delete(self, *args, **kwargs):
        """Delete a file that was never public. Raises ProtectedError for one that was: it can only be withdrawn."""
        if self.first_public_at:
            raise models.ProtectedError(
                str(_("Este archivo ya fue público: retírelo en lugar de borrarlo.")),
                set(self.versions.all()),
            )
        storage, names = self.file.storage, set(self.versions.values_list("file", flat=True))
        with transaction.atomic():
            ArchiveFile.objects.filter(pk=self.pk).update(current=None)
            self.current = None
            self.versions.all().delete()
            # Wagtail removes the bytes that `file` names; the older versions have others.
            for name in names:
                transaction.on_commit(partial(storage.delete, name))
            return super().delete(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The address of the file: it always serves the newest version."""
        return reverse("documents:file", args=[self.pk, self.filename])

    @property
    def url(self) -> str:
        return self.get_absolute_url()

    @property
    def content_type(self) -> str:
        return self.current.content_type if self.current else "application/octet-stream"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class FileVersion(models.Model):
    """One immutable state of a file's bytes, and what was read from them.

    The bytes, number, hash, size and type never change after creation; the ingest fields do.
    """

    archive_file = models.ForeignKey(ArchiveFile, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("versión"))
    file = models.FileField(storage=archive_storage, upload_to=upload_to, max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("tamaño"), help_text=_("En bytes."))
    kind = models.CharField(_("tipo"), max_length=10)
    content_type = models.CharField(_("tipo de contenido"), max_length=120)
    created_at = models.DateTimeField(_("fecha"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("quién"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(_("motivo"), max_length=255, blank=True)

    # What the ingest read.
    state = models.CharField(
        _("estado"), max_length=12, choices=IngestState.choices, default=IngestState.PENDING, db_index=True
    )
    refusal = models.CharField(_("código del rechazo"), max_length=40, blank=True)
    detail = models.TextField(_("detalle"), blank=True)
    warnings = models.JSONField(_("avisos"), default=list, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    page_count = models.PositiveIntegerField(_("páginas"), default=0)
    scanned_pages = models.PositiveIntegerField(_("páginas escaneadas"), default=0)
    is_tagged = models.BooleanField(_("etiquetado"), null=True)
    detected_title = models.CharField(max_length=500, blank=True)
    detected_language = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["archive_file", "-number"]
        constraints = [models.UniqueConstraint(fields=["archive_file", "number"], name="documents_version_number")]
        verbose_name = _("versión de archivo")
        verbose_name_plural = _("versiones de archivo")

    def __str__(self) -> str:
        return f"{self.archive_file} v{self.number}"

    def get_absolute_url(self) -> str:
        """The permanent address: it serves these bytes for ever, or the tombstone that says why it no longer does."""
        return reverse("documents:version", args=[self.archive_file_id, self.number, self.filename])

    @cached_property
    def filename(self) -> str:
        return os.path.basename(self.file.name or "")

    @property
    def storage(self) -> ContentAddressed:
        """Where the bytes are, with what the archive asks of a storage beyond Django's interface."""
        return cast(ContentAddressed, self.file.storage)

    def local_copy(self) -> AbstractContextManager[str]:
        """A context with a path of the bytes on this machine's disk, wherever the archive keeps them.

        Raises FileNotFoundError, or `acervo.base.stored.StorageUnavailable`.
        """
        return self.storage.local_copy(self.file.name or "")

    @property
    def has_images(self) -> bool:
        """Whether a page of it can be shown as an image."""
        return self.kind in ("pdf", "png", "jpeg", "tiff") and self.page_count > 0

    @property
    def is_current(self) -> bool:
        return self.archive_file.current_id == self.pk


class FilePage(models.Model):
    """The text of one page of a version; the unit of search, of citation and of the reader."""

    version = models.ForeignKey(FileVersion, on_delete=models.CASCADE, related_name="page_texts")
    number = models.PositiveIntegerField(_("página"))
    text = models.TextField(_("texto"), blank=True)
    width = models.FloatField(default=0, help_text=_("En puntos."))
    height = models.FloatField(default=0, help_text=_("En puntos."))
    is_scan = models.BooleanField(default=False)
    from_ocr = models.BooleanField(default=False)
    error = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["version", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="documents_page_number")]

    def __str__(self) -> str:
        return f"{self.version_id}:{self.number}"
