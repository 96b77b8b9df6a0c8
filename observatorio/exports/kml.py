"""KML 2.2 (OGC 07-147r2): a Placemark a monument, for map programs that people have at home."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from acervo.base.addresses import absolute
from observatorio.services.public_version import PublicMonument

from . import about

# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: The fields of the inventory that this format has a place for.
FIELDS = frozenset({
    "code", "name", "description", "classification", "century", "current_uses", "protections", "condition",
    "street", "settlement", "municipality", "state", "coordinates", "dating",
})  # fmt: skip


def _text(value: Any) -> str:
    return escape(_FORBIDDEN.sub("", str(value)))


def _data(name: str, label: str, value: str) -> str:
    return (
        f"<Data name={quoteattr(name)}><displayName>{_text(label)}</displayName><value>{_text(value)}</value></Data>"
        if value
        else ""
    )


def _span(monument: PublicMonument) -> str:
    """The years of its building; KML has years of four figures and no more."""
    first, last = monument.year_from, monument.year_to
    begin = f"<begin>{first:04d}</begin>" if first and first > 0 else ""
    end = f"<end>{last:04d}</end>" if last and last > 0 else ""
    return f"<TimeSpan>{begin}{end}</TimeSpan>" if begin or end else ""


def placemark(monument: PublicMonument) -> str:
    """One Placemark, its elements in the order of the schema; without Point where the place is not public."""
    address = ", ".join(filter(None, [monument.street_line, monument.settlement, monument.place]))
    link = quoteattr(absolute(monument.get_absolute_url()))
    point = ""
    if monument.latitude is not None and monument.longitude is not None:
        point = f"<Point><coordinates>{monument.longitude},{monument.latitude}</coordinates></Point>"
    extended = "".join(
        [
            _data("codigo", _("Clave del inventario"), monument.code),
            _data("clasificacion", _("Clasificación"), monument.get_classification_display()),
            _data("siglo", _("Siglo"), monument.century_label),
            _data("uso_actual", _("Usos actuales"), "; ".join(monument.current_uses)),
            _data("proteccion", _("Protecciones"), "; ".join(map(str, monument.protections))),
            _data("estado_conservacion", _("Estado de conservación"), monument.get_condition_display()),
        ]
    )
    description = f"<description>{_text(monument.description)}</description>" if monument.description else ""
    return (
        f"<Placemark id={quoteattr(monument.code)}><name>{_text(monument.name)}</name><atom:link href={link}/>"
        f"<address>{_text(address)}</address>{description}{_span(monument)}"
        f"<ExtendedData>{extended}</ExtendedData>{point}</Placemark>\n"
    )


def lines(monuments: Iterable[PublicMonument], *, day: dt.date) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:atom="http://www.w3.org/2005/Atom">\n'
        f"<Document><name>{_text(about.title())}</name><atom:link href={quoteattr(about.home_url())}/>"
        f"<description>{_text(about.statement(day))}</description>\n"
        "<ExtendedData>"
        + _data("license", _("Licencia"), about.LICENCE_URL)
        + _data("date", _("Fecha"), day.isoformat())
        + "</ExtendedData>\n"
    )
    for monument in monuments:
        yield placemark(monument)
    yield "</Document></kml>\n"
