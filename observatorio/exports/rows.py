"""A monument as a row of the importer's own spreadsheet, so that what is exported can be imported and changes nothing.

Headers are those of `observatorio.inventory.columns`. Columns that speak of a statement of an institution (its key, the
address of its source) and not of the monument are left out; licence, date and address of the record close each row.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from observatorio.inventory import periods, terms
from observatorio.inventory.columns import COLUMNS
from observatorio.inventory.values import ROMAN
from observatorio.models import Monument
from observatorio.services.public_version import PublicMonument

from . import about

#: What a row says that is no value of the monument: the importer leaves these columns out.
OF_A_STATEMENT = {"numero_inventario", "fuente_url", "fuente_titulo", "fuente_fecha", "baja"}
ABOUT = ("pagina_web", "licencia", "fecha_de_los_datos")


def _many(rows: Any) -> list[Any]:
    """The rows of a relation: a list in `PublicMonument`, a manager in `Monument`."""
    return rows if isinstance(rows, list) else list(rows.all())


def _listed(items: Iterable[str]) -> str:
    """Items as the importer separates them; one that holds a semicolon or a comma is kept whole by a final bar."""
    texts = [item.replace("|", "/") for item in items]
    joined = "|".join(texts)
    return joined + "|" if len(texts) == 1 and (";" in joined or ", " in joined or " / " in joined) else joined


def _century(m: Any) -> str:
    if not m.century_from:
        return ""
    first, last = ROMAN[m.century_from], ROMAN[m.century_to or m.century_from]
    return first if first == last else f"{first}-{last}"


def _protection(item: Any) -> str:
    """The instrument; with its kind before it where the importer would not guess that kind."""
    label = str(item.get_kind_display())
    if not item.name:
        return label
    said = terms.protections(item.name.replace("|", "/"))[0]["protections"]
    return item.name if said == [{"kind": item.kind, "name": item.name}] else f"{label}: {item.name}"


def _shown(attribute: str) -> Callable[[Any], str]:
    return lambda m: str(getattr(m, f"get_{attribute}_display")())


#: Header → cell, where the cell is not simply the attribute of the column. Numbers stay numbers.
CELLS: dict[str, Callable[[Any], Any]] = {
    "codigo": lambda m: m.code,
    "otros_nombres": lambda m: _listed(m.other_names),
    "clasificacion": _shown("classification"),
    "uso_actual": lambda m: _listed(m.current_uses),
    "clase_uso": _shown("use_category"),
    "siglo": _century,
    "anio_inicio": lambda m: periods.years_of_cells(m.dating)[0],
    "anio_fin": lambda m: periods.years_of_cells(m.dating)[1],
    "fechamiento": lambda m: m.dating,
    "certeza": _shown("certainty"),
    "vialidad": lambda m: m.street,
    "tipo_vialidad": _shown("street_type"),
    "municipio": lambda m: m.municipality,
    "clave_municipio": lambda m: m.municipality_key,
    "entidad": _shown("state"),
    "autores": lambda m: _listed(m.authors),
    "sitio_unesco": lambda m: (m.heritage_site.reference or m.heritage_site.slug) if m.heritage_site else "",
    "zona_sitio": _shown("heritage_zone"),
    "proteccion": lambda m: _listed(_protection(item) for item in _many(m.protections)),
    "instancia": lambda m: _listed(item.abbreviation for item in _many(m.institutions)),
    "regimen_propiedad": _shown("ownership"),
    "estado_conservacion": _shown("condition"),
}
_COLUMNS = tuple(column for column in COLUMNS if column.name not in OF_A_STATEMENT)
#: Headers of the whole row, in order.
HEADERS: tuple[str, ...] = (*(column.header for column in _COLUMNS), *ABOUT)


def cells(monument: Any) -> dict[str, Any]:
    """The cells by header, of a `PublicMonument`, or of a `Monument` for staff who may see every field."""
    row = {}
    for column in _COLUMNS:
        read = CELLS.get(column.name)
        value = read(monument) if read else getattr(monument, column.attributes[0])
        row[column.header] = "" if value is None else value
    return row


def public_row(monument: PublicMonument, *, day: dt.date) -> dict[str, Any]:
    """What the public may see, hidden fields blank, with address, licence and date."""
    return _closed(cells(monument), monument, day)


def complete_row(monument: Monument, *, day: dt.date) -> dict[str, Any]:
    """Every field, also those that are reserved or confidential: the last cells say so instead of a licence."""
    row = _closed(cells(monument), monument, day)
    row[ABOUT[1]] = _("Copia interna: contiene datos reservados y confidenciales; no se publica.")
    return row


def _closed(row: dict[str, Any], monument: Any, day: dt.date) -> dict[str, Any]:
    address = about.absolute(monument.get_absolute_url())
    return row | dict(zip(ABOUT, (address, about.LICENCE_URL, day.isoformat()), strict=True))
