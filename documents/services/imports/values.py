"""From what people write in a cell to what a record keeps. Every refusal says what to write instead."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from acervo.base import dates
from acervo.base.states import STATES
from acervo.base.text import fold
from documents.enums import Licence
from documents.models import RecordPage

MONTHS = [
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
]  # fmt: skip
YES, NO = {"si", "s", "x", "1", "verdadero", "true", "yes"}, {"", "no", "n", "0", "falso", "false"}
OTHER_STATE_NAMES = {
    "cdmx": "09", "distrito federal": "09", "df": "09", "d.f.": "09", "edomex": "15", "mexico": "15",
    "coahuila de zaragoza": "05", "michoacan de ocampo": "16", "queretaro de arteaga": "22",
    "veracruz de ignacio de la llave": "30", "federal": "00", "federacion": "00",
}  # fmt: skip
OTHER_LICENCES = {
    "libre uso": Licence.LIBRE_USO, "libre uso mx": Licence.LIBRE_USO, "cc by": Licence.CC_BY, "cc-by": Licence.CC_BY,
    "cc by-sa": Licence.CC_BY_SA, "cc-by-sa": Licence.CC_BY_SA, "cc0": Licence.CC0,
    "texto oficial": Licence.PUBLIC_TEXT,
}  # fmt: skip


class BadValue(Exception):
    """`reason` and `mend` are Spanish clauses."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(reason)
        self.reason, self.mend = reason, mend


def parse_date(text: str) -> str:
    """An EDTF date from EDTF itself, 3/12/2016, 3 de diciembre de 2016 or diciembre de 2016."""
    plain = fold(text)
    candidate = text.strip()
    if m := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", plain):
        candidate = f"{m[3]}-{int(m[2]):02}-{int(m[1]):02}"
    elif m := re.fullmatch(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", plain):
        candidate = f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}"
    elif m := re.fullmatch(r"(?:(\d{1,2})(?:o|º|°)? de )?([a-z]+) (?:de |del )?(\d{4})", plain):
        if m[2].replace("setiembre", "septiembre") in MONTHS:
            month = MONTHS.index(m[2].replace("setiembre", "septiembre")) + 1
            candidate = f"{m[3]}-{month:02}" + (f"-{int(m[1]):02}" if m[1] else "")
    elif m := re.fullmatch(r"(\d{4}-\d{2}-\d{2})[t ]\d{2}:\d{2}(:\d{2})?", plain):
        candidate = m[1]
    if dates.bounds(candidate) is None:
        raise BadValue(
            _("«%(value)s» no es una fecha") % {"value": text},
            _("escriba, por ejemplo, 2016-12-03, 03/12/2016, 2016-12 o 2016"),
        )
    return candidate


def parse_moment(text: str) -> dt.datetime:
    """A day (its first second, in the site's time zone) or a moment."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        day = dates.bounds(parse_date(text))
        assert day is not None  # noqa: S101 - parse_date refuses what has no bounds
        moment = dt.datetime.combine(day[0], dt.time())
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def parse_state(text: str) -> str:
    plain = fold(text)
    keys = {fold(name): key for key, name in STATES} | OTHER_STATE_NAMES
    key = plain.zfill(2) if plain.isdigit() else keys.get(plain, "")
    if key not in dict(STATES):
        raise BadValue(
            _("«%(value)s» no es una entidad federativa") % {"value": text},
            _("escriba su nombre o su clave del INEGI, de 01 a 32, o 00 si es nacional"),
        )
    return key


def parse_language(text: str) -> str:
    plain = fold(text)
    for code, name in settings.RECORD_LANGUAGES:
        if plain in (code, fold(str(name))) or plain.split("-")[0] == code:
            return code
    names = ", ".join(f"{code} ({name})" for code, name in settings.RECORD_LANGUAGES)
    raise BadValue(
        _("«%(value)s» no es un idioma del acervo") % {"value": text},
        _("escriba uno de estos: %(names)s") % {"names": names},
    )


def parse_licence(text: str) -> str:
    plain = fold(text)
    for licence in Licence:
        if plain in (fold(licence.value), fold(str(licence.label))):
            return licence.value
    if plain in OTHER_LICENCES:
        return OTHER_LICENCES[plain].value
    names = ", ".join(licence.value for licence in Licence if licence.value)
    raise BadValue(
        _("«%(value)s» no es una licencia conocida") % {"value": text},
        _("escriba una de estas: %(names)s") % {"names": names},
    )


def parse_yes(text: str) -> bool:
    plain = fold(text)
    if plain in YES or plain in NO:
        return plain in YES
    raise BadValue(_("«%(value)s» no dice sí ni no") % {"value": text}, _("escriba sí o no"))


def parse_url(text: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError as error:
        raise BadValue(
            _("«%(value)s» no es una dirección web") % {"value": text},
            _("escríbala completa, por ejemplo https://www.ejemplo.gob.mx/ley"),
        ) from error
    return _limited("source_url", text)


def _limited(name: str, text: str) -> str:
    limit = 255 if name == "title" else RecordPage._meta.get_field(name).max_length
    if limit and len(text) > limit:
        raise BadValue(
            _("el texto tiene %(length)d letras y caben %(limit)d") % {"length": len(text), "limit": limit},
            _("acórtelo"),
        )
    return text


def _text(name: str) -> Callable[[str], str]:
    return lambda text: _limited(name, " ".join(text.split()))


PARSERS: dict[str, Callable[[str], Any]] = {
    "title": _text("title"),
    "issued": parse_date,
    "abstract": str,
    "language": parse_language,
    "state": parse_state,
    "municipality": _text("municipality"),
    "identifier": _text("identifier"),
    "licence": parse_licence,
    "rights_note": _text("rights_note"),
    "source_note": _text("source_note"),
    "source_url": parse_url,
    "embargo_until": parse_moment,
}
#: What a cell with only a hyphen leaves: the way to empty a field; an empty cell changes nothing.
CLEARED: dict[str, Any] = {name: "" for name in PARSERS if name not in ("title", "language")} | {"embargo_until": None}
