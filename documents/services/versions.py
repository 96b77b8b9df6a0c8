"""The version chain of a file: adding a version, refusing what the archive does not take."""

from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from documents.extraction.detect import detect
from documents.models import ArchiveFile, FileVersion
from documents.storage import sha256_in

ACCEPTED = _("PDF, DOCX, ODT, XLSX, ODS, PPTX, CSV, TXT, PNG, JPEG y TIFF")


def check_upload(upload: File) -> None:
    """Raise ValidationError, with the mend, for bytes that are too many, none, or of a type the archive does not take."""
    limit = settings.UPLOAD_MAX_MB * 1024 * 1024
    if upload.size > limit:
        raise ValidationError(
            _("El archivo mide %(size)s y el máximo es %(limit)s. Divídalo o comprímalo y vuelva a subirlo."),
            params={"size": filesizeformat(upload.size), "limit": filesizeformat(limit)},
            code="too_large",
        )
    if upload.size == 0:
        raise ValidationError(
            _("El archivo está vacío. Compruebe que se guardó bien y vuelva a subirlo."), code="empty"
        )
    upload.seek(0)
    kind = detect(cast(BinaryIO, upload), name=upload.name or "")
    upload.seek(0)
    if kind is None:
        raise ValidationError(
            _("El contenido de este archivo no es de un tipo que el acervo reciba. Súbalo como %(accepted)s."),
            params={"accepted": ACCEPTED},
            code="type",
        )


def add_version(archive_file: ArchiveFile, *, reason: str = "", user=None) -> FileVersion:
    """Make the bytes that `archive_file.file` now names the newest version, and ask for them to be read.

    The reading starts after the transaction commits. Raises ValidationError for a type that is not accepted.
    """
    from documents.tasks import ask_for_ingest

    storage = archive_file.file.storage
    name = archive_file.file.name or ""
    with storage.open(name) as stored:
        kind = detect(cast(BinaryIO, stored), name=name)
    if kind is None:
        raise ValidationError(_("El contenido de este archivo no es de un tipo que el acervo reciba."), code="type")
    with transaction.atomic():
        locked = ArchiveFile.objects.select_for_update().get(pk=archive_file.pk)
        last = locked.versions.aggregate(last=Max("number"))["last"] or 0
        version = FileVersion.objects.create(
            archive_file=archive_file,
            number=last + 1,
            file=name,
            sha256=sha256_in(name),
            size=storage.size(name),
            kind=kind.code,
            content_type=kind.mime,
            created_by=user,
            reason=reason,
        )
        ArchiveFile.objects.filter(pk=archive_file.pk).update(current=version, file_size=version.size)
        archive_file.current, archive_file.file_size = version, version.size
        transaction.on_commit(lambda: ask_for_ingest(version.pk))
    return version
