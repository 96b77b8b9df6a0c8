"""A monument as a row of the importer's own spreadsheet, so that what is exported can be imported and changes nothing.

Headers and cells are those of `observatorio.inventory.sheet`; licence, date and address of the record close each row.
"""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from acervo.base.addresses import absolute
from observatorio.inventory import sheet
from observatorio.inventory.fields import SAYABLE
from observatorio.models import Monument
from observatorio.services.public_version import PublicMonument

from . import about

ABOUT = ("pagina_web", "licencia", "fecha_de_los_datos")
#: Headers of the whole row, in order.
HEADERS: tuple[str, ...] = (*sheet.HEADERS, *ABOUT)
#: Cells that stay numbers where the format has them.
_NUMBERS = {"latitud": "latitude", "longitud": "longitude", "exactitud_m": "accuracy_m"}
_RELATED = {"heritage_site", "institutions", "protections"}


def cells(monument: Any) -> dict[str, Any]:
    """The cells by header, of a `PublicMonument`, or of a `Monument` for staff who may see every field."""
    values = {name: getattr(monument, name) for name in SAYABLE if name not in _RELATED}
    if site := monument.heritage_site:
        values["heritage_site"] = site.reference or site.slug
    institutions = _many(monument.institutions)
    values["institutions"] = [item.code for item in institutions]
    values["protections"] = [{"kind": item.kind, "name": item.name} for item in _many(monument.protections)]
    names = {item.code: item.abbreviation for item in institutions}
    row: dict[str, Any] = sheet.cells_of(monument.code, values, abbreviations=names)
    return row | {header: values[name] for header, name in _NUMBERS.items() if values[name] is not None}


def public_row(monument: PublicMonument, *, day: dt.date) -> dict[str, Any]:
    """What the public may see, hidden fields blank, with address, licence and date."""
    return _closed(cells(monument), monument, day)


def complete_row(monument: Monument, *, day: dt.date) -> dict[str, Any]:
    """Every field, also those that are reserved or confidential; instead of a licence it says so."""
    row = _closed(cells(monument), monument, day)
    row[ABOUT[1]] = _("Copia interna: contiene datos reservados y confidenciales; no se publica.")
    return row


def _many(rows: Any) -> list[Any]:
    """The rows of a relation: a list in `PublicMonument`, a manager in `Monument`."""
    return rows if isinstance(rows, list) else list(rows.all())


def _closed(row: dict[str, Any], monument: Any, day: dt.date) -> dict[str, Any]:
    address = absolute(monument.get_absolute_url())
    return row | dict(zip(ABOUT, (address, about.LICENCE_URL, day.isoformat()), strict=True))
