"""What is known of states and municipalities: their names and keys, and roughly where they are.

Municipalities: the 58 of Zacatecas with their keys of INEGI's catalogue (Catálogo Único de Claves de Áreas
Geoestadísticas). Those of other states are taken as they are written. Where a state is: a rectangle around its known
extremes, widened by 0.15 degrees, no polygon. Where a municipality is: a circle around its seat, generous because the
seats are known to about 5 km and municipalities are no circles; only seats that are well known are in the list. So a
point that is refused is far away for sure, and a point that passes may still be across the border.
"""

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from acervo.base.states import STATE_NAMES
from acervo.base.text import letters, nearest
from acervo.tabular.faults import BadCell

from .coordinates import kilometres

_DATA = Path(__file__).resolve().parents[1] / "data" / "places.json"
MARGIN = 0.15  # degrees around a state
STATE_SYNONYMS = {
    "cdmx": "09", "distrito federal": "09", "df": "09", "edomex": "15", "mexico": "15", "edo de mexico": "15",
    "estado de mexico": "15", "coahuila de zaragoza": "05", "michoacan de ocampo": "16", "queretaro de arteaga": "22",
    "veracruz de ignacio de la llave": "30", "zac": "32", "ags": "01", "bc": "02", "bcs": "03", "camp": "04",
    "coah": "05", "col": "06", "chis": "07", "chih": "08", "dgo": "10", "gto": "11", "gro": "12", "hgo": "13",
    "jal": "14", "mex": "15", "mich": "16", "mor": "17", "nay": "18", "nl": "19", "oax": "20", "pue": "21",
    "qro": "22", "q roo": "23", "qroo": "23", "slp": "24", "sin": "25", "son": "26", "tab": "27", "tamps": "28",
    "tlax": "29", "ver": "30", "yuc": "31",
}  # fmt: skip


@cache
def _data() -> dict[str, Any]:
    return json.loads(_DATA.read_text(encoding="utf-8"))


@cache
def _states() -> dict[str, str]:
    return {letters(name): key for key, name in STATE_NAMES.items() if key != "00"}


def state(cell: str) -> tuple[str, str]:
    """The INEGI key of a state by its name, abbreviation or key, and a sentence when it was abbreviated."""
    plain = letters(cell)
    if plain in _states():
        return _states()[plain], ""
    key = plain.zfill(2) if plain.isascii() and plain.isdigit() else STATE_SYNONYMS.get(plain, "")
    if key in STATE_NAMES and key != "00":
        return key, _("«%(value)s» se leyó como %(name)s") % {"value": cell, "name": STATE_NAMES[key]}
    near = nearest(cell, [name for key, name in STATE_NAMES.items() if key != "00"])
    raise BadCell(
        _("«%(value)s» no es una entidad federativa") % {"value": cell[:80]},
        _("escriba «%(near)s»") % {"near": near} if near else _("escriba su nombre o su clave del INEGI, de 01 a 32"),
    )


@cache
def _municipalities(state_key: str) -> dict[str, tuple[str, str]]:
    """Folded name → (name, key); empty for a state whose list we do not have."""
    return {letters(name): (name, key) for key, name in _data()["municipalities"].get(state_key, {}).items()}


@lru_cache(maxsize=4096)
def municipality(state_key: str, cell: str) -> tuple[str, str, str]:
    """Name, key (empty when not known) and a sentence about what was mended."""
    known = _municipalities(state_key)
    if not known:
        return cell, "", ""
    plain = letters(cell)
    plain = _data()["abbreviations"].get(state_key, {}).get(plain, plain)
    if plain not in known and plain.isdigit():
        keys = {key: name for name, key in known.values()}
        if (key := plain[-3:].zfill(3)) in keys:
            return keys[key], key, _("la clave «%(value)s» es %(name)s") % {"value": cell, "name": keys[key]}
    if plain in known:
        name, key = known[plain]
        return name, key, "" if name == cell else _("«%(value)s» se leyó como %(name)s") % {"value": cell, "name": name}
    names = [name for name, _key in known.values()]
    near = nearest(cell, names)
    raise BadCell(
        _("«%(value)s» no es un municipio de %(state)s") % {"value": cell[:80], "state": STATE_NAMES[state_key]},
        _("escriba «%(near)s»") % {"near": near} if near else _("escriba el nombre del municipio completo"),
    )


def check_place(latitude: float, longitude: float, *, state_key: str, municipality_key: str, municipality: str) -> None:
    """Raises BadCell when the point is certainly outside of its state or far from its municipality."""
    box = _data()["states"].get(state_key)
    if box is not None:
        south, north, west, east = box
        if not (south - MARGIN <= latitude <= north + MARGIN and west - MARGIN <= longitude <= east + MARGIN):
            raise BadCell(
                _("el punto %(latitude)s, %(longitude)s está fuera de %(state)s")
                % {"latitude": latitude, "longitude": longitude, "state": STATE_NAMES[state_key]},
                _("revise las coordenadas o la entidad"),
            )
    seat = _data()["seats"].get(state_key, {}).get(municipality_key)
    if seat is not None:
        distance = kilometres((latitude, longitude), (seat[0], seat[1]))
        if distance > seat[2]:
            raise BadCell(
                _("el punto %(latitude)s, %(longitude)s está a %(km)d km de la cabecera de %(name)s")
                % {"latitude": latitude, "longitude": longitude, "km": round(distance), "name": municipality},
                _("revise las coordenadas o el municipio"),
            )
