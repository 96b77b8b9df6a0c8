"""The time zones of Mexico.

Source: Ley de los Husos Horarios en los Estados Unidos Mexicanos (DOF, 28 October 2022), which ended daylight saving but
for the municipalities of the northern border; which IANA zone stands for which place is the Time Zone Database's own
table (`zone1970.tab`). A border municipality is told by choosing its zone: the state alone does not decide it.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

CENTRAL = "America/Mexico_City"

ZONES = (
    (CENTRAL, _("Centro (Ciudad de México)")),
    ("America/Cancun", _("Sureste (Quintana Roo)")),
    ("America/Merida", _("Centro (Campeche y Yucatán)")),
    ("America/Monterrey", _("Centro (Coahuila, Durango, Nuevo León y Tamaulipas)")),
    ("America/Chihuahua", _("Centro (Chihuahua)")),
    ("America/Bahia_Banderas", _("Centro (Bahía de Banderas, Nayarit)")),
    ("America/Mazatlan", _("Pacífico (Baja California Sur, Nayarit y Sinaloa)")),
    ("America/Hermosillo", _("Pacífico (Sonora)")),
    ("America/Tijuana", _("Noroeste (Baja California), con horario de verano")),
    ("America/Ciudad_Juarez", _("Frontera de Chihuahua al oeste (Ciudad Juárez), con horario de verano")),
    ("America/Ojinaga", _("Frontera de Chihuahua al este (Ojinaga), con horario de verano")),
    (
        "America/Matamoros",
        _("Frontera de Coahuila, Nuevo León y Tamaulipas (Matamoros), con horario de verano"),
    ),
)
#: What follows the hour of an event: «10:00, hora de Tijuana».
SHORT_NAMES = {
    CENTRAL: _("hora del centro"),
    "America/Cancun": _("hora de Quintana Roo"),
    "America/Merida": _("hora del centro"),
    "America/Monterrey": _("hora del centro"),
    "America/Chihuahua": _("hora del centro"),
    "America/Bahia_Banderas": _("hora del centro"),
    "America/Mazatlan": _("hora del Pacífico"),
    "America/Hermosillo": _("hora de Sonora"),
    "America/Tijuana": _("hora de Tijuana"),
    "America/Ciudad_Juarez": _("hora de Ciudad Juárez"),
    "America/Ojinaga": _("hora de Ojinaga"),
    "America/Matamoros": _("hora de Matamoros"),
}
#: INEGI key of a state → the zone of most of it, where it is not the capital's.
_BY_STATE = {
    "02": "America/Tijuana",
    "03": "America/Mazatlan",
    "04": "America/Merida",
    "05": "America/Monterrey",
    "08": "America/Chihuahua",
    "10": "America/Monterrey",
    "18": "America/Mazatlan",
    "19": "America/Monterrey",
    "23": "America/Cancun",
    "25": "America/Mazatlan",
    "26": "America/Hermosillo",
    "28": "America/Monterrey",
    "31": "America/Merida",
}


def zone_of_state(state: str) -> str:
    """IANA name of the zone of most of the state with this INEGI key; the capital's for national or unknown ones."""
    return _BY_STATE.get(state, CENTRAL)


def to_instant(wall: dt.datetime, zone: str) -> dt.datetime:
    """The moment (UTC) at which the clocks of `zone` show `wall` (naive).

    Of an hour that happens twice it is the first; an hour that is skipped is counted with the offset before the change
    (RFC 5545 §3.3.5).
    """
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def to_wall(instant: dt.datetime, zone: str) -> dt.datetime:
    """What the clocks of `zone` show at `instant` (aware), as a naive time."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def is_skipped(wall: dt.datetime, zone: str) -> bool:
    """Whether no clock of `zone` ever shows `wall`, because that day it was put forward."""
    return to_wall(to_instant(wall, zone), zone) != wall
