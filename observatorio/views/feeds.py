"""Feeds of works: of all, of one monument, of one street. Atom (RFC 4287) and RSS 2.0."""

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from acervo.base import feeds
from acervo.base.publicity import public
from observatorio.models import Intervention, Monument
from observatorio.services import works as service
from observatorio.services.public_version import PublicMonument

READ = 200  # works looked at, those that changed last
MOST = 50  # entries


@require_safe
def everything(request: HttpRequest, form: str) -> HttpResponseBase:
    return _feed(
        request,
        form,
        service.public_works(),
        title=_("Intervenciones en inmuebles con valor patrimonial"),
        description=_("Obras solicitadas, autorizadas, negadas, en curso y terminadas."),
        link=reverse("monuments:works"),
    )


@require_safe
def of_monument(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    monument = PublicMonument(get_object_or_404(public(Monument.objects.all()), code=code))
    return _feed(
        request,
        form,
        service.public_works(Intervention.objects.filter(monument__code=code)),
        title=_("Intervenciones: {name}").format(name=monument.name),
        description=_("Lo que se solicita, se autoriza y se hace en este inmueble."),
        link=monument.get_absolute_url(),
    )


@require_safe
def of_street(request: HttpRequest, municipality: str, street: str, form: str) -> HttpResponseBase:
    """404 for a street without monuments that may be told to stand there."""
    found = service.street(municipality, street)
    if found is None:
        raise Http404(_("No hay inmuebles públicos en esa calle."))
    return _feed(
        request,
        form,
        service.of_street(found),
        title=_("Intervenciones en {street}, {municipality}").format(
            street=found.name, municipality=found.municipality
        ),
        description=_("Lo que se solicita, se autoriza y se hace en los inmuebles de esta calle."),
        link=f"{reverse('monuments:streets')}?municipio={found.municipality_slug}",
    )


def _feed(
    request: HttpRequest, form: str, works: QuerySet[Intervention], *, title: str, description: str, link: str
) -> HttpResponseBase:
    """An entry for each state that a work came into, so that a reader tells of every step; 304 if nothing is new."""
    maker = feeds.FORMS[form]
    found = [service.PublicWork(work) for work in works.order_by("-updated_at")[:READ]]
    feed = maker(
        title=title,
        link=_absolute(link),
        description=description,
        subtitle=description,
        language=get_language() or settings.LANGUAGE_CODE,
        feed_url=_absolute(request.path),
        feed_guid=_absolute(request.path),
    )
    for event in service.events(found, most=MOST):
        address = _absolute(event.work.get_absolute_url())
        moment = timezone.make_aware(dt.datetime.combine(event.told_on, dt.time(12)))
        feed.add_item(
            title=event.title,
            link=address,
            unique_id=f"{address}#{event.state}",
            unique_id_is_permalink=False,
            description=_summary(event),
            pubdate=moment,
            updateddate=moment,
            categories=[event.label],
        )
    return feeds.answer(request, feed)


def _summary(event: service.Event) -> str:
    day = date_format(event.date, "DATE_FORMAT") if event.date else ""
    lines = [
        _("{state} el {date}.").format(state=event.label, date=day) if day else f"{event.label}.",
        _("Domicilio: {address}.").format(address=event.work.address),
    ]
    if event.work.authority:
        lines.append(_("Autoridad: {name}.").format(name=event.work.authority.name))
    if event.work.authorisation and event.state != "solicitada":
        lines.append(_("Autorización: {number}.").format(number=event.work.authorisation))
    return " ".join([*lines, event.work.description]).strip()


def _absolute(path: str) -> str:
    return settings.BASE_URL + path
