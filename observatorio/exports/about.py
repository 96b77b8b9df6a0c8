"""What every file of the inventory says of itself: title, publisher, licence, date, address; and when it changed."""

import datetime as dt
import hashlib

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from acervo.base.addresses import absolute
from acervo.base.publicity import public
from documents.enums import LICENCE_URLS, Licence
from observatorio.models import Monument
from search.models import Change

#: The terms under which the federal government of Mexico publishes open data. Photographs have terms of their own.
LICENCE = Licence.LIBRE_USO
LICENCE_URL = LICENCE_URLS[LICENCE]
#: Raised when the same data is written in another way, so that nobody keeps an old file.
VERSION = "1"


def title() -> str:
    return _("Inventario de inmuebles del patrimonio")


def statement(day: dt.date) -> str:
    """One sentence with licence and date, for formats that have no better place."""
    return _("Datos abiertos al %(date)s. Licencia: %(licence)s, %(url)s") % {
        "date": day.isoformat(),
        "licence": LICENCE.label,
        "url": LICENCE_URL,
    }


def home_url() -> str:
    return absolute(reverse("monuments:inventory"))


def dictionary_url() -> str:
    return absolute(reverse("monuments:dictionary"))


def changed() -> tuple[str, dt.datetime]:
    """A mark that is another one whenever any public value may be another one, and the moment of the last change.

    Whatever changes what the public may see is told to the search index (`observatorio.signals`), whose outbox keeps
    it for days; what changes by date alone (a reservation that ends) does so at midnight. Two queries.
    """
    today = timezone.localdate()
    told = Change.objects.aggregate(last=Max("pk"), at=Max("made_at"))
    rows = public(Monument.objects.all()).aggregate(count=Count("pk"), at=Max("updated_at"))
    midnight = timezone.make_aware(dt.datetime.combine(today, dt.time.min))
    mark = hashlib.blake2b(repr((VERSION, today, told["last"], rows["count"], rows["at"])).encode(), digest_size=10)
    return mark.hexdigest(), max(filter(None, (told["at"], rows["at"], midnight)))
