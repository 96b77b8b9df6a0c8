"""What search keeps in the database: the outbox of changes, the clock's marks, and what editors tune."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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


class SynonymGroup(models.Model):
    """Words that mean the same to whoever searches: one of them finds the others too."""

    words = models.CharField(
        _("palabras"),
        max_length=500,
        help_text=_("Separe con comas las palabras o expresiones que significan lo mismo: DOF, Diario Oficial."),
    )

    class Meta:
        verbose_name = _("grupo de sinónimos")
        verbose_name_plural = _("grupos de sinónimos")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words


class EmptySearch(models.Model):
    """A query that found nothing, counted by day. It holds no trace of who asked."""

    query = models.CharField(_("búsqueda"), max_length=100)
    day = models.DateField(_("día"))
    times = models.PositiveIntegerField(_("veces"), default=1)

    class Meta:
        verbose_name = _("búsqueda sin resultados")
        verbose_name_plural = _("búsquedas sin resultados")
        ordering = ["-day", "-times"]
        constraints = [models.UniqueConstraint(fields=["query", "day"], name="search_empty_once_a_day")]

    def __str__(self) -> str:
        return self.query
