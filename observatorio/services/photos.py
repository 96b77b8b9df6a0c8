"""Photographs that people send: looked at, cleaned, and kept where only those who work here see them."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Collection, CollectionViewRestriction

from documents.models import ArchiveImage
from documents.services.image_metadata import CleanFile, ImageRefusedError, Stripped, clean_file, strip

__all__ = [
    "ACCEPTED",
    "MAX_PHOTOS",
    "MAX_PHOTO_BYTES",
    "MAX_SIDE",
    "CleanFile",
    "ImageRefusedError",
    "Stripped",
    "check",
    "check_all",
    "private_collection",
    "public_collection",
    "publish",
    "store",
    "strip",
]  # fmt: skip

MAX_PHOTO_BYTES = 15 * 1024 * 1024
MAX_PHOTOS = 12
MAX_SIDE = 3000  # pixels; what prints on a letter page at 270 dpi
#: For the `accept` of a file field. A phone that photographs in HEIC sends JPEG to a page that does not name HEIC.
ACCEPTED = "image/jpeg,image/png,image/webp"
INSPECTIONS = "Inspecciones (reservado)"
REPORTS = "Reportes ciudadanos por revisar (reservado)"
PUBLISHED_REPORTS = "Reportes ciudadanos"


def check(upload: Any) -> CleanFile:
    """An uploaded file as a clean image under a name of ours. Raises ValidationError in words for whoever sent it."""
    if upload.size > MAX_PHOTO_BYTES:
        raise ValidationError(
            _("«{name}» pesa demasiado: cada fotografía puede pesar hasta {mb} MB.").format(
                name=_short(upload.name), mb=MAX_PHOTO_BYTES // 1024 // 1024
            ),
            code="too-big",
        )
    try:
        return clean_file(upload, name=f"foto-{secrets.token_hex(6)}", max_side=MAX_SIDE)
    except ImageRefusedError as error:
        message = _("«{name}» no se puede recibir. {reason}").format(name=_short(upload.name), reason=error)
        raise ValidationError(message, code="refused") from error


def check_all(uploads: list[Any]) -> list[CleanFile]:
    """Several at once; raises ValidationError with every fault."""
    if len(uploads) > MAX_PHOTOS:
        raise ValidationError(_("Envíe como máximo {n} fotografías.").format(n=MAX_PHOTOS), code="too-many")
    clean, faults = [], []
    for upload in uploads:
        try:
            clean.append(check(upload))
        except ValidationError as error:
            faults.append(error)
    if faults:
        raise ValidationError(faults)
    return clean


def store(photo: CleanFile, *, title: str, collection: Collection, user: Any = None) -> ArchiveImage:
    """The image, saved. `title` is for those who work here."""
    image = ArchiveImage(title=title[:255], collection=collection, uploaded_by_user=user, camera=photo.camera)
    image.file = photo
    image._set_image_file_metadata()
    image.save()
    return image


def private_collection(name: str) -> Collection:
    """The collection of that name, made with its restriction (login) if it is not there."""
    found = Collection.objects.filter(name=name).first()
    if found is None:
        found = Collection.get_first_root_node().add_child(name=name)
        CollectionViewRestriction.objects.create(collection=found, restriction_type=CollectionViewRestriction.LOGIN)
    return found


def public_collection(name: str) -> Collection:
    return Collection.objects.filter(name=name).first() or Collection.get_first_root_node().add_child(name=name)


def publish(image: ArchiveImage) -> None:
    """Out of the reserved collection."""
    image.collection = public_collection(PUBLISHED_REPORTS)
    image.save(update_fields=["collection"])


def withhold(image: ArchiveImage) -> None:
    """Back to the reserved collection of reports."""
    image.collection = private_collection(REPORTS)
    image.save(update_fields=["collection"])


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:57]}…"
