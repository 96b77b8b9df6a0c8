"""A short link: a code that leads to an object of the site or to an outside address."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..codes import new_code

# Path segments, then perhaps a query and a fragment; no dots, so that it can never climb out of the target.
SUFFIX_PATTERN = r"^(?:[\w-]+/)*(?:\?[\w=&%+-]*)?(?:#[\w-]+)?\Z"

_INSIDE = Q(target_type__isnull=False, target_id__isnull=False, external_url="")
_OUTSIDE = Q(target_type__isnull=True, target_id__isnull=True, suffix="") & ~Q(external_url="")


class ShortLink(models.Model):
    """Leads to `target` + `suffix`, or to `external_url`: exactly one of the two.

    A *canonical* link is the one that pages print for an object (or an outside source): there is at most
    one for each target and suffix, it never expires, and only code makes it (`services.link_for`).
    Editors make as many others as they like, for instance one for each poster, to count them apart.

    The target is a generic key without a relation back, so deleting the target leaves the link behind,
    which then says that its target is gone. Pages are always kept under the plain `Page` type, so a link
    also outlives a change of page type.
    """

    code = models.CharField(_("código"), max_length=16, unique=True, editable=False)
    # PROTECT: removing stale content types must not take printed codes with it.
    target_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    target_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    target = GenericForeignKey("target_type", "target_id")
    suffix = models.CharField(
        _("parte de la página"),
        max_length=200,
        blank=True,
        editable=False,
        validators=[RegexValidator(SUFFIX_PATTERN)],
    )
    external_url = models.URLField(
        _("dirección externa"),
        max_length=1000,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Completa, con https://. Solo si el enlace lleva fuera de este sitio."),
    )
    label = models.CharField(
        _("título"),
        max_length=200,
        blank=True,
        help_text=_("Se imprime en la etiqueta. Si lo deja vacío, se usa el título de la página."),
    )
    expires_at = models.DateTimeField(
        _("termina"),
        null=True,
        blank=True,
        help_text=_("Opcional. Desde ese momento el enlace deja de llevar a su destino y lo dice."),
    )
    is_canonical = models.BooleanField(_("permanente"), default=False, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("creado por"),
    )
    created_at = models.DateTimeField(_("creado"), auto_now_add=True)

    class Meta:
        verbose_name = _("enlace corto")
        verbose_name_plural = _("enlaces cortos")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id"], name="links_by_target")]
        constraints = [
            models.CheckConstraint(condition=_INSIDE | _OUTSIDE, name="links_target_or_address"),
            models.CheckConstraint(
                condition=Q(is_canonical=False) | Q(expires_at=None), name="links_canonical_never_ends"
            ),
            models.UniqueConstraint(
                fields=["target_type", "target_id", "suffix"],
                condition=Q(is_canonical=True, external_url=""),
                name="links_one_canonical_a_target",
            ),
            models.UniqueConstraint(
                fields=["external_url"],
                condition=Q(is_canonical=True) & ~Q(external_url=""),
                name="links_one_canonical_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.label}" if self.label else self.code

    def save(self, **kwargs) -> None:
        if not self.code:
            self.code = unused_code()
        super().save(**kwargs)

    # --- Addresses: of the link itself; where it leads is for `services.resolve` to say -----------------
    def get_absolute_url(self) -> str:
        return reverse("links:follow", args=[self.code])

    @property
    def absolute_url(self) -> str:
        return settings.BASE_URL + self.get_absolute_url()

    @property
    def scan_url(self) -> str:
        """What the QR holds: without the last slash, as every character costs modules."""
        return self.absolute_url.rstrip("/")

    @property
    def short_address(self) -> str:
        """For people to read and type: `example.mx/q/k7mxr4t`."""
        return self.scan_url.partition("://")[2]

    @property
    def svg_url(self) -> str:
        return reverse("links:svg", args=[self.code])

    @property
    def png_url(self) -> str:
        return reverse("links:png", args=[self.code])

    @property
    def label_pdf_url(self) -> str:
        return reverse("links:label_pdf", args=[self.code])

    @property
    def label_svg_url(self) -> str:
        return reverse("links:label_svg", args=[self.code])

    # --- State ------------------------------------------------------------------------------------------
    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def destination_text(self) -> str:
        """For editors: what it leads to, whether or not the public may see it."""
        if self.external_url:
            return self.external_url
        if self.target is None:
            return gettext("(eliminado)")
        return f"{self.target} › {self.suffix}" if self.suffix else str(self.target)

    @property
    def state_text(self) -> str:
        """For editors; says nothing of publicity, which takes a query for each link."""
        if self.has_expired:
            return gettext("Terminado")
        if not self.external_url and self.target is None:
            return gettext("Sin destino")
        return gettext("Permanente") if self.is_canonical else gettext("Vigente")


def unused_code() -> str:
    """A code that no link has at this moment; the unique index guards the instant after."""
    while ShortLink.objects.filter(code=(code := new_code())).exists():
        pass
    return code
