"""Bulk writes send no signals, so what they wrote is put into the index of Wagtail's own admin search here."""

from typing import Any

from django.db.models import QuerySet
from wagtail.search.backends import get_search_backends

CHUNK = 500


def index(records: QuerySet[Any]) -> int:
    """Index these records again, a few hundred at a time; return how many."""
    keys = list(records.order_by().values_list("pk", flat=True))
    backends = list(get_search_backends(with_auto_update=True))
    for start in range(0, len(keys), CHUNK):
        found = list(records.model._default_manager.filter(pk__in=keys[start : start + CHUNK]))
        for backend in backends:
            backend.add_bulk(records.model, found)
    return len(keys)
