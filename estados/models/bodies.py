"""Who answers for commitments: public bodies, organisations and their offices."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from acervo.base.states import STATES
from estados.enums import Sector


class Body(index.Indexed, models.Model):  # type: ignore[django-manager-missing]  # models below import this one
    """An institution or organisation with the office that answers. Its address for mails is never published."""

    state = models.CharField(_("entidad"), max_length=2, choices=STATES, db_index=True)
    name = models.CharField(_("nombre"), max_length=200)
    acronym = models.CharField(_("siglas"), max_length=30, blank=True)
    sector = models.CharField(_("sector"), max_length=12, choices=Sector.choices, default=Sector.PUBLIC)
    office = models.CharField(
        _("área que responde"), max_length=200, blank=True,
        help_text=_("La oficina, no la persona: «Dirección de Tecnologías»."),
    )  # fmt: skip
    email = models.EmailField(
        _("correo del área"), blank=True, help_text=_("Recibe los recordatorios y las preguntas. No se publica.")
    )
    website = models.URLField(_("sitio web"), blank=True, max_length=500)

    search_fields = [
        index.SearchField("name"), index.AutocompleteField("name"), index.SearchField("acronym"), index.FilterField("state"),
    ]  # fmt: skip

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["state", "name"], name="estados_body_once_per_state")]
        verbose_name = _("institución")
        verbose_name_plural = _("instituciones")

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name
