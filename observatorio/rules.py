"""The observatory's part of the one rule of publicity (`acervo.base.publicity`)."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from .models import PUBLISHED, CitizenReport, InspectionPhoto, Monument, Photo


def monument(at: datetime) -> Q:
    return Q(live=True) & (Q(expire_at=None) | Q(expire_at__gt=at))


def of_monument(at: datetime) -> Q:
    """Inspections and works are as public as their monument; which of their fields are is told where they are shown."""
    return Q(monument__live=True) & (Q(monument__expire_at=None) | Q(monument__expire_at__gt=at))


def citizen_report(at: datetime) -> Q:
    return of_monument(at) & Q(state__in=PUBLISHED)


def image(at: datetime) -> Q:
    """Photographs of visits, of reports that nobody has accepted and those that a monument keeps back are not public.

    One that a public monument shows is, whatever else uses it.
    """
    from .services.public_version import where_public

    monuments = where_public(Monument.objects.filter(monument(at)), "photos", on=timezone.localdate(at))
    here = OuterRef("pk")
    shown = Exists(Photo.objects.filter(image=here, is_public=True, monument__in=monuments.order_by().values("pk")))
    kept_back = (
        Q(Exists(Photo.objects.filter(image=here)))
        | Q(Exists(InspectionPhoto.objects.filter(image=here)))
        | Q(Exists(CitizenReport.objects.filter(photo=here).exclude(citizen_report(at))))
    )
    return Q(shown) | ~kept_back


def museum(at: datetime) -> Q:
    """A directory: what is in it is there to be found."""
    return Q()
