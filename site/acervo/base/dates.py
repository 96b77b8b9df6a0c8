"""Dates of uncertain precision, written in EDTF (Library of Congress, ISO 8601-2:2019): `2016`, `2016-12`, `2016-12-03`, `1917/1921`."""

import datetime as dt
import re
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

EDTF_HELP = gettext_lazy(
    "Escriba lo que se sabe: 2016, 2016-12, 2016-12-03 o un intervalo 2016/2018. Añada ~ si es aproximada."
)


def validate_edtf(value: str) -> None:
    """Raise ValidationError, with an example, when `value` is not a date that `bounds` understands."""
    if bounds(value) is None:
        raise ValidationError(
            _("«%(value)s» no es una fecha. Escriba, por ejemplo, 2016, 2016-12, 2016-12-03 o 2016/2018."),
            params={"value": value},
            code="edtf",
        )


@lru_cache(maxsize=4096)
def bounds(value: str) -> tuple[dt.date, dt.date] | None:
    """The first and the last day that an EDTF date may mean, or None when it is not one."""
    value = value.strip()
    if not value:
        return None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):  # the common case, without the grammar
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            return None
        return day, day
    try:
        parsed = parse_edtf(value)
        first, last = parsed.lower_strict(), parsed.upper_strict()
        return dt.date(*first[:3]), dt.date(*last[:3])
    except (EDTFParseException, ValueError, AttributeError, TypeError, OverflowError):
        return None


def display(value: str) -> str:
    """An EDTF date as a person reads it in the active language; unknown forms as they are."""
    if m := re.fullmatch(r"(\d{4}-\d{2}-\d{2})[~?]?", value):
        try:
            day = dt.date.fromisoformat(m[1])
        except ValueError:
            return value
        return formats.date_format(day, "DATE_FORMAT")
    if m := re.fullmatch(r"(\d{4}-(0[1-9]|1[0-2]))[~?]?", value):
        return formats.date_format(dt.date.fromisoformat(m[1] + "-01"), "YEAR_MONTH_FORMAT")
    if m := re.fullmatch(r"([^/]+)/([^/]+)", value):
        return _("de %(first)s a %(last)s") % {"first": display(m[1]), "last": display(m[2])}
    if m := re.fullmatch(r"([^/]+)/(?:\.\.)?", value):
        return _("desde %(first)s") % {"first": display(m[1])}
    if m := re.fullmatch(r"(?:\.\.)?/([^/]+)", value):
        return _("hasta %(last)s") % {"last": display(m[1])}
    if m := re.fullmatch(r"(\d{4})~", value):
        return _("hacia %(year)s") % {"year": m[1]}
    return value
