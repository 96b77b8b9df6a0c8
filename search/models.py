"""What search keeps in the database: the outbox of changes, the clock's marks, and what editors tune."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.analysis import LANGUAGES


class Change(models.Model):
    """The outbox: this record must be looked at again.

    Written in the transaction of the change itself, so it is there if and only if the change is. The engine's copy is
    made after the commit; until then the row waits, whatever happens to the process or the lock. An applied row stays
    for two days, because a rebuild that runs at the same time applies it to the new index as well.
    """

    source = models.CharField(max_length=60)
    record = models.BigIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("cambio por indexar")
        verbose_name_plural = _("cambios por indexar")

    def __str__(self) -> str:
        return f"{self.source}:{self.record}"


class Mark(models.Model):
    """Until when something that works by the clock has done its work."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"


def language_choices() -> list[tuple[str, Any]]:
    """The languages that the search analyses in their own way; a function, so that a further one needs no migration."""
    names = {"es": _("Español"), "en": _("Inglés")}
    return [("", _("Todos los idiomas")), *((code, names.get(code, code)) for code in LANGUAGES)]


class SynonymGroup(models.Model):
    """Words that mean the same to whoever searches (two-way), or that lead to others but not back (one-way)."""

    class Kind(models.TextChoices):
        TWO_WAY = "two_way", _("En los dos sentidos: cada expresión encuentra las demás")
        ONE_WAY = "one_way", _("En un sentido: lo que se escribe encuentra también otra cosa")

    kind = models.CharField(_("sentido"), max_length=10, choices=Kind.choices, default=Kind.TWO_WAY)
    language = models.CharField(
        _("idioma"),
        max_length=10,
        blank=True,
        default="",
        choices=language_choices,
        help_text=_("Idioma de los textos en los que se busca."),
    )
    words = models.TextField(
        _("palabras"),
        max_length=2000,
        help_text=_(
            "Separe con comas las palabras o expresiones: DOF, Diario Oficial. Los acentos, las mayúsculas y los "
            "plurales no importan."
        ),
    )
    found = models.TextField(
        _("también encuentra"),
        max_length=2000,
        blank=True,
        default="",
        help_text=_("Solo si es en un sentido: lo que también se encuentra. Por ejemplo, celular: teléfono móvil."),
    )
    note = models.CharField(
        _("nota"), max_length=200, blank=True, default="", help_text=_("Por qué existe esta regla.")
    )
    updated_at = models.DateTimeField(_("último cambio"), auto_now=True)

    class Meta:
        verbose_name = _("regla de sinónimos")
        verbose_name_plural = _("sinónimos")
        ordering = ["words"]

    def __str__(self) -> str:
        return f"{self.words} → {self.found}" if self.kind == self.Kind.ONE_WAY else self.words


class QueryDay(models.Model):
    """How often something was searched for in one day and one language. It holds no trace of who asked.

    `query` is "" for all searches of the day whose text is not kept: see `search.forgetting`.
    """

    query = models.CharField(_("búsqueda"), max_length=100, blank=True)
    language = models.CharField(_("idioma"), max_length=10, blank=True, default="")
    day = models.DateField(_("día"), db_index=True)
    searches = models.PositiveIntegerField(_("veces"), default=0)
    empty = models.PositiveIntegerField(_("sin resultados"), default=0)
    clicks = models.PositiveIntegerField(_("con clic"), default=0)
    positions = models.PositiveIntegerField(_("suma de los lugares de los clics"), default=0)

    class Meta:
        verbose_name = _("búsqueda")
        verbose_name_plural = _("búsquedas del público")
        ordering = ["-day", "-searches"]
        constraints = [models.UniqueConstraint(fields=["query", "language", "day"], name="search_query_once_a_day")]

    def __str__(self) -> str:
        return self.query


class ClickDay(models.Model):
    """How often a record was opened from the results of a query in one day."""

    query = models.CharField(max_length=100)
    language = models.CharField(max_length=10, blank=True, default="")
    day = models.DateField(db_index=True)
    record = models.CharField(max_length=90)  # the id of `registry.Entry`
    clicks = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("resultado abierto")
        verbose_name_plural = _("resultados abiertos")
        constraints = [
            models.UniqueConstraint(fields=["query", "language", "day", "record"], name="search_click_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.query}: {self.record}"
