"""Images with what a public archive must say of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class ArchiveImage(AbstractImage):
    """An image with its credit and licence; Wagtail's `description` is its alternative text."""

    credit = models.CharField(_("autoría"), max_length=255, blank=True)
    licence = models.CharField(_("licencia"), max_length=120, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("imagen")
        verbose_name_plural = _("imágenes")
        permissions = [("choose_image", "Can choose image")]


class ArchiveRendition(AbstractRendition):
    """A size of an image, made on demand."""

    image = models.ForeignKey(ArchiveImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
