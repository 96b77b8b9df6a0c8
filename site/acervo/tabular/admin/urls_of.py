"""Addresses of a batch's pages."""

from django.urls import reverse

from acervo.tabular.models import Batch


def url(name: str, batch: Batch) -> str:
    """One of the names of `admin.urls` that take a batch."""
    return reverse(f"acervo_tabular:{name}", args=[batch.pk])


def batch_url(batch: Batch) -> str:
    return url("batch", batch)
