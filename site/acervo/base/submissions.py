"""What the guard of public forms remembers for a day: that a form came, not from whom."""

from django.db import models


class FormSubmission(models.Model):
    """One accepted submission of a public form. `sender` is a keyed hash that changes every day, never an address.

    Rows older than two days are deleted when the next one is written (`acervo.base.spam`).
    """

    form = models.CharField(max_length=40)
    sender = models.CharField(max_length=64, blank=True)
    stamp = models.CharField(max_length=64, unique=True)  # of the page that was filled in: good for one submission
    at = models.DateTimeField()

    class Meta:
        app_label = "base"
        indexes = [
            models.Index(fields=["form", "at"], name="base_submission_form"),
            models.Index(fields=["at"], name="base_submission_at"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.at:%Y-%m-%d %H:%M}"
