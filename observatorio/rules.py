"""The observatory's part of the one rule of publicity (`acervo.base.publicity`)."""

from datetime import datetime

from django.db.models import Q

from .models import PUBLISHED


def monument(at: datetime) -> Q:
    return Q(live=True) & (Q(expire_at=None) | Q(expire_at__gt=at))


def of_monument(at: datetime) -> Q:
    """Inspections and works are as public as their monument; which of their fields are is told where they are shown."""
    return Q(monument__live=True) & (Q(monument__expire_at=None) | Q(monument__expire_at__gt=at))


def citizen_report(at: datetime) -> Q:
    return of_monument(at) & Q(state__in=PUBLISHED)
