from django.db import models
from django.utils.translation import gettext_lazy as _

from .short_link import ShortLink


class ScanCount(models.Model):
    """How often a short link led somewhere on one day: a number, and nothing about the visitors.

    `day` is the date in the site's time zone. Addresses, devices and cookies are neither kept nor derived.
    """

    link = models.ForeignKey(ShortLink, models.CASCADE, related_name="scans", verbose_name=_("enlace corto"))
    day = models.DateField(_("día"), db_index=True)
    count = models.PositiveIntegerField(_("escaneos"), default=0)

    class Meta:
        verbose_name = _("conteo de escaneos")
        verbose_name_plural = _("conteos de escaneos")
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["link", "day"], name="links_one_count_a_day")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.day}: {self.count}"
