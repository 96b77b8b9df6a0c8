"""Which pages a reader of one language is shown: those in it, and those of the default language not translated into it."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from . import per_request


def shown_in(queryset: QuerySet[Any], locale_id: int) -> QuerySet[Any]:
    """`queryset` (pages) with one version of each: no query of its own but for the languages, which are kept."""
    languages = per_request.locales()
    default = next((pk for pk, known in languages.items() if known.language_code == settings.LANGUAGE_CODE), None)
    shown = Q(locale=locale_id)
    if default is not None and default != locale_id:
        own = queryset.model.objects.filter(translation_key=OuterRef("translation_key"), locale=locale_id, live=True)
        shown |= Q(Q(locale=default), ~Exists(own.order_by()))
    return queryset.filter(shown)
