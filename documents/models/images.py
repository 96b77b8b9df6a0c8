"""Images with what a public archive must say of them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from documents.services import image_metadata


class ArchiveImage(AbstractImage):
    """An image with its credit and licence; Wagtail's `description` is its alternative text.

    What is stored carries no camera data: `save` strips every new file (`documents.services.image_metadata`). When and
    where it was taken is kept in `camera`, for specialists only; None means that it was stored before that rule.
    """

    file: Any  # set by a callable in Wagtail's abstract model, where its type gets lost
    credit = models.CharField(_("autoría"), max_length=255, blank=True)
    licence = models.CharField(_("licencia"), max_length=120, blank=True)
    camera = models.JSONField(_("datos de la toma"), null=True, editable=False)

    admin_form_fields = (*Image.admin_form_fields, "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("imagen")
        verbose_name_plural = _("imágenes")
        permissions = [("choose_image", "Can choose image")]

    def clean(self) -> None:
        super().clean()
        try:
            self._strip()
        except image_metadata.ImageRefusedError as error:
            raise ValidationError({"file": str(error)}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ImageRefusedError for a new file that is no readable image."""
        if self._strip() and kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "camera", "width", "height", "file_size", "file_hash"}
        super().save(*args, **kwargs)

    def _strip(self) -> bool:
        """Strip a file that is not in the storage yet; whether there was one."""
        if not self.file or self.file._committed:
            return False
        if not isinstance(self.file.file, image_metadata.CleanFile):
            name: str = self.file.name
            clean = image_metadata.clean_file(self.file.file, name=name)
            self.camera = clean.camera
            self.file = clean
            self._set_image_file_metadata()
        elif self.camera is None:
            self.camera = self.file.file.camera
        return True


class ArchiveRendition(AbstractRendition):
    """A size of an image, made on demand."""

    image = models.ForeignKey(ArchiveImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        # Every request for an image asks whose it is.
        indexes = [models.Index(fields=["file"], name="documents_rendition_file")]
