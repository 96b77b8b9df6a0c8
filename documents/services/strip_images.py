"""Bring images that were stored before metadata was stripped up to the rule."""

import logging
from collections.abc import Iterator

from documents.models import ArchiveImage
from documents.services.image_metadata import ImageRefusedError, clean_file

logger = logging.getLogger(__name__)


def waiting():
    """Images of which nobody knows whether they carry camera data."""
    return ArchiveImage.objects.filter(camera__isnull=True).order_by("pk")


def strip_waiting() -> Iterator[tuple[ArchiveImage, str]]:
    """Strip them one by one: the image, and why it was refused (empty when it was stripped).

    Their sizes (renditions) are deleted, for they carry what the original carried; they are made anew on demand. The
    old file goes after the new one is stored. Doing it again does nothing.
    """
    for image in waiting().iterator(chunk_size=50):
        old = image.file.name
        try:
            with image.file.open("rb") as source:
                clean = clean_file(source, name=old.rpartition("/")[2])
        except (ImageRefusedError, OSError) as error:
            logger.warning("Image %s was not stripped: %s", image.pk, error)
            yield image, str(error)
            continue
        image.camera = clean.camera
        image.file = clean
        image._set_image_file_metadata()
        image.save()
        for rendition in image.renditions.all():
            rendition.file.delete(save=False)
            rendition.delete()
        if image.file.name != old:
            image.file.storage.delete(old)
        yield image, ""
