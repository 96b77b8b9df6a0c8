"""What the archive adds to the one rule of publicity (`acervo.base.publicity`)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q

from acervo.base.per_request import restricted_paths


def record_condition(at: datetime) -> Q:
    """A record is closed while it is embargoed, and for good once it is withdrawn."""
    return (Q(embargo_until=None) | Q(embargo_until__lte=at)) & Q(withdrawn_at=None)


def file_condition(at: datetime) -> Q:
    """A file is public only through a public record; its own embargo, withdrawal or private collection closes it."""
    from acervo.base.publicity import public

    from .models import RecordFile, RecordPage

    attached = RecordFile.objects.filter(page__in=public(RecordPage.objects.all(), at=at).order_by().values("pk"))
    condition = Q(pk__in=attached.values("file")) & Q(withdrawn_at=None)
    condition &= Q(embargo_until=None) | Q(embargo_until__lte=at)
    _pages, collections = restricted_paths()
    for path in collections:
        condition &= ~Q(collection__path__startswith=path)
    return condition


#: What other apps add: a condition that their images must meet, evaluated on `ArchiveImage`.
_image_conditions: list[Callable[[datetime], Q]] = []


def add_image_condition(condition: Callable[[datetime], Q]) -> None:
    """Narrow what images anybody may fetch; called by an app's `ready()`."""
    if condition not in _image_conditions:
        _image_conditions.append(condition)


def image_condition(at: datetime) -> Q:
    """An image is public unless its collection is restricted, or an app that uses it keeps it back."""
    _pages, collections = restricted_paths()
    condition = Q()
    for path in collections:
        condition &= ~Q(collection__path__startswith=path)
    for more in _image_conditions:
        condition &= more(at)
    return condition


def shows_tombstone(record: Any) -> bool:
    """Whether a withdrawn record keeps a public page that says what it was and why it went."""
    return record.is_withdrawn and record.live and not record.get_view_restrictions().exists()
