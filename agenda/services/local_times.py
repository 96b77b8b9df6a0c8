"""Lists of local days and times as editors write them, one a line: exceptions and extra dates of a recurrence."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_LINES = 200
_LINE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?")

#: A day, and the hour where one was written.
LocalTime = tuple[dt.date, dt.time | None]


def read(text: str) -> list[LocalTime]:
    """The days of a text, in order, each once. Raises ValidationError that names the line that is not one."""
    found: set[LocalTime] = set()
    lines = [line.strip() for line in re.split(r"[\n,;]", text) if line.strip()]
    if len(lines) > MAX_LINES:
        raise ValidationError(_("Escriba %(most)d fechas como máximo.") % {"most": MAX_LINES})
    for line in lines:
        m = _LINE.fullmatch(line)
        try:
            if m is None:
                raise ValueError(line)
            hour = dt.time(int(m[4]), int(m[5])) if m[4] else None
            found.add((dt.date(int(m[1]), int(m[2]), int(m[3])), hour))
        except ValueError as error:
            raise ValidationError(
                _("«%(line)s» no es una fecha. Escriba una por renglón: 2026-05-18 o 2026-05-18 17:30")
                % {"line": line[:40]}
            ) from error
    return sorted(found, key=lambda item: (item[0], item[1] or dt.time.min))


def write(items: list[LocalTime]) -> str:
    return "\n".join(f"{day.isoformat()}{f' {hour:%H:%M}' if hour else ''}" for day, hour in items)
